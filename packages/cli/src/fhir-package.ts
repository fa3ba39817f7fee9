import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { FhirResource } from 'fhir/r4'
import { type Pack, pack } from 'tar-stream'

/** What a FHIR package says of itself. */
export interface PackageHead {
  /** Lower case, at least two words with a dot between: `doseline.codebook`. */
  readonly name: string
  readonly version: string
  readonly canonical: string
  readonly title: string
  readonly description: string
  readonly license: string
  readonly author: string
  /** The day it was made, `2026-01-31`. */
  readonly date: string
}

/** What was written. */
export interface WrittenPackage {
  /** The `.tgz` that a registry or a cache takes. */
  readonly file: string
  readonly sha256: string
  readonly resources: number
}

/**
 * Writes resources as an NPM package of FHIR R4 into a folder: `package/` with one file a resource, and the same as a `.tgz`.
 * Takes one resource at a time, so that no more than one is in memory. Equal resources make equal bytes: no time, user or
 * machine is written. Throws an Error where the folder cannot be written.
 * @see https://confluence.hl7.org/display/FHIR/NPM+Package+Specification
 */
export async function writeFhirPackage(
  folder: string,
  head: PackageHead,
  resources: Iterable<FhirResource>,
): Promise<WrittenPackage> {
  makeFolder(join(folder, 'package'))
  const file = join(folder, `${head.name}-${head.version}.tgz`)
  const tar = pack()
  const written = pipeline(tar, createGzip({ level: 9 }), createWriteStream(file))
  const add = async (name: string, value: unknown) => {
    const text = `${JSON.stringify(value)}\n`
    writeFileSync(join(folder, 'package', name), text)
    await entry(tar, `package/${name}`, text)
  }
  const index: IndexEntry[] = []
  await add('package.json', manifest(head))
  for (const resource of resources) {
    const filename = `${resource.resourceType}-${resource.id}.json`
    index.push(indexed(filename, resource))
    await add(filename, resource)
  }
  await add('.index.json', { 'index-version': 2, files: index })
  tar.finalize()
  await written
  return { file, sha256: await digestOf(file), resources: index.length }
}

/** One folder after the other: below a place such as /proc, where none can be made, `recursive` of Node does not end. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder)
}

function manifest({ date, ...head }: PackageHead): object {
  return {
    ...head,
    date: `${date.replaceAll('-', '')}000000`,
    type: 'Conformance',
    fhirVersions: ['4.0.1'],
    dependencies: { 'hl7.fhir.r4.core': '4.0.1' },
    jurisdiction: 'urn:iso:std:iso:3166#US',
  }
}

/** What a loader wants to know of a file without reading it. */
interface IndexEntry {
  readonly filename: string
  readonly resourceType: string
  readonly id: string | undefined
  readonly url?: string
  readonly version?: string
}

function indexed(filename: string, resource: FhirResource): IndexEntry {
  const { resourceType, id, url, version } = resource as FhirResource & { url?: string; version?: string }
  return { filename, resourceType, id, ...(url && { url }), ...(version && { version }) }
}

/** Waits until what was written is taken: a package of many resources never piles up. */
const entry = (tar: Pack, name: string, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const head = { name, mode: 0o644, uid: 0, gid: 0, mtime: new Date(0) }
    tar.entry(head, text, (error) => (error ? reject(error) : resolve()))
  })

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
