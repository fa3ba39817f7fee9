import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { textLines } from '../input/byte-lines.ts'

/** A patient’s result as it is kept, and what it was made from. */
export interface KeptResult {
  readonly patient: string
  /** SHA-256 of the chart it was made from. */
  readonly input: string
  /** A PatientResult as JSON. */
  readonly result: string
}

/** How a kept bucket ends: without it the file is not whole, and is not used. */
interface BucketEnd {
  readonly basis: string
  readonly results: number
  readonly digest: string
}

const NAME = /^b([0-9a-f]+)\.ndjson$/
const END = '{"end":'

/**
 * The results of a scan, by bucket: the first digits of the key of a patient. A bucket is written whole under another name
 * and then renamed, with an end that says what is in it, so that a scan that was killed goes on with those that are there.
 */
export class BucketFiles {
  readonly #folder: string
  readonly digits: number

  /** `bytes`: of all files together, from which the number of buckets follows where none are kept yet. */
  constructor(folder: string, bytes: number) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
    this.digits = digitsOf(readdirSync(folder)) ?? digitsFor(bytes)
  }

  /** The bucket of a patient, by the key. */
  bucketOf(key: string): string {
    return key.slice(0, this.digits)
  }

  /** What is kept of a bucket, by patient, where it is whole and was made on the same basis. */
  async kept(bucket: string, basis: string): Promise<ReadonlyMap<string, KeptResult>> {
    const kept = new Map<string, KeptResult>()
    const digest = createHash('sha256')
    for await (const line of this.#linesOf(bucket)) {
      if (line.startsWith(END)) {
        const end = endIn(line)
        const isWhole = end?.basis === basis && end.results === kept.size && end.digest === digest.digest('hex')
        return isWhole ? kept : new Map()
      }
      digest.update(`${line}\n`)
      const [input = '', patient = '', ...rest] = line.split('\t')
      kept.set(patient, { input, patient, result: rest.join('\t') })
    }
    return new Map()
  }

  /** Writes a bucket, in the order given. */
  async write(bucket: string, basis: string, results: readonly KeptResult[]): Promise<void> {
    const path = this.#pathOf(bucket)
    const digest = createHash('sha256')
    const file = await open(`${path}.part`, 'w')
    try {
      for (const { input, patient, result } of results) {
        const line = `${input}\t${patient}\t${result}\n`
        digest.update(line)
        await file.write(line)
      }
      const end: BucketEnd = { basis, results: results.length, digest: digest.digest('hex') }
      await file.write(`${JSON.stringify({ end })}\n`)
    } finally {
      await file.close()
    }
    renameSync(`${path}.part`, path)
  }

  /** Takes away the buckets that are not of this scan: their patients are gone. */
  keepOnly(buckets: ReadonlySet<string>): void {
    for (const name of readdirSync(this.#folder)) {
      const bucket = NAME.exec(name)?.[1]
      if (bucket === undefined || !buckets.has(bucket)) rmSync(join(this.#folder, name), { recursive: true })
    }
  }

  /** Every result there is, sorted by the key of its patient. */
  async *all(): AsyncGenerator<string> {
    const buckets = readdirSync(this.#folder).flatMap((name) => NAME.exec(name)?.[1] ?? [])
    for (const bucket of buckets.toSorted())
      for await (const line of this.#linesOf(bucket))
        if (!line.startsWith(END)) yield line.slice(line.indexOf('\t', line.indexOf('\t') + 1) + 1)
  }

  async *#linesOf(bucket: string): AsyncGenerator<string> {
    const path = this.#pathOf(bucket)
    if (!existsSync(path)) return
    yield* textLines(createReadStream(path))
  }

  #pathOf(bucket: string): string {
    return join(this.#folder, `b${bucket}.ndjson`)
  }
}

/** The end of a bucket; undefined where the file was cut in it. */
function endIn(line: string): BucketEnd | undefined {
  try {
    return (JSON.parse(line) as { end: BucketEnd }).end
  } catch {
    return undefined
  }
}

const digitsOf = (names: readonly string[]): number | undefined =>
  names.map((name) => NAME.exec(name)?.[1]?.length).find((length) => length !== undefined)

/** 16, 256 or 4,096 buckets, so that one is held in memory: about 16 MB of lines. */
function digitsFor(bytes: number): number {
  if (bytes < 64 * 1024 * 1024) return 1
  return bytes < 4096 * 1024 * 1024 ? 2 : 3
}
