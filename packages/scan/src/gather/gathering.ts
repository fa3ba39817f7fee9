import { hash } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBAppender, DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { KeyedLine } from '../keys/key-line.ts'
import { ScanProblem } from '../scan-problem.ts'
import { MOST_CHARACTERS, MOST_LINES } from './limits.ts'
import { isShared } from './shared-types.ts'
import { CLOSURE, LOOSE_BY_WHAT_THEY_NAME, PLACED, SETTLE, TABLES, UNPLACED, WHOLE_CHARTS } from './statements.ts'

/** Where a line stands. */
export interface LinePlace {
  /** Position in the list of files. */
  readonly file: number
  readonly line: number
}

/** A line of a patient’s chart, as text. */
export interface GatheredLine {
  readonly type: string
  readonly digest: string
  readonly text: string
}

/** A line that could be brought to nobody, and that may be of anybody. */
export interface UnplacedLine extends LinePlace {
  readonly type: string
  readonly namesNobody: boolean
}

/** A patient with all lines of the chart. */
export interface GatheredChart {
  readonly patient: string
  /** SHA-256 of the patient’s name: what charts are sorted by. */
  readonly key: string
  readonly lines: readonly GatheredLine[]
  /** Lines that were too many, or too long, to be held: they are counted, and not in `lines`. */
  readonly left: number
}

export interface GatheringOptions {
  /** A folder of its own: its files are taken away at the end. */
  readonly folder: string
  /** Megabytes DuckDB may use. */
  readonly memory: number
  readonly threads: number
}

type Appenders = Readonly<Record<'lines' | 'owners' | 'names' | 'refs' | 'deleted', DuckDBAppender>>

/** Rows between two flushes. */
const FLUSH = 4096

/**
 * Brings the lines of each patient together, out of core: raw text goes in and comes out as it is, and DuckDB never
 * looks into it. Add every line, `settle` once, then read the charts.
 */
