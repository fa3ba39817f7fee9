import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ask, type Line } from './ask.ts'
import { download } from './download.ts'
import { ExportError } from './export-error.ts'
import { JOURNAL, Journal, keyOf, type ListedEntry, type Noted, notedIn, type WholeEntry } from './journal.ts'
import { type ExportRequest, type KickOffForm, kickOff, requestUrl } from './kick-off.ts'
import type { FileKind, ListedFile } from './manifest.ts'
import { Pool } from './pool.ts'
import { type ManifestPage, manifestPages } from './status.ts'

export interface ExportToFolder {
  readonly line: Line
  /** The FHIR base, without a slash at the end. */
  readonly base: string
  readonly request: ExportRequest
  readonly form?: KickOffForm
  /** Made where it is not there. A folder holds one export, and the same one is resumed in it. */
  readonly folder: string
  /** Files fetched at the same time. Default 4. */
  readonly atOnce?: number
  /** Leave the files on the server; otherwise it is told (DELETE) that all were fetched. */
  readonly keepOnServer?: boolean
  readonly onProgress?: (progress: ExportProgress) => void
}

export interface ExportProgress {
  /** `preparing`: the server works, and nothing is there to be fetched yet. */
  readonly step: 'asking' | 'preparing' | 'fetching'
  /** What the server says in `X-Progress`. */
  readonly says: string | undefined
  readonly files: { readonly whole: number; readonly listed: number }
  readonly lines: number
  readonly bytes: number
}

/** A file of the export as it lies in the folder. */
export interface ExportedFile {
  /** Its path in the folder, such as `Patient.00001.ndjson` or `deleted/Bundle.00001.ndjson`. */
  readonly name: string
  readonly kind: FileKind
  readonly type: string | undefined
  readonly lines: number
  readonly headers: number
  readonly bytes: number
  readonly sha256: string
  readonly servedAs: string | undefined
}

export interface Exported {
  readonly base: string
  /** The `_since` of the next export. */
  readonly transactionTime: string
  readonly organizedBy: string | undefined
  readonly files: readonly ExportedFile[]
  /** Parameters the server would not take: more came than was asked for. */
  readonly leftOut: readonly string[]
  /** Files that were whole already when this run began. */
  readonly resumed: number
}

/** Folders of what is no resource of the export. */
const FOLDERS: Readonly<Record<FileKind, string>> = { output: '', deleted: 'deleted/', outcome: 'error/' }

/**
 * Exports to a folder: begins the export, or goes on with the one the folder holds; waits for the server; fetches every file.
 * What is whole is never fetched again, also after a kill. Where files cannot be fetched the others are, and an
 * {@link ExportError} names the first; called again, it fetches what is left.
 */
export async function exportToFolder(options: ExportToFolder): Promise<Exported> {
  const { folder } = options
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const before = await notedIn(folder)
  await assertSame(before, options)
  if (before.isComplete) return exported(before, before.whole.size)
  const journal = await Journal.open(folder)
  try {
    return await new Run(options, journal, before).toItsEnd()
  } finally {
    await journal.close()
  }
}

/** Tells the server that an export in a folder is wanted no more. Gives false where the folder holds none. */
export async function cancelExport(line: Line, folder: string): Promise<boolean> {
  const { begun } = await notedIn(folder)
  if (!begun) return false
  await ask(line, begun.statusUrl, { method: 'DELETE', accept: 'application/fhir+json', token: true }).catch(ifGone)
  return true
}

/** Where an export of a folder is asked for; undefined where it holds none. */
export async function begunIn(folder: string): Promise<{ readonly base: string } | undefined> {
  return (await notedIn(folder)).begun
}

class Run {
  readonly #options: ExportToFolder
  readonly #journal: Journal
  readonly #before: Noted
  readonly #listed: Map<string, ListedEntry>
  readonly #whole: Map<string, WholeEntry>
  readonly #numbers = new Map<string, number>()
  readonly #pool: Pool
  /** Names that wait to be fetched, or are being fetched: a page that comes a second time adds none of them again. */
  readonly #coming = new Set<string>()
  #says: string | undefined
  /** Sums over what is whole: 20,000 files are not added up 20,000 times. */
  #sums = { lines: 0, bytes: 0 }

