import { readdir, readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'

/** Script a person may wait for at the first opening, in bytes, gzipped. */
export const FIRST_LOAD_LIMIT = 64 * 1024

/** Script that the worklist may add to what the app page has loaded, in bytes, gzipped. */
export const WORKLIST_LIMIT = 20 * 1024

export interface Chunk {
  readonly name: string
  /** Gzipped. */
  readonly bytes: number
  /** Whether the app page waits for it; else it comes when it is needed. */
  readonly first: boolean
}

/** The scripts that a page waits for. */
async function namedIn(dist: URL, page: string): Promise<readonly string[]> {
  const text = await readFile(new URL(page, dist), 'utf8')
  return [...text.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map(([, path]) => path ?? '')
}

/** Bytes of what a page waits for and the app page has not loaded. */
export async function beyondTheApp(dist: URL, page: string): Promise<number> {
  const loaded = new Set(await namedIn(dist, 'index.html'))
  const more = (await namedIn(dist, page)).filter((name) => !loaded.has(name))
  const sizes = await Promise.all(more.map(async (name) => gzipSync(await readFile(new URL(name, dist))).length))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** The scripts of the built app in a folder, the largest first. */
export async function chunksIn(dist: URL): Promise<readonly Chunk[]> {
  const named = await namedIn(dist, 'index.html')
  const files = (await readdir(new URL('assets/', dist))).filter((name) => name.endsWith('.js'))
  const all = new Set([...named, ...files.map((name) => `assets/${name}`)])
  const chunks = [...all].map(async (name) => {
    const bytes = gzipSync(await readFile(new URL(name, dist))).length
    return { name, bytes, first: named.includes(name) }
  })
  return (await Promise.all(chunks)).toSorted((a, b) => b.bytes - a.bytes)
}

/** Bytes of all that the app page waits for. */
export const firstLoad = (chunks: readonly Chunk[]): number =>
  chunks.filter(({ first }) => first).reduce((sum, { bytes }) => sum + bytes, 0)