export class Gathering {
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection
  readonly #folder: string
  readonly #into: Appenders
  #count = 0n

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, folder: string, into: Appenders) {
    this.#instance = instance
    this.#connection = connection
    this.#folder = folder
    this.#into = into
  }

  static async open({ folder, memory, threads }: GatheringOptions): Promise<Gathering> {
    const { DuckDBInstance: Instance } = await duckdb()
    // What a scan left that was killed is not whole.
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    const path = join(folder, 'lines.duckdb')
    const instance = await Instance.create(path, {
      memory_limit: `${memory}MB`,
      threads: String(threads),
      temp_directory: join(folder, 'spill'),
      preserve_insertion_order: 'false',
    })
    const connection = await instance.connect()
    for (const statement of TABLES) await connection.run(statement)
    const into = {
      lines: await connection.createAppender('lines'),
      owners: await connection.createAppender('owners'),
      names: await connection.createAppender('names'),
      refs: await connection.createAppender('refs'),
      deleted: await connection.createAppender('deleted'),
    }
    return new Gathering(instance, connection, folder, into)
  }

  /** Takes a line in. What it belongs to is settled when all are in. */
  add(text: string, { type, id, patients, isOfAnother, aliases, references }: KeyedLine, place: LinePlace): void {
    const { lines, owners, names, refs } = this.#into
    const n = this.#count++
    lines.appendBigInt(n)
    lines.appendVarchar(type)
    lines.appendVarchar(id)
    lines.appendVarchar(hash('sha256', text))
    lines.appendInteger(place.file)
    lines.appendInteger(place.line)
    lines.appendVarchar(whose(type, patients, isOfAnother))
    lines.appendVarchar(text)
    lines.endRow()
    for (const patient of patients) row(owners, n, patient)
    for (const alias of aliases) row(names, n, alias)
    for (const reference of references) if (!reference.startsWith('Patient/')) row(refs, n, reference)
    if (patients.length === 0 && !isShared(type))
      for (const reference of references) if (reference.startsWith('Patient/')) row(refs, n, reference)
    if (n % BigInt(FLUSH) === 0n) this.#flush()
  }

  /** A resource that was deleted: it is in no chart. */
  delete(name: string): void {
    this.#into.deleted.appendVarchar(name)
    this.#into.deleted.endRow()
  }

  /** Says of every line whose charts it is in. Gives those that may be of anybody, sorted by place. */
  async settle(): Promise<readonly UnplacedLine[]> {
    for (const appender of Object.values(this.#into)) appender.closeSync()
    for (const statement of [...SETTLE, ...PLACED, LOOSE_BY_WHAT_THEY_NAME]) await this.#connection.run(statement)
    // What a chart names may name more: a location its organization, an organization the one it is part of.
    for (let round = 0; round < DEEPEST; round++) if ((await this.#connection.run(CLOSURE)).rowsChanged === 0) break
    const reader = await this.#connection.runAndReadAll(UNPLACED)
    return reader.getRows().map(([file, line, type, owner]) => ({
      file: Number(file),
      line: Number(line),
      type: String(type),
      namesNobody: owner === 'nobody',
    }))
  }

  /** Patients that have a line. */
  async patients(): Promise<number> {
    const reader = await this.#connection.runAndReadAll('select count(distinct patient) from placed')
    return Number(reader.getRows()[0]?.[0] ?? 0)
  }

  /** Every patient’s chart, sorted by key; the lines of a chart by type, id and digest, each text once. */
  async *charts(): AsyncGenerator<GatheredChart> {
    const result = await this.#connection.stream(WHOLE_CHARTS)
    let open: OpenChart | undefined
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      for (const [key, patient, type, digest, text] of chunk.getRows() as string[][]) {
        if (key === undefined || patient === undefined) continue
        if (open?.patient !== patient) {
          if (open) yield open.closed()
          open = new OpenChart(patient, key)
        }
        open.add({ type: type ?? '', digest: digest ?? '', text: text ?? '' })
      }
    }
    if (open) yield open.closed()
  }

  async close(): Promise<void> {
    this.#connection.closeSync()
    this.#instance.closeSync()
    await rm(this.#folder, { recursive: true, force: true })
  }

  #flush(): void {
    for (const appender of Object.values(this.#into)) appender.flushSync()
  }
}

/** Locations lie in locations, organizations in organizations: nothing real lies deeper. */
const DEEPEST = 12

function row(appender: DuckDBAppender, n: bigint, name: string): void {
  appender.appendBigInt(n)
  appender.appendVarchar(name)
  appender.endRow()
}

/** `owned` by patients it names; `shared`, of many by nature; `another`’s, such as a group’s; or `nobody`’s. */
function whose(type: string, patients: readonly string[], isOfAnother: boolean): string {
  if (patients.length > 0) return 'owned'
  if (isShared(type)) return 'shared'
  return isOfAnother ? 'another' : 'nobody'
}

/** A chart whose lines are coming. */
class OpenChart {
  readonly patient: string
  readonly #key: string
  #lines: GatheredLine[] = []
  #characters = 0
  #left = 0
  #last = ''

  constructor(patient: string, key: string) {
    this.patient = patient
    this.#key = key
  }

  add(line: GatheredLine): void {
    // The same line in two files is one resource.
    if (line.digest === this.#last) return
    this.#last = line.digest
    this.#characters += line.text.length
    if (this.#left === 0 && this.#lines.length < MOST_LINES && this.#characters <= MOST_CHARACTERS) {
      this.#lines.push(line)
      return
    }
    this.#left += this.#lines.length + 1
    this.#lines = []
  }

  closed(): GatheredChart {
    return { patient: this.patient, key: this.#key, lines: this.#lines, left: this.#left }
  }
}

/** DuckDB is native code for this very machine: a bundle does not hold it. */
export async function duckdb(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api')
  } catch (error) {
    throw new ScanProblem(
      'A scan needs the package @duckdb/node-api, which is not installed here: npm install @duckdb/node-api@1.5.6-r.1 in this folder.',
      { cause: error },
    )
  }
}
