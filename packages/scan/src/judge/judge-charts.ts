import { hash } from 'node:crypto'
import { VERDICTS, type Verdict } from '@doseline/contract'
import manifest from '../../package.json' with { type: 'json' }
import type { GatheredChart, Gathering } from '../gather/gathering.ts'
import type { UnreadOfPatient } from '../input/unread-lines.ts'
import type { PatientResult } from '../results/patient-result.ts'
import type { BucketFiles, KeptResult } from '../state/bucket-files.ts'
import type { PartContext, ToWorker } from './messages.ts'
import type { WorkerPool } from './worker-pool.ts'

/** What charts are judged by and with. */
export interface JudgingWith {
  readonly context: Omit<PartContext, 'part'>
  /** Version of the code book. */
  readonly version: string
  readonly buckets: BucketFiles
  readonly pool: WorkerPool
  readonly unread: ReadonlyMap<string, readonly UnreadOfPatient[]>
}

/** How far the judging is. */
export interface JudgingProgress {
  readonly patients: number
  readonly patientsOf: number
  /** Of the patients, those whose chart had not changed. */
  readonly unchanged: number
  readonly doses: number
  readonly verdicts: Readonly<Record<Verdict, number>>
}

/** A chart of a bucket, and the result it had before, where it has not changed. */
interface ChartOfBucket extends GatheredChart {
  readonly input: string
  readonly before: KeptResult | undefined
}

/**
 * Judges the charts of a gathering, bucket by bucket, and keeps their results. A chart that is kept from an earlier scan on
 * the same basis, and has not changed, is not judged again.
 */
export async function judgeCharts(
  gathering: Gathering,
  judging: JudgingWith,
  onProgress: (progress: JudgingProgress) => void,
  signal: AbortSignal | undefined,
): Promise<{ judged: number; unchanged: number }> {
  const basis = basisOf(judging)
  const tally = new Tally(await gathering.patients(), onProgress)
  const buckets = new Set<string>()
  const running = new Set<Promise<void>>()
  let failed: { readonly error: unknown } | undefined
  // What a worker is at is given up at once; what is kept is whole.
  const onAbort = (): void => judging.pool.end()
  signal?.addEventListener('abort', onAbort)
  try {
    for await (const { bucket, charts } of chartsByBucket(gathering, judging.buckets)) {
      buckets.add(bucket)
      const worker = await judging.pool.free()
      if (failed || signal?.aborted) break
      const run = judgeBucket(bucket, charts, basis, judging, worker, tally).catch((error: unknown) => {
        failed ??= { error }
      })
      running.add(run)
      void run.then(() => running.delete(run))
    }
  } finally {
    await Promise.all(running)
    signal?.removeEventListener('abort', onAbort)
  }
  signal?.throwIfAborted()
  if (failed) throw failed.error
  judging.buckets.keepOnly(buckets)
  return { judged: tally.judged, unchanged: tally.unchanged }
}

/** What every result of a scan depends on besides its chart: code book, version of Doseline, options and the day, and the moment only where a dose is of a later time. */
function basisOf({ context, version }: JudgingWith): string {
  return hash(
    'sha256',
    JSON.stringify({ ...context, asOf: context.asOf.slice(0, 10), version, program: manifest.version }),
  )
}

async function* chartsByBucket(gathering: Gathering, buckets: BucketFiles) {
  let charts: GatheredChart[] = []
  let bucket = ''
  for await (const chart of gathering.charts()) {
    const own = buckets.bucketOf(chart.key)
    if (own !== bucket && charts.length > 0) {
      yield { bucket, charts }
      charts = []
    }
    bucket = own
    charts.push(chart)
  }
  if (charts.length > 0) yield { bucket, charts }
}

async function judgeBucket(
  bucket: string,
  gathered: readonly GatheredChart[],
  basis: string,
  { context, buckets, pool, unread }: JudgingWith,
  worker: Awaited<ReturnType<WorkerPool['free']>>,
  tally: Tally,
): Promise<void> {
  const kept = await buckets.kept(bucket, basis)
  const charts = gathered.map((chart): ChartOfBucket => {
    const input = inputOf(chart, unread.get(chart.patient) ?? [])
    const before = kept.get(chart.patient)
    const stands = before?.input === input && !(isOfMoment(before) && momentOf(before) !== context.asOf)
    return { ...chart, input, before: stands ? before : undefined }
  })
  const toJudge = charts.filter(({ before }) => before === undefined)
  const part = `b${bucket}`
  const messages = (): Iterable<ToWorker> => messagesOf({ ...context, part }, toJudge, unread)
  const { results, closing } = await pool.judge(worker, { part, messages }, (soFar) => tally.running(part, soFar))
  if (closing.patients !== toJudge.length)
    throw new Error(`${part}: ${toJudge.length} charts, ${closing.patients} results`)
  const fresh = results[Symbol.iterator]()
  const all = charts.map(({ patient, input, before }): KeptResult => {
    const result = before?.result ?? fresh.next().value
    if (result === undefined) throw new Error(`${part}: a result is missing`)
    return { patient, input, result }
  })
  await buckets.write(bucket, basis, all)
  tally.finished(part, all, charts.length - toJudge.length)
}

/** SHA-256 of a chart and of what is not there of it. */
function inputOf({ lines, left }: GatheredChart, unread: readonly UnreadOfPatient[]): string {
  return hash('sha256', JSON.stringify([lines.map(({ digest }) => digest), left, unread]))
}

/** Whether a result may be another one later on the same day: a dose is of a time that had not come. */
const isOfMoment = ({ result }: KeptResult): boolean =>
  result.includes('"administration/is-not-in-the-future","outcome":"fails"')
const momentOf = ({ result }: KeptResult): string => (JSON.parse(result) as PatientResult).asOf

/** The messages of a part, with the counts that its closing record must have. */
function* messagesOf(
  context: PartContext,
  charts: readonly GatheredChart[],
  unread: ReadonlyMap<string, readonly UnreadOfPatient[]>,
): Generator<ToWorker> {
  yield { open: context }
  let count = 0
  for (const { patient, lines, left } of charts) {
    for (const each of unread.get(patient) ?? []) yield { patient, unread: { ...each } }
    if (left > 0) yield { patient, left }
    for (const { text } of lines) yield { patient, line: text }
    count += lines.length
  }
  yield { close: { lines: count, patients: charts.length } }
}

/** Counts what is done, parts that are running among it. */
class Tally {
  readonly #patientsOf: number
  readonly #tell: (progress: JudgingProgress) => void
  readonly #running = new Map<string, number>()
  readonly #verdicts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>
  #patients = 0
  #doses = 0
  unchanged = 0

  constructor(patientsOf: number, tell: (progress: JudgingProgress) => void) {
    this.#patientsOf = patientsOf
    this.#tell = tell
  }

  get judged(): number {
    return this.#patients - this.unchanged
  }

  running(part: string, soFar: number): void {
    this.#running.set(part, soFar)
    this.#say()
  }

  finished(part: string, results: readonly KeptResult[], unchanged: number): void {
    this.#running.delete(part)
    this.#patients += results.length
    this.unchanged += unchanged
    for (const { result } of results)
      for (const { verdict } of (JSON.parse(result) as PatientResult).doses) {
        this.#doses++
        this.#verdicts[verdict]++
      }
    this.#say()
  }

  #say(): void {
    const patients = [...this.#running.values()].reduce((sum, each) => sum + each, this.#patients)
    this.#tell({
      patients,
      patientsOf: this.#patientsOf,
      unchanged: this.unchanged,
      doses: this.#doses,
      verdicts: { ...this.#verdicts },
    })
  }
}
