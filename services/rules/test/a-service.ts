import { loadCodebook } from '@doseline/codebook'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { type AppOptions, createApp } from '../src/app.ts'
import { createEngine } from '../src/engine.ts'
import { judgingHere } from '../src/judging/judge.ts'
import type { Judging } from '../src/judging/task.ts'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { createMetrics } from '../src/metrics.ts'
import { type IssuerKeys, issuerKeys } from '../src/security/issuer-keys.ts'
import type { Env, RequestLine } from '../src/service.ts'
import { Tenants } from '../src/tenants.ts'

export const codebook = loadCodebook()
export type TestedService = OpenAPIHono<Env>

interface Options extends Partial<AppOptions> {
  readonly allowArticle?: boolean
  /** Faults that the service reports. */
  readonly faults?: unknown[]
  readonly lines?: RequestLine[]
  readonly ledger?: Ledger
  /** With tenants the service asks for a sign-in; without, it is the demonstration. */
  readonly tenants?: unknown
  readonly keys?: IssuerKeys
  readonly now?: () => string
  /** Judges in this thread where nothing is said. */
  readonly judging?: Judging
}

let inMemory: Promise<Ledger> | undefined

/** The service as it runs, without a port: the real engine and ledger behind the real APIs. */
export async function aService(options: Options = {}): Promise<TestedService> {
  const { allowArticle = true, faults = [], lines = [], tenants, keys = issuerKeys() } = options
  const { now = () => '2026-03-03T10:00:00Z' } = options
  inMemory ??= openLedger({ kind: 'memory' })
  const engine = createEngine({ codebook, now, version: 'test' })
  return createApp(
    {
      engine,
      judging: options.judging ?? judgingHere(engine),
      ledger: options.ledger ?? (await inMemory),
      tenants: Tenants.parse(tenants ?? { tenants: [{ key: 'default', label: 'Tests', allowArticle }] }),
      demo: tenants === undefined,
      publicUrl: 'https://doseline.example',
      metrics: createMetrics(),
      issuerKeys: keys,
      log: { request: (line) => lines.push(line), fault: ({ error }) => faults.push(error) },
    },
    { ratePerMinute: 1_000_000, concurrency: 1000, ...options },
  )
}

/** A demonstration on a ledger of the test’s own, with these tenants. */
export function testedOn(ledger: Ledger, tenants: readonly object[]): TestedService {
  const engine = createEngine({ codebook, now: () => '2026-03-03T10:00:00Z', version: 'test' })
  return createApp(
    {
      engine,
      judging: judgingHere(engine),
      ledger,
      tenants: Tenants.parse({ tenants }),
      demo: true,
      publicUrl: 'https://doseline.example',
      metrics: createMetrics(),
      issuerKeys: issuerKeys(),
      log: { request: () => undefined, fault: ({ error }) => console.error(error) },
    },
    { ratePerMinute: 1_000_000, concurrency: 1000 },
  )
}

/** Posts a body as it is, or as JSON. */
export async function post(
  service: TestedService,
  path: string,
  body: unknown,
  type = 'application/json',
  headers: Record<string, string> = {},
) {
  return send(service, 'POST', path, { body, headers: { 'content-type': type, ...headers } })
}

export const get = (service: TestedService, path: string, headers: Record<string, string> = {}) =>
  send(service, 'GET', path, { headers })

/** Any request to the service, on the machine it runs on. */
export async function send(
  service: TestedService,
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
) {
  const response = await service.request(`http://localhost${path}`, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const answered = response.headers.get('content-type') ?? ''
  // What goes on for minutes is not waited for.
  const isStream = answered.startsWith('text/event-stream')
  if (isStream) await response.body?.cancel()
  const text = isStream ? '' : await response.text()
  return {
    status: response.status,
    type: answered,
    headers: response.headers,
    body: text && /json/.test(answered) ? JSON.parse(text) : text,
  }
}
