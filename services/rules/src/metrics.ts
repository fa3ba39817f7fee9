import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** What is counted. Labels come from fixed lists: no patient, no user, no address. */
export interface Metrics {
  readonly requests: Histogram<'route' | 'method' | 'status'>
  readonly doses: Counter<'verdict' | 'codebook' | 'face'>
  readonly ledger: Histogram<'result'>
  readonly writeBacks: Counter<'step'>
  readonly cards: Counter<'service'>
  readonly feedback: Counter<'service' | 'outcome'>
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
  return {
    requests: new Histogram({
      name: 'doseline_request_seconds',
      help: 'Requests by route, method and status.',
      labelNames: ['route', 'method', 'status'],
      buckets: SECONDS,
      registers,
    }),
    doses: new Counter({
      name: 'doseline_doses_judged_total',
      help: 'Doses judged, by verdict, code book and face.',
      labelNames: ['verdict', 'codebook', 'face'],
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
    text: () => register.metrics(),
    contentType: register.contentType,
  }
}
