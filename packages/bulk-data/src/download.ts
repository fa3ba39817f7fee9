import { createHash } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { ask, hostOf, type Line, reasonOf } from './ask.ts'
import { ExportError } from './export-error.ts'
import { pauseMs } from './job-retry-policy.ts'
import type { ListedFile } from './manifest.ts'
import { NdjsonCount } from './ndjson-count.ts'
import { outcomeIn, wordsOf } from './outcome-words.ts'

/** A file that is whole on the disk. */
export interface WholeFile {
  readonly lines: number
  /** Of the lines, those that only say whose resources follow (3.0, `organizeOutputBy`). */
  readonly headers: number
  /** Of the file as it is on the disk: without compression. */
  readonly bytes: number
  /** SHA-256 of the same, in hexadecimal. */
  readonly sha256: string
  /** A media type that is not NDJSON's, where the content was NDJSON all the same. */
  readonly servedAs: string | undefined
}

export interface Download {
  readonly file: ListedFile
  /** Where it goes on the disk. */
  readonly path: string
  /** Whether the manifest wants the token for its files. */
  readonly requiresAccessToken: boolean
  readonly organized: boolean
}

const NDJSON = /^application\/(?:fhir\+|x-)?ndjson\b|^application\/(?:x-)?jsonlines\b/i
/** What file servers call bytes they know nothing of, and single resources: judged by what is in them. */
const MAYBE = /^application\/(?:octet-stream|json|fhir\+json|(?:x-)?gzip)\b|^binary\/octet-stream\b|^text\/plain\b|^$/i

/**
 * Writes a file to the disk as it comes: under another name until it is whole, so that what has its own name is whole. Tries
 * again from its beginning where the connection breaks. Throws an {@link ExportError} for what is no NDJSON, ends in the middle
 * of a line, or holds another number of resources than the manifest says.
 */
export async function download(
  line: Line,
  { file, path, requiresAccessToken, organized }: Download,
): Promise<WholeFile> {
  const part = `${path}.part`
  for (let tried = 1; ; tried++) {
    try {
      const whole = await once(line, file, part, requiresAccessToken, organized)
      await rename(part, path)
      return whole
    } catch (thrown) {
      await rm(part, { force: true })
      line.signal?.throwIfAborted()
      if (!isWorthAnother(thrown) || tried >= line.policy.tries) throw thrown
      const pause = pauseMs(tried, undefined, line.policy)
      line.onPause?.(pause, (thrown as Error).message)
      await line.policy.sleep(pause, line.signal)
    }
  }
}

/** A file that broke off may come whole the next time; any other is the same again. */
const isWorthAnother = (thrown: unknown): boolean => thrown instanceof ExportError && thrown.code === 'file-cut-off'

async function once(
  line: Line,
  file: ListedFile,
  part: string,
  token: boolean,
  organized: boolean,
): Promise<WholeFile> {
  const { response, address } = await ask(line, file.url, {
    accept: 'application/fhir+ndjson, application/ndjson;q=0.9, */*;q=0.1',
    token,
  }).catch((thrown: unknown) => {
    throw untrusted(line, file, token, thrown) ?? gone(thrown)
  })
  const type = response.headers.get('content-type')?.trim() ?? ''
  if (response.status !== 200 || !(NDJSON.test(type) || MAYBE.test(type))) {
    const text = await response.text().catch(() => '')
    throw notNdjson(address, `${response.status}, ${type || 'without a Content-Type'}`, wordsOf(text))
  }
  const count = new NdjsonCount(organized)
  const hash = createHash('sha256')
  const handle = await open(part, 'w', 0o600)
  try {
    for await (const piece of unzipped(pieces(response, line))) {
      count.add(piece)
      hash.update(piece)
      await handle.writeFile(piece)
    }
    await handle.sync()
  } catch (thrown) {
    line.signal?.throwIfAborted()
    // What the disk says is not the server's fault: no space, no permission.
    if ((thrown as NodeJS.ErrnoException).syscall === 'write') throw thrown
    throw new ExportError('file-cut-off', `${hostOf(address)} ends in the middle: ${reasonOf(thrown)}.`, {
      cause: thrown,
    })
  } finally {
    await handle.close()
  }
  assertNdjson(count, file, address, type)
  const { lines, headers, bytes } = count.counted
  if (file.count !== undefined && lines !== file.count && lines - headers !== file.count)
    throw new ExportError(
      'count-differs',
      `${hostOf(address)} holds ${lines - headers} resources; the manifest says ${file.count}.`,
    )
  return { lines, headers, bytes, sha256: hash.digest('hex'), servedAs: NDJSON.test(type) ? undefined : type }
}

