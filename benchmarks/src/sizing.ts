import '../../scripts/support/help.ts'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { largeChart } from '@doseline/fhir-fixtures'
import { startPostgres } from '@doseline/testkit/postgres'
import pg from 'pg'
import { AS_OF, requests } from './charts.ts'

/**
 * Prints what a day of doses needs of processor, memory and database, measured on the service as it is run; `--write` puts
 * it into docs/running-it.md. A dose is looked at three times and then written back.
 */
const DOSES = Number(process.env.DOSES ?? 200)
const LOOKS = 3
/** Charts as large as a hospital has them, and answers of 15 MB. */
const LARGE = { charts: 5, doses: 120 }
const PAGE = resolve(import.meta.dirname, '../../docs/running-it.md')
const MAIN = resolve(import.meta.dirname, '../../packages/cli/src/main.ts')
const PORT = 40_117
const ADDRESS = `http://localhost:${PORT}`

interface Table {
  readonly name: string
  readonly rows: number
  readonly bytes: number
}

/** Which tables lose what they hold after a while. */
const KEPT_A_WHILE = new Set(['answer', 'answer_part', 'idempotency', 'reserved_dose', 'session', 'used_token'])

/** Each act empties it: what it takes is room that the next acts use again. */
const EMPTIED = 'touched'

const postgres = await startPostgres()
const client = new pg.Client({ connectionString: postgres.url })
await client.connect()
const service = await start()
try {
  const texts = requests(DOSES)
  // The first requests compile the code: they are no measure.
  for (const text of texts.slice(0, 40)) await post('/v1/assessments', text)
  const before = await now()
  let written = 0
  let peak = 0
  for (const [at, text] of texts.entries()) {
    for (let look = 0; look < LOOKS; look++) await post('/v1/assessments', text)
    written += await writeBack(text, at)
    if (at % 50 === 0) peak = Math.max(peak, await megabytes())
  }
  const after = await now()
  const memory = {
    small: Math.max(peak, await megabytes()),
    large: await megabytesOfLargeCharts(),
    again: await megabytesOfLargeCharts(),
  }
  const section = pageOf(before, after, written, memory)
  console.log(section)
  if (process.argv.includes('--write')) {
    const page = readFileSync(PAGE, 'utf8')
    const from = page.indexOf('## Sizing')
    const to = page.indexOf('\n## ', from + 1)
    writeFileSync(PAGE, `${page.slice(0, from)}${section}${page.slice(to + 1)}`)
  }
} finally {
  const ended = once(service, 'exit')
  service.kill('SIGTERM')
  await ended
  await client.end()
  await postgres.stop()
}

interface Memory {
  /** Megabytes, at most, over the doses. */
  readonly small: number
  /** At most, over large charts one after the other, and over as many again. */
  readonly large: number
  readonly again: number
}

async function megabytesOfLargeCharts(): Promise<number> {
  let most = 0
  let isOver = false
  const watch = async (): Promise<void> => {
    while (!isOver) {
      most = Math.max(most, await megabytes())
      await new Promise((done) => setTimeout(done, 200))
    }
  }
  const watched = watch()
  const text = JSON.stringify({ ...largeChart(LARGE.doses), asOf: AS_OF })
  for (let at = 0; at < LARGE.charts; at++) await (await post('/v1/assessments', text)).arrayBuffer()
  isOver = true
  await watched
  return most
}

interface State {
  readonly cpu: number
  readonly wal: number
  /** Bytes of the plans of write-backs: they are emptied after DOSELINE_KEEP_DAYS, and their rows stay. */
  readonly plans: number
  readonly tables: readonly Table[]
}

async function now(): Promise<State> {
  await client.query('vacuum analyze')
  const { rows } = await client.query(
    `select relname as name, n_live_tup::int as rows, pg_total_relation_size(relid)::int as bytes
     from pg_stat_user_tables order by relname`,
  )
  const wal = await client.query(`select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as at`)
  const plans = await client.query('select coalesce(sum(pg_column_size(plan)), 0)::int as bytes from write_back')
  const cpu = await metric('doseline_process_cpu_seconds_total')
  return { cpu, wal: Number(wal.rows[0].at), plans: plans.rows[0].bytes, tables: rows }
}

