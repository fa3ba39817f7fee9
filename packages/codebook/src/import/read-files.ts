import { createHash } from 'node:crypto'
import { type Bulletin, ImportProblem, type PtpPart, type PtpTable } from './bulletin.ts'
import { icd10cmList } from './icd10cm-list.ts'
import { icd10cmOrder } from './icd10cm-order.ts'
import { ndcPackages, ndcProducts } from './ndc-directory.ts'
import { ptpEdits } from './ptp-edits.ts'
import { ENOUGH_TO_TELL, readBulletin, readerFor } from './read-bulletin.ts'
import { rxnormNdcs } from './rxnorm-ndcs.ts'
import { beginningOf, bytesOf, digestOf, readLines, type SourceFile } from './source-file.ts'

/** A file with the archive that it was in. */
export interface GivenFile extends SourceFile {
  readonly archive?: string
}

/** What was read of one file, or of several that are one. */
export type FilesRead =
  | { readonly files: readonly string[]; readonly bulletin: Bulletin; readonly digest: string }
  | { readonly files: readonly string[]; readonly problem: Error }
  /** A file of an archive that holds others: a layout, or the same rows in another form. */
  | { readonly files: readonly string[]; readonly skipped: string }
  /** The very file is loaded: it was not read again. */
  | { readonly files: readonly string[]; readonly isLoaded: string }

/** How files are read. */
export interface Reading {
  /** Edits of these codes are kept. */
  readonly codes: ReadonlySet<string>
  /** Whose claims a table of edits is for, where the name of its file does not say. */
  readonly of?: PtpTable | undefined
  /** The release that was made of files with this digest; undefined where none was. */
  readonly loaded: (digest: string) => string | undefined
  /** Parts that a run read which was broken off: they are not read again. */
  readonly kept?: KeptParts | undefined
  readonly progress?: (file: string, read: number, size: number) => void
}

/** What was read of a large file, by the digest of that file. */
export interface KeptParts {
  get(digest: string): PtpPart | undefined
  put(digest: string, part: PtpPart): void
}

/** No file of a kind that is read at once is near as large. */
const LARGEST_WHOLE = 64 * 1024 * 1024

type Told = { readonly file: GivenFile; readonly how: ReturnType<typeof readerFor> }

/**
 * Reads files of authorities, each told by what stands in it: those that are read at once, then the FDA's directory of its two
 * files, then each table of edits of its parts. One at a time, so that no more than one is in memory.
 */
export async function* readFiles(files: readonly GivenFile[], reading: Reading): AsyncGenerator<FilesRead> {
  const told: Told[] = []
  for (const file of files) {
    const how = await howRead(file)
    if (how instanceof Error) yield ofArchive(file, files, how)
    else told.push({ file, how })
  }
  const hasOrder = new Set(told.flatMap(({ file, how }) => (how === 'icd order' ? [file.archive] : [])))
  for (const { file, how } of told) {
    const isTwice = how === icd10cmList && file.archive !== undefined && hasOrder.has(file.archive)
    if (isTwice) yield { files: [file.name], skipped: 'the order file beside it holds its codes.' }
    else if (typeof how === 'function') yield await attempt([file], reading, () => whole(file))
    else if (how === 'icd order') {
      yield await attempt([file], reading, () => readLines(file, icd10cmOrder(file.name), telling(file, reading)))
    }
  }
  for (const { file, how } of told) {
    if (how !== 'rxnorm') continue
    yield await attempt([file], reading, () => readLines(file, rxnormNdcs(file.archive), telling(file, reading)))
  }
  const of = (how: Told['how']) => told.filter((each) => each.how === how).map(({ file }) => file)
  const [products, packages] = [of('ndc products'), of('ndc packages')]
  if (products.length + packages.length > 0) yield await directory(products, packages, reading)
  for (const parts of tablesOf(of('ptp'))) yield await attempt(parts, reading, () => table(parts, reading))
}

async function howRead(file: GivenFile): Promise<Told['how'] | Error> {
  try {
    return readerFor(await beginningOf(file, ENOUGH_TO_TELL))
  } catch (error) {
    return asError(error)
  }
}

/** An archive holds layouts and notes beside its data: those are passed over where the data is there. */
function ofArchive(file: GivenFile, files: readonly GivenFile[], problem: Error): FilesRead {
  const hasOthers = file.archive !== undefined && files.some((each) => each !== file && each.archive === file.archive)
  return hasOthers
    ? { files: [file.name], skipped: 'it is none of the files that are read.' }
    : { files: [file.name], problem: named(file.name, problem) }
}