function assertNdjson(count: NdjsonCount, file: ListedFile, address: string, type: string): void {
  if (count.counted.lines === 0) return
  const { first, unended } = count
  if (
    file.kind === 'output' &&
    file.type !== 'OperationOutcome' &&
    outcomeIn(first) !== undefined &&
    !NDJSON.test(type)
  )
    throw notNdjson(address, `200, an OperationOutcome as ${type || 'no type'}`, wordsOf(first))
  if (unended !== '' && !isResource(unended))
    throw new ExportError('file-cut-off', `${hostOf(address)} ends in the middle of line ${count.counted.lines}.`)
  if (first !== unended && !isResource(first))
    throw notNdjson(address, `200, ${type || 'without a Content-Type'}`, `line 1 is no resource: ${first.slice(0, 60)}`)
}

function isResource(line: string): boolean {
  try {
    const read: unknown = JSON.parse(line)
    return typeof read === 'object' && read !== null && 'resourceType' in read
  } catch {
    return false
  }
}

const notNdjson = (address: string, came: string, says: string): ExportError =>
  new ExportError(
    'not-ndjson',
    `${hostOf(address)} came as something else than NDJSON (${came})${says === '' ? '' : `: ${says}`}`,
  )

/** A file server that wants the token, and may not have it: somebody has to say that it may. */
function untrusted({ trusted }: Line, { url }: ListedFile, token: boolean, thrown: unknown): ExportError | undefined {
  const status = thrown instanceof ExportError ? thrown.status : undefined
  const { origin } = new URL(url)
  if (!token || trusted.has(origin) || (status !== 401 && status !== 403)) return undefined
  return new ExportError(
    'refused',
    `The files are at ${origin}, which wants the access token. It was not sent there: another server than the FHIR server may have it only where you say so.`,
    { status },
  )
}

function gone(thrown: unknown): unknown {
  const status = thrown instanceof ExportError ? thrown.status : undefined
  if (status !== 404 && status !== 410) return thrown
  return new ExportError('file-gone', `A file of the export is no longer there: ${(thrown as Error).message}.`, {
    ...(status !== undefined && { status }),
  })
}

/** The bytes of an answer, given up where none come for as long as an answer may take to begin. */
async function* pieces(response: Response, { policy }: Line): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader()
  if (!reader) return
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(), policy.timeoutMs)
      if (done) return
      yield value
    }
  } finally {
    // Whoever stops early wants no more of it.
    void reader.cancel().catch(() => {})
  }
}

function inTime<T>(coming: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`nothing came for ${ms / 1000} seconds`)), ms)
    coming.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** Files that are stored compressed come so, where the server does not say it in Content-Encoding: their first bytes do. */
async function* unzipped(source: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { value: first, done } = await source.next()
  if (done) return
  const all = async function* (): AsyncGenerator<Uint8Array> {
    yield first
    yield* source
  }
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
    yield* all()
    return
  }
  const gunzip = createGunzip()
  const fed = feed(all(), gunzip)
  // Its failure is that of the reading below.
  fed.catch(() => {})
  yield* gunzip
  await fed
}

async function feed(source: AsyncGenerator<Uint8Array>, into: ReturnType<typeof createGunzip>): Promise<void> {
  try {
    for await (const piece of source)
      if (!into.write(piece)) await new Promise<void>((resolve) => into.once('drain', resolve).once('close', resolve))
    into.end()
  } catch (thrown) {
    into.destroy(thrown as Error)
    throw thrown
  }
}
