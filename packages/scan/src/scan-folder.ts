import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { Gathering } from './gather/gathering.ts'
import { exportFolder } from './input/export-folder.ts'
import { type Reading, readExport } from './input/read-export.ts'
import { UnreadLines } from './input/unread-lines.ts'
import { type JudgingProgress, judgeCharts } from './judge/judge-charts.ts'
import type { PartContext, Ready } from './judge/messages.ts'
import { WorkerPool } from './judge/worker-pool.ts'
import type { ScanSummary } from './results/summary.ts'
import { writeOutputs } from './results/write-outputs.ts'
import { ScanProblem } from './scan-problem.ts'
import { BucketFiles } from './state/bucket-files.ts'

export interface ScanOptions {
  /** Folder of a bulk export. */
  readonly folder: string
  /** Folder the results go to; what was judged before stays in it. */
  readonly out: string
  /** Moment of judging, an ISO instant. */
  readonly asOf: string
  /** Code book, such as cms. */
  readonly codebook?: string
  /** Stable key of the server that the export is of; its address in the manifest when absent. */
  readonly server?: string
  /** IANA zone of the place of care, for charts that send UTC. */
  readonly timeZone?: string
  /** What was exported: `all`, or types. Else what the manifest says; without one the types that files are of. */
  readonly types?: 'all' | readonly string[]
  /** Processes that judge; as many as there are processors when absent. */
  readonly workers?: number
  /** Megabytes for bringing lines together. */
  readonly memory?: number
  /** Whether the worklist holds the whole answer about each dose. */
  readonly answers?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ScanProgress) => void
  /** The program of a worker, where it is not that of the sources. */
  readonly workerFile?: URL
  /** Is given the process ids of the workers. */
  readonly onWorkers?: (pids: readonly number[]) => void
}

/** How far a scan is. */
export type ScanProgress =
  | ({ readonly step: 'reading'; readonly bytesOf: number } & Reading)
  | { readonly step: 'gathering' }
  | ({ readonly step: 'judging' } & JudgingProgress)
  | { readonly step: 'writing' }

/** What a scan came to. */
export interface ScanOutcome {
  readonly summary: ScanSummary
  /** Patients that were judged now; the others had not changed. */
  readonly judged: number
  readonly unchanged: number
}

/**
 * Judges every dose in a folder of a FHIR Bulk Data export, and writes findings, lines, doses, worklist and sums to `out`
 * (docs/population.md). The same export, moment and code book give the same files, byte for byte. What was judged before on
 * the same basis is not judged again, also after a scan that was stopped. Throws {@link ScanProblem}.
 *
 * @example
 *   await scanFolder({ folder: 'export', out: 'scan', asOf: '2026-11-30T12:00:00Z', server: 'https://ehr.example/fhir' })
 */
export async function scanFolder(options: ScanOptions): Promise<ScanOutcome> {
  const { out, signal, onProgress = () => undefined } = options
  const source = exportFolder(options.folder)
  if (resolve(options.folder) === resolve(out))
    throw new ScanProblem('--out is the folder of the export: name another one.', { isUsage: true })
  const server = options.server ?? source.server
  if (server === undefined)
    throw new ScanProblem('No manifest.json says which server the export is of: name it with --server.', {
      isUsage: true,
    })
  const bytesOf = source.files.reduce((sum, { bytes }) => sum + bytes, 0)
  const state = join(out, STATE)
  mkdirSync(state, { recursive: true })
  const gathering = await Gathering.open({
    folder: join(state, 'gathering'),
    memory: options.memory ?? DEFAULT_MEMORY,
    threads: 1,
  })
  // The workers start while the lines are read.
  const pool = new WorkerPool(options.workers ?? availableParallelism(), options.workerFile)
  try {
    const ready = await pool.ready.catch((cause: unknown) => {
      throw new ScanProblem('The program that judges could not be started.', { cause })
    })
    const codebook = bookOf(options, ready)
    options.onWorkers?.(pool.pids())
    const unread = new UnreadLines()
    const read = await readExport(
      source.files,
      gathering,
      unread,
      (reading) => onProgress({ step: 'reading', bytesOf, ...reading }),
      signal,
    )
    onProgress({ step: 'gathering' })
    for (const { file, line, type, namesNobody } of await gathering.settle())
      unread.add({
        file: source.files[file]?.name ?? '',
        line,
        why: namesNobody ? 'names no patient' : 'names a patient that is not here',
        type,
        patients: [],
      })
    const context: Omit<PartContext, 'part'> = {
      codebook,
      asOf: options.asOf,
      ...(options.timeZone && { timeZone: options.timeZone }),
      server,
      types: options.types ?? source.typesExported ?? read.types,
      notes: { ...source.inPart, ...unread.notes() },
      answers: options.answers ?? true,
    }
    const buckets = new BucketFiles(join(state, 'results'), bytesOf)
    const counts = await judgeCharts(
      gathering,
      { context, version: ready.version, buckets, pool, unread: unread.byPatient() },
      (progress) => onProgress({ step: 'judging', ...progress }),
      signal,
    )
    onProgress({ step: 'writing' })
    const summary = await writeOutputs({
      out,
      results: buckets.all(),
      context,
      version: ready.version,
      files: read.files,
      passedOver: source.passedOver,
      unread: unread.all(),
    })
    return { summary, ...counts }
  } catch (error) {
    throw withMoreMemory(error)
  } finally {
    pool.end()
    await gathering.close()
  }
}

/** Megabytes for bringing lines together. */
const DEFAULT_MEMORY = 512

/** DuckDB writes to disk what does not fit, but not all of it: then it needs more. */
function withMoreMemory(error: unknown): unknown {
  if (!(error instanceof Error) || !/^Out of Memory Error/.test(error.message)) return error
  return new ScanProblem('The memory for bringing lines together is not enough: give it more with --memory.', {
    cause: error,
  })
}

/** Where a scan keeps what it needs to go on. */
const STATE = '.doseline-scan'

function bookOf({ codebook = 'cms' }: ScanOptions, { books }: Ready): string {
  if (books.includes(codebook)) return codebook
  throw new ScanProblem(`There is no code book “${codebook}”; there are ${books.join(', ')}.`, { isUsage: true })
}
