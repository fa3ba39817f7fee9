import { loadCodebook } from '@doseline/codebook'
import {
  createApp,
  createEngine,
  createMetrics,
  issuerKeys,
  judgingHere,
  openLedger,
  Tenants,
} from '@doseline/rules-service'
import { startPostgres } from '@doseline/testkit/postgres'
import pg from 'pg'

/**
 * Prints how long the worklist takes with this many rows on PostgreSQL: the first page by each sort and filter, a later
 * page, and the totals. The real service answers, with its audit row for each page, in one process and without a network.
 */
const ROWS = Number(process.env.ROWS ?? 1_000_000)
const TIMES = Number(process.env.TIMES ?? 40)

const postgres = await startPostgres()
const ledger = await openLedger({ kind: 'postgresql', url: postgres.url })
await fill()
const engine = createEngine({ codebook: loadCodebook(), now: () => new Date().toISOString(), version: 'benchmark' })
const app = createApp(
  {
    engine,
    judging: judgingHere(engine),
    ledger,
    tenants: Tenants.parse({ tenants: [{ key: 'default', label: 'Benchmark' }] }),
    demo: true,
    publicUrl: 'http://localhost',
    metrics: createMetrics(),
    issuerKeys: issuerKeys(),
    log: { request: () => undefined, fault: ({ error }) => console.error(error) },
  },
  { ratePerMinute: 1_000_000_000, concurrency: 100 },
)
const open = 'status=ready&status=not-ready&status=needs-information'
const first = await ask(`/v1/worklist?${open}`)
console.log(`${ROWS.toLocaleString('en-US')} rows, 90 % charged; ${TIMES} times each; milliseconds`)
for (const [what, path] of [
  ['open, oldest first', `/v1/worklist?${open}`],
  ['open, by filing deadline', `/v1/worklist?${open}&sort=file-by`],
  ['open, by expected payment', `/v1/worklist?${open}&sort=expected-payment&order=descending`],
  ['open, of the nurse', `/v1/worklist?${open}&who=nurse`],
  ['open, of one payer of 20', `/v1/worklist?${open}&payer=Payer%203`],
  ['charged, changed last', '/v1/worklist?status=charged&sort=changed&order=descending'],
  ['open, the second page', `/v1/worklist?${open}&after=${first.next}`],
  ['totals of everything', '/v1/worklist/totals'],
  ['totals of open doses by payer', `/v1/worklist/totals?${open}&group=payer`],
] as const)
  console.log(`${what.padEnd(32)} ${await timed(path)}`)
await ledger.close()
await postgres.stop()

async function ask(path: string): Promise<{ readonly next?: string }> {
  const response = await app.request(`http://localhost${path}`)
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as { readonly next?: string }
}

async function timed(path: string): Promise<string> {
  const times: number[] = []
  for (let at = 0; at < TIMES; at++) {
    const started = performance.now()
    await ask(path)
    times.push(performance.now() - started)
  }
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number) => (sorted[Math.min(TIMES - 1, Math.floor(part * TIMES))] ?? 0).toFixed(1).padStart(7)
  return `p50 ${at(0.5)}   p95 ${at(0.95)}`
}

/** Rows as a year of a hospital has them: most are charged, and what is open is of its last weeks. */
async function fill(): Promise<void> {
  const client = new pg.Client(postgres.url)
  await client.connect()
  await client.query(`insert into worklist (tenant, server, dose, patient, patient_name, encounter, facility, service_day, drug, code,
      payer, status, judged_status, sentence, blocking, lines, who, rules, expected_cents, risk_cents, file_by, edition, codebook,
      digest, content, part, judged_at)
    select 'default', 'ehr', 'MedicationAdministration/' || n, 'Patient/' || n % 200000, 'Name ' || n % 200000, 'Encounter/' || n,
      'Facility ' || n % 8, (date '2026-11-30' - (n % 365)::int)::text, 'Drug ' || n % 60, 'J0897', 'Payer ' || n % 20,
      case when n % 10 > 0 then 'charged' when n % 30 = 0 then 'ready' when n % 20 = 0 then 'needs-information' else 'not-ready' end,
      'ready', repeat('A sentence of usual length. ', 4),
      '[{"rule":"amount/discard-is-documented","says":"The record does not say what was discarded.","who":"nurse"}]', '[]',
      case when n % 70 = 0 then array['nurse'] when n % 10 = 0 then array['biller'] else array[]::text[] end, '{}',
      n % 500000, -1, (date '2027-11-30' - (n % 365)::int)::text, 'cms@1', 'cms', '', '', '', now()
    from generate_series(1, ${ROWS}) as n`)
  await client.query('analyze worklist')
  await client.end()
}