  constructor(options: ExportToFolder, journal: Journal, before: Noted) {
    this.#options = options
    this.#journal = journal
    this.#before = before
    this.#listed = new Map(before.listed)
    this.#whole = new Map(before.whole)
    for (const { name } of this.#listed.values()) this.#numberFor(stemOf(name))
    this.#pool = new Pool(options.atOnce ?? 4, (thrown) => !(thrown instanceof ExportError))
  }

  async toItsEnd(): Promise<Exported> {
    await this.#forgetWhatIsGone()
    const resumed = this.#whole.size
    for (const each of this.#whole.values()) this.#count(each)
    const begun = this.#before.begun ?? (await this.#begin())
    const transactionTime = await this.#fetchAll(begun.statusUrl)
    const done = exported({ begun, listed: this.#listed, whole: this.#whole, transactionTime }, resumed)
    await this.#writeManifest(done)
    await this.#journal.note({ event: 'complete' })
    if (!this.#options.keepOnServer) await this.#release(begun.statusUrl)
    return done
  }

  /** A file that was taken away, or was not written to its end by the disk, is fetched again. */
  async #forgetWhatIsGone(): Promise<void> {
    for (const { name, bytes } of [...this.#whole.values()]) {
      const there = await stat(join(this.#options.folder, name)).catch(() => undefined)
      if (there?.size !== bytes) this.#whole.delete(name)
    }
  }

  async #begin() {
    const { line, base, request, form } = this.#options
    this.#tell('asking')
    const { statusUrl, leftOut } = await kickOff(line, base, request, form)
    const begun = {
      event: 'begun' as const,
      base,
      request: JSON.stringify(request),
      statusUrl,
      leftOut: [...leftOut],
    }
    await this.#journal.note(begun)
    return begun
  }

  /** Fetches files while pages of the manifest come. Links that have expired are asked for again, once. */
  async #fetchAll(statusUrl: string): Promise<string> {
    const transactionTime = await this.#walk(statusUrl).catch((thrown: unknown) => this.#remembered(thrown))
    await this.#journal.note({ event: 'all-listed', transactionTime })
    await this.#pool.done()
    const expired = this.#pool.thrown.filter(isExpired)
    if (expired.length > 0 && expired.length === this.#pool.thrown.length) {
      this.#pool.thrown.length = 0
      await this.#walk(statusUrl)
      await this.#pool.done()
    }
    this.#assertAll()
    return transactionTime
  }

  /** A server may forget the request before its files: where all of them were listed, their links may still work. */
  #remembered(thrown: unknown): string {
    const { transactionTime } = this.#before
    if (!(thrown instanceof ExportError && thrown.code === 'export-gone') || transactionTime === undefined) throw thrown
    for (const entry of this.#listed.values()) this.#want(entry)
    return transactionTime
  }

  async #walk(statusUrl: string): Promise<string> {
    let transactionTime = ''
    const { line } = this.#options
    this.#tell('preparing')
    try {
      for await (const page of manifestPages(line, statusUrl, ({ progress }) => {
        this.#says = progress
        this.#tell(this.#listed.size > 0 ? 'fetching' : 'preparing')
      })) {
        transactionTime = page.manifest.transactionTime
        await this.#list(page)
      }
    } catch (thrown) {
      // What was listed is fetched to its end, so that nothing of it has to be fetched again.
      await this.#pool.done()
      throw thrown
    }
    return transactionTime
  }

  async #list({ address, manifest }: ManifestPage): Promise<void> {
    const counts: Record<FileKind, number> = { output: 0, deleted: 0, outcome: 0 }
    const added: ListedEntry[] = []
    for (const file of manifest.files) {
      const place = { page: address, kind: file.kind, at: counts[file.kind]++ }
      const known = this.#listed.get(keyOf(place))
      const entry: ListedEntry = {
        event: 'listed',
        ...place,
        name: known?.name ?? this.#nameFor(file),
        url: file.url,
        ...(file.type !== undefined && { type: file.type }),
        ...(file.count !== undefined && { count: file.count }),
        requiresAccessToken: manifest.requiresAccessToken,
        ...(manifest.organizedBy !== undefined && { organizedBy: manifest.organizedBy }),
      }
      if (known?.url !== entry.url) added.push(entry)
      this.#listed.set(keyOf(place), entry)
      this.#want(entry)
    }
    if (added.length > 0) await this.#journal.note(...added)
    this.#tell('fetching')
  }

  #want(entry: ListedEntry): void {
    const { name } = entry
    if (this.#whole.has(name) || this.#coming.has(name)) return
    this.#coming.add(name)
    this.#pool.add(() => this.#fetch(this.#listed.get(keyOf(entry)) ?? entry).finally(() => this.#coming.delete(name)))
  }

  async #fetch(entry: ListedEntry): Promise<void> {
    const { line, folder } = this.#options
    const path = join(folder, entry.name)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file: ListedFile = { kind: entry.kind, url: entry.url, type: entry.type, count: entry.count }
    const organized = entry.organizedBy !== undefined
    const whole = await download(line, { file, path, requiresAccessToken: entry.requiresAccessToken, organized })
    const { servedAs, ...counted } = whole
    const noted: WholeEntry = { event: 'whole', name: entry.name, ...counted, ...(servedAs && { servedAs }) }
    await this.#journal.note(noted)
    this.#whole.set(entry.name, noted)
    this.#count(noted)
    this.#tell('fetching')
  }

  /** A manifest as the server’s, of the files as they lie here: whoever reads the folder needs nothing else. */
  async #writeManifest({ transactionTime, organizedBy, files }: Exported): Promise<void> {
    const { base, request, folder } = this.#options
    const listed = (of: FileKind) =>
      files
        .filter(({ kind }) => kind === of)
        .map(({ name, type, lines, headers, sha256 }) => ({ type, url: name, count: lines - headers, sha256 }))
    const manifest = {
      transactionTime,
      request: requestUrl(base, request),
      requiresAccessToken: false,
      ...(organizedBy !== undefined && { outputOrganizedBy: organizedBy }),
      output: listed('output'),
      deleted: listed('deleted'),
      error: listed('outcome'),
    }
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600 })
  }

  #nameFor({ kind, type }: ListedFile): string {
    // A name from outside is never a path.
    const safe = /^[A-Za-z]{1,60}$/.test(type ?? '') ? type : undefined
    const usual = { output: 'resources', deleted: 'Bundle', outcome: 'OperationOutcome' }[kind]
    const stem = `${FOLDERS[kind]}${safe ?? usual}`
    return `${stem}.${String(this.#numberFor(stem)).padStart(5, '0')}.ndjson`
  }

  #numberFor(stem: string): number {
    const number = (this.#numbers.get(stem) ?? 0) + 1
    this.#numbers.set(stem, number)
    return number
  }

  #assertAll(): void {
    const { thrown } = this.#pool
    const [first] = thrown.filter((each) => !(each instanceof ExportError)).concat(thrown)
    if (first === undefined) return
    this.#options.line.signal?.throwIfAborted()
    if (!(first instanceof ExportError) || thrown.length === 1) throw first
    throw new ExportError(
      first.code,
      `${thrown.length} of ${this.#listed.size} files could not be fetched; the first: ${first.message}`,
      { cause: first, ...(first.status !== undefined && { status: first.status }) },
    )
  }

  /** The server may forget the files now. That it does not know the request is no failure: all files are here. */
  async #release(statusUrl: string): Promise<void> {
    const { line } = this.#options
    const once = { ...line, policy: { ...line.policy, tries: 1 } }
    await ask(once, statusUrl, { method: 'DELETE', accept: 'application/fhir+json', token: true }).catch(() => {})
  }

  #count({ lines, headers, bytes }: WholeEntry): void {
    this.#sums = { lines: this.#sums.lines + lines - headers, bytes: this.#sums.bytes + bytes }
  }

  #tell(step: ExportProgress['step']): void {
    this.#options.onProgress?.({
      step,
      says: this.#says,
      files: { whole: this.#whole.size, listed: this.#listed.size },
      ...this.#sums,
    })
  }
}

