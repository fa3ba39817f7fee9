import { WRITE_BACK_STEPS } from '@doseline/contract'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What is counted. Labels come from fixed lists: no patient, no user, no address. */
export interface Metrics {
  readonly requests: Histogram<'route' | 'method' | 'status'>
  readonly doses: Counter<'verdict' | 'codebook' | 'api'>
  readonly judging: Histogram<'api'>
  readonly ledger: Histogram<'result'>
  readonly writeBacks: Counter<'step'>
  readonly cards: Counter<'service'>
  readonly feedback: Counter<'service' | 'outcome'>
  readonly ready: Gauge
  readonly build: Gauge<'version' | 'codebook'>
  readonly codebookRead: Gauge
  /** Everything in the text format of Prometheus. */
  text(): Promise<string>
  readonly contentType: string
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** Counters of this process. */
export function createMetrics(): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register, prefix: 'doseline_' })
  const registers = [register]
  const metrics = {
    requests: new Histogram({
      name: 'doseline_request_seconds',
      help: 'Requests by route, method and status.',
      labelNames: ['route', 'method', 'status'],
      buckets: SECONDS,
      registers,
    }),
    doses: new Counter({
      name: 'doseline_doses_judged_total',
      help: 'Doses judged, by verdict, code book and API.',
      labelNames: ['verdict', 'codebook', 'api'],
      registers,
    }),
    judging: new Histogram({
      name: 'doseline_judging_seconds',
      help: 'Time until a chart was judged, with the time it waited for a worker.',
      labelNames: ['api'],
      buckets: SECONDS,
      registers,
    }),
    ledger: new Histogram({
      name: 'doseline_ledger_record_seconds',
      help: 'Time to record a decision.',
      labelNames: ['result'],
      buckets: SECONDS,
      registers,
    }),
    writeBacks: new Counter({
      name: 'doseline_write_backs_total',
      help: 'Steps of write-backs.',
      labelNames: ['step'],
      registers,
    }),
    cards: new Counter({
      name: 'doseline_cds_cards_total',
      help: 'Cards of CDS Hooks.',
      labelNames: ['service'],
      registers,
    }),
    feedback: new Counter({
      name: 'doseline_cds_feedback_total',
      help: 'Feedback on cards.',
      labelNames: ['service', 'outcome'],
      registers,
    }),
    ready: new Gauge({
      name: 'doseline_ready',
      help: '1 where a request can be decided; 0 where the ledger does not answer, its disk is nearly full, or the process is stopping.',
      registers,
    }),
    build: new Gauge({
      name: 'doseline_build_info',
      help: 'Always 1; its labels say what runs.',
      labelNames: ['version', 'codebook'],
      registers,
    }),
    codebookRead: new Gauge({
      name: 'doseline_codebook_read_timestamp_seconds',
      help: 'The day on which a source of the code book was last read, in seconds since 1970.',
      registers,
    }),
    text: () => register.metrics(),
    contentType: register.contentType,
  }
  beginAtZero(metrics)
  return metrics
}

/** What an alert waits for is shown before it happens the first time: from nothing to one is no increase to Prometheus. */
function beginAtZero({ ledger, writeBacks }: Pick<Metrics, 'ledger' | 'writeBacks'>): void {
  for (const result of ['stored', 'failed']) ledger.zero({ result })
  for (const step of WRITE_BACK_STEPS) writeBacks.inc({ step }, 0)
}