async function attempt(
  files: readonly GivenFile[],
  { loaded }: Reading,
  read: () => Promise<Bulletin>,
): Promise<FilesRead> {
  const names = files.map(({ name }) => name)
  try {
    const digest = await digestOfAll(files)
    const isLoaded = loaded(digest)
    if (isLoaded !== undefined) return { files: names, isLoaded }
    return { files: names, bulletin: await read(), digest }
  } catch (error) {
    return { files: names, problem: named(names.join(', '), asError(error)) }
  }
}

/** Of one file its own digest; of several the digest of theirs, in the order of the parts. */
async function digestOfAll(files: readonly GivenFile[]): Promise<string> {
  const digests: string[] = []
  for (const file of files) digests.push(await digestOf(file))
  return digests.length === 1 ? (digests[0] ?? '') : createHash('sha256').update(digests.join('\n')).digest('hex')
}

async function whole(file: GivenFile): Promise<Bulletin> {
  if (file.size > LARGEST_WHOLE) {
    throw new ImportProblem(1, 1, `a file of at most ${LARGEST_WHOLE / 1024 / 1024} MB`, `${file.size} bytes`)
  }
  return readBulletin(await bytesOf(file), file.name)
}

async function directory(
  products: readonly GivenFile[],
  packages: readonly GivenFile[],
  reading: Reading,
): Promise<FilesRead> {
  const [product, ...moreProducts] = products
  const [pack, ...morePackages] = packages
  const files = [...products, ...packages]
  if (!product || !pack || moreProducts.length + morePackages.length > 0) {
    const says =
      'product.txt and package.txt of one day of the NDC directory are read together: give both, and no other.'
    return {
      files: files.map(({ name }) => name),
      problem: new Error(`${files.map(({ name }) => name).join(', ')}: ${says}`),
    }
  }
  return attempt([product, pack], reading, async () => {
    const read = await inFile(product, () => readLines(product, ndcProducts(), telling(product, reading)))
    return inFile(pack, () => readLines(pack, ndcPackages(read.products), telling(pack, reading)))
  })
}

/** Files that are parts of one table, in their order. */
function tablesOf(files: readonly GivenFile[]): GivenFile[][] {
  const nameOf = ({ name }: GivenFile) => name.toLowerCase().replace(/[-_]f\d{1,2}\.[a-z]{3,4}$/, '')
  return [...Map.groupBy(files, nameOf).values()].map((parts) =>
    parts.toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1)),
  )
}

async function table(files: readonly GivenFile[], reading: Reading): Promise<Bulletin> {
  const parts: PtpPart[] = []
  for (const file of files) {
    const digest = await digestOf(file)
    const part =
      reading.kept?.get(digest) ??
      (await inFile(file, () =>
        readLines(file, ptpEdits(file.name, reading.codes, reading.of), telling(file, reading)),
      ))
    reading.kept?.put(digest, part)
    parts.push(part)
  }
  const [first] = parts
  if (!first) throw new TypeError('a table of edits has a file')
  const numbers = parts.map(({ part }) => part)
  const lacking = numbers.findIndex((number, at) => number !== undefined && number !== at + 1)
  if (lacking >= 0) throw new Error(`part f${lacking + 1} of the table is missing: give every part of it.`)
  for (const { rows } of parts.slice(1)) first.rows.addAll(rows)
  if (first.rows.count === 0) {
    const names = files.map(({ name }) => name).join(', ')
    throw new Error(`${names}: holds no edit of the codes that give a drug: is it the right file?`)
  }
  const last =
    parts
      .map((part) => part.last)
      .toSorted()
      .at(-1) ?? ''
  if (!/^[A-Z]/.test(last)) {
    throw new Error(
      `the table ends at ${last}: edits of codes that begin with a letter, such as G0008, come last in it. Give every part of it.`,
    )
  }
  return {
    kind: first.kind,
    of: first.of,
    span: first.span,
    rows: first.rows,
    read: parts.reduce((sum, { read }) => sum + read, 0),
  }
}

/** Tells how much of a file is read. */
function telling({ name, size }: GivenFile, { progress }: Reading): (bytes: number) => void {
  let read = 0
  return (bytes) => {
    read += bytes
    progress?.(name, read, size)
  }
}

async function inFile<Value>({ name }: GivenFile, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read()
  } catch (error) {
    throw named(name, asError(error))
  }
}

/** A problem with the file in front, once. */
const named = (file: string, problem: Error): Error =>
  problem instanceof ImportProblem ? new Error(`${file}, ${problem.message}.`) : problem

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