/** Of each table, what grew. `KEPT_A_WHILE` goes after DOSELINE_KEEP_DAYS, or sooner. */
function pageOf(before: State, after: State, written: number, memory: Memory): string {
  const grown = after.tables
    .map(({ name, rows, bytes }) => {
      const was = before.tables.find((each) => each.name === name)
      return { name, rows: (rows - (was?.rows ?? 0)) / DOSES, bytes: (bytes - (was?.bytes ?? 0)) / DOSES }
    })
    .filter(({ bytes }) => bytes > 0)
    .toSorted((a, b) => b.bytes - a.bytes)
  const sum = (forGood: boolean) =>
    grown
      .filter(({ name }) => name !== EMPTIED && KEPT_A_WHILE.has(name) !== forGood)
      .reduce((total, { bytes }) => total + bytes, 0)
  const cpu = ((after.cpu - before.cpu) / DOSES) * 1000
  const plans = (after.plans - before.plans) / DOSES
  const [good, briefly] = [sum(true) - plans, sum(false) + plans]
  const lines = grown.map(
    ({ name, rows, bytes }) => `| \`${name}\` | ${rows.toFixed(1)} | ${(bytes / 1024).toFixed(1)} | ${keptFor(name)} |`,
  )
  return `## Sizing

Measured by \`pnpm sizing --write\` on ${new Date().toISOString().slice(0, 10)}: ${DOSES} invented charts of ${Math.round(meanOf(requests(DOSES)) / 1024)} kB, one dose each, each looked at ${LOOKS} times, and ${written}
of them written back. ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}, PostgreSQL 18 (defaults).

| of one dose | |
| --- | --- |
| processor time of the service | ${cpu.toFixed(0)} ms |
| for good in the database | ${(good / 1024).toFixed(1)} kB |
| for \`DOSELINE_KEEP_DAYS\` in the database | ${(briefly / 1024).toFixed(1)} kB |
| write-ahead log | ${((after.wal - before.wal) / DOSES / 1024).toFixed(0)} kB |

| a hospital that gives | processor of the service, over ten hours | database after a year, 30 days kept | log of PostgreSQL a day |
| --- | --- | --- | --- |
${[100, 1000, 5000].map((doses) => `| ${doses.toLocaleString('en')} doses a day | ${(((cpu * doses) / 36_000_000) * 100).toFixed(1)}% of a core | ${((good * doses * 365 + briefly * doses * 30) / 1e9).toFixed(1)} GB | ${((((after.wal - before.wal) / DOSES) * doses) / 1e6).toFixed(0)} MB |`).join('\n')}

A process had at most ${memory.small.toFixed(0)} MB of memory; with ${LARGE.charts} charts of ${LARGE.doses} doses one after the other, ${memory.large.toFixed(0)} MB; with as many again, ${memory.again.toFixed(0)} MB. A worker that judges has 320 MB at most. Give a process 2 GB, two processes for the sake of upgrades, and PostgreSQL a core and 1 GB of its own. A whole chart of
years is larger than these: the time grows with it, and so do the answers that are kept.

| table | rows of a dose | kB of a dose | kept |
| --- | --- | --- | --- |
${lines.join('\n')}

`
}

function keptFor(table: string): string {
  if (table === EMPTIED) return 'for a moment'
  if (table === 'write_back') return 'for good, but for the plan'
  return KEPT_A_WHILE.has(table) ? '`DOSELINE_KEEP_DAYS` or less' : 'for good'
}

function meanOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0) / texts.length
}

async function start(): Promise<ChildProcess> {
  const env = {
    PATH: process.env.PATH,
    DOSELINE_DEMO: 'true',
    PORT: String(PORT),
    DATABASE_URL: postgres.url,
    DOSELINE_RATE_PER_MINUTE: '1000000',
    LOG_LEVEL: 'silent',
  }
  const child = spawn(process.execPath, [MAIN, 'serve'], { env, stdio: 'inherit' })
  while (
    !(await fetch(`${ADDRESS}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error('the service ended at its start')
    await new Promise((done) => setTimeout(done, 100))
  }
  return child
}

async function megabytes(): Promise<number> {
  return (await metric('doseline_process_resident_memory_bytes')) / 1e6
}

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${ADDRESS}/metrics`)).text()
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
}

async function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const answer = await fetch(`${ADDRESS}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  if (answer.status >= 500) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer
}

/** Writes a dose back, as the app does it; answers 1 where there was something to write, 0 where not. */
async function writeBack(text: string, at: number): Promise<number> {
  const by = { reference: 'Practitioner/biller', display: 'Biller' }
  const asked = { ...JSON.parse(text), writeBack: { act: 'approve', by, server: `ehr-${at}` } }
  const reservation = await post('/v1/write-backs', JSON.stringify(asked), { 'idempotency-key': `"${randomUUID()}"` })
  if (reservation.status !== 201) return 0
  const {
    writeBack: { id },
  } = (await reservation.json()) as { writeBack: { id: string } }
  for (const state of ['sent', 'confirmed']) {
    const body = JSON.stringify({ state, fencing: 1 })
    const headers = { 'content-type': 'application/json' }
    await fetch(`${ADDRESS}/v1/write-backs/${id}`, { method: 'PATCH', headers, body })
  }
  return 1
}
