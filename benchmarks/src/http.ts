import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '@doseline/testkit/postgres'
import autocannon from 'autocannon'
import type { Bundle } from 'fhir/r4'
import { requests } from './charts.ts'

/** Requests a second, and the time 99 of 100 stay under. */
export interface HttpResult {
  readonly name: string
  readonly perSecond: number
  readonly p99Milliseconds: number
}

const SECONDS = 5
const CONNECTIONS = 16

/** The service beside a bare echo of the same bodies: one after the other, `rounds` times, medians. */
export async function measureHttp(rounds: number): Promise<HttpResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'doseline-bench-'))
  const postgres = await startPostgres()
  const servers: readonly (readonly [string, string, string])[] = [
    ['bare Hono, parse and echo', 'echo', '/v1/assessments'],
    ['service, a ledger that stores nothing', 'none', '/v1/assessments'],
    ['service, audit on PGlite', JSON.stringify({ kind: 'folder', folder, leastFree: 0 }), '/v1/assessments'],
    ['service, audit on PostgreSQL', JSON.stringify({ kind: 'postgresql', url: postgres.url }), '/v1/assessments'],
    ['bare Hono, the body of a hook', 'echo', HOOK],
    ['CDS hook, audit on PostgreSQL', JSON.stringify({ kind: 'postgresql', url: postgres.url }), HOOK],
  ]
  const found = servers.map(([name]) => ({ name, perSecond: [] as number[], p99: [] as number[] }))
  for (let round = 0; round < rounds; round++) {
    for (const [at, [, kind, path]] of servers.entries()) {
      const { perSecond, p99 } = await oneServer(kind, path)
      found[at]?.perSecond.push(perSecond)
      found[at]?.p99.push(p99)
    }
  }
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
  return found.map(({ name, perSecond, p99 }) => ({
    name,
    perSecond: median(perSecond),
    p99Milliseconds: median(p99),
  }))
}

const HOOK = '/cds-services/infusion-readiness-chart'
const NOTHING = { patient: null, conditions: null, coverage: null, orders: null, authorizations: null, charges: null }

function bodiesFor(path: string): string[] {
  const charts = requests(200)
  if (path !== HOOK) return charts
  return charts.map((text) => {
    const { bundle } = JSON.parse(text) as { bundle: Bundle }
    // A hook about another patient than its charts are of is refused.
    const patient = bundle.entry?.find(({ resource }) => resource?.resourceType === 'Patient')?.resource
    return JSON.stringify({
      hook: 'patient-view',
      hookInstance: 'bench',
      context: { patientId: patient?.id },
      prefetch: { ...NOTHING, administrations: bundle },
    })
  })
}

async function oneServer(kind: string, path: string): Promise<{ perSecond: number; p99: number }> {
  const server = spawn(process.execPath, [join(import.meta.dirname, 'http-server.ts'), kind], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const port = await new Promise<string>((ready) => server.stdout.once('data', (data) => ready(String(data).trim())))
  const sent = (duration: number) =>
    autocannon({
      url: `http://127.0.0.1:${port}${path}`,
      connections: CONNECTIONS,
      duration,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      requests: bodiesFor(path).map((body) => ({ body })),
    })
  await sent(2)
  const { requests: counted, latency, non2xx, errors } = await sent(SECONDS)
  const ended = new Promise((done) => server.once('exit', done))
  server.kill('SIGKILL')
  await ended
  if (non2xx + errors > 0) throw new Error(`${kind}: ${non2xx} refused, ${errors} failed`)
  return { perSecond: counted.average, p99: latency.p99 }
}

export function median(of: readonly number[]): number {
  return of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? Number.NaN
}
