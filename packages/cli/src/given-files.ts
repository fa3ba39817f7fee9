import { createReadStream, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type GivenFile, ImportProblem } from '@doseline/codebook'
import { openPromise, type ZipFile } from 'yauzl'

/** The files of a path: of a folder those in it, of a ZIP archive its members, each read in pieces. */
export async function filesIn(path: string): Promise<readonly GivenFile[]> {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) throw new Error(`${path} cannot be read: there is no such file.`)
  if (stat.isDirectory()) {
    const inside = readdirSync(path)
      .toSorted()
      .map((name) => join(path, name))
      .filter((each) => statSync(each).isFile())
    return (await Promise.all(inside.map(filesIn))).flat()
  }
  if (path.toLowerCase().endsWith('.zip')) return membersOf(path).catch((error: unknown) => [unreadable(path, error)])
  return [{ name: basename(path), size: stat.size, chunks: () => createReadStream(path) }]
}

/** An archive that cannot be read is named where it is read, and keeps no other file out. */
const unreadable = (path: string, error: unknown): GivenFile => ({
  name: basename(path),
  size: 0,
  // biome-ignore lint/correctness/useYield: it has nothing to give.
  async *chunks() {
    throw error
  },
})

/** A ZIP archive that says it unpacks to more is no release. */
const MOST_UNPACKED = 2 * 1024 * 1024 * 1024

async function membersOf(path: string): Promise<GivenFile[]> {
  const archive = basename(path)
  const zip = await opened(path)
  const members: GivenFile[] = []
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue
    if (entry.uncompressedSize > MOST_UNPACKED) {
      throw new Error(`${archive}, ${entry.fileName}: expected at most ${MOST_UNPACKED} bytes.`)
    }
    members.push({
      name: basename(entry.fileName),
      size: entry.uncompressedSize,
      archive,
      async *chunks() {
        // The archive is closed after each member, and opened again where the next is read.
        const again = await opened(path)
        try {
          yield* await again.openReadStreamPromise(entry)
        } finally {
          again.close()
        }
      },
    })
  }
  return members
}

async function opened(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { autoClose: false })
  } catch (error) {
    throw new ImportProblem(1, 1, 'a ZIP archive', error instanceof Error ? error.message : '')
  }
}