const isExpired = (thrown: unknown): boolean => thrown instanceof ExportError && thrown.code === 'file-gone'

function ifGone(thrown: unknown): void {
  const status = thrown instanceof ExportError ? thrown.status : undefined
  if (status !== 404 && status !== 410) throw thrown
}

async function assertSame({ begun }: Noted, { base, request, folder }: ExportToFolder): Promise<void> {
  if (begun === undefined) {
    const others = (await readdir(folder)).filter((name) => name !== JOURNAL)
    if (others.length > 0)
      throw new ExportError('another-export', `${folder} holds other files: name a new folder, or an empty one.`)
    return
  }
  if (begun.base === base && begun.request === JSON.stringify(request)) return
  throw new ExportError(
    'another-export',
    `${folder} holds another export, of ${begun.base}: name a new folder, or ask for the same as before to resume it.`,
  )
}

type Done = Pick<Noted, 'begun' | 'listed' | 'whole' | 'transactionTime'>

function exported({ begun, listed, whole, transactionTime }: Done, resumed: number): Exported {
  const entries = [...listed.values()]
  return {
    base: begun?.base ?? '',
    transactionTime: transactionTime ?? '',
    organizedBy: entries.find(({ organizedBy }) => organizedBy !== undefined)?.organizedBy,
    leftOut: begun?.leftOut ?? [],
    resumed,
    files: entries.flatMap(({ name, kind, type }) => {
      const done = whole.get(name)
      if (!done) return []
      const { lines, headers, bytes, sha256, servedAs } = done
      return [{ name, kind, type, lines, headers, bytes, sha256, servedAs }]
    }),
  }
}

const stemOf = (name: string): string => name.replace(/\.\d+\.ndjson$/, '')
