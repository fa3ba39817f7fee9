import type { Role } from './fhir-user.ts'

/** Who calls: a session by its {@link Role}, another app, an EHR that calls CDS Hooks. */
export type Caller = Role | 'app' | 'cds'

/**
 * How far somebody reaches: everything of the tenant; what is recorded of their own patient; or nothing that is recorded,
 * only what follows from the chart they send.
 */
export type Reach = 'all' | 'own' | 'sent'

/** A route, and who may call it. Who is not named may not. */
export interface Access {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** As the route is registered. */
  readonly path: string
  /** `anybody`: it holds nothing of a chart. `sign-in`: it is how one signs in. `metrics`: it has a token of its own. */
  readonly may: Readonly<Partial<Record<Caller, Reach>>> | 'anybody' | 'sign-in' | 'metrics'
  /** The body is a chart: it may be large, and is read by a worker alone. */
  readonly takesChart?: true
}

/** Whoever works at the tenant, and apps of its own. */
const STAFF = { staff: 'all', app: 'all' } as const
const CDS = { cds: 'all' } as const

/**
 * Every route of the service and who may call it: the one place that says so. A route without a row answers nobody
 * (`gate.ts`), and a test finds it. The demonstration, which asks nobody to sign in, reaches everything.
 */
export const ACCESS: readonly Access[] = [
  { method: 'POST', path: '/v1/assessments', may: { ...STAFF, patient: 'own', other: 'sent' }, takesChart: true },
  {
    method: 'POST',
    path: '/fhir/$billing-readiness',
    may: { ...STAFF, patient: 'own', other: 'sent' },
    takesChart: true,
  },
  { method: 'POST', path: '/v1/plans', may: { ...STAFF, patient: 'own', other: 'sent' }, takesChart: true },
  { method: 'GET', path: '/v1/assessments/:id', may: { ...STAFF, patient: 'own' } },
  { method: 'POST', path: '/v1/doses/history', may: { ...STAFF, patient: 'own' } },
  { method: 'POST', path: '/v1/write-backs', may: STAFF, takesChart: true },
  { method: 'PATCH', path: '/v1/write-backs/:id', may: STAFF },
  { method: 'GET', path: '/v1/write-backs/:id', may: { ...STAFF, patient: 'own' } },
  { method: 'GET', path: '/v1/outbox', may: STAFF },
  { method: 'POST', path: '/v1/outbox/:id', may: STAFF },
  { method: 'GET', path: '/v1/feedback', may: STAFF },
  ...(['', '/totals', '/events', '/:id'] as const).map(
    (path) => ({ method: 'GET', path: `/v1/worklist${path}`, may: STAFF }) as const,
  ),
  { method: 'GET', path: '/v1/worklist.csv', may: STAFF },
  { method: 'POST', path: '/v1/worklist/search', may: STAFF },
  { method: 'POST', path: '/v1/worklist/totals', may: STAFF },
  { method: 'PATCH', path: '/v1/worklist/:id', may: STAFF },
  // Judged elsewhere: only a program of the tenant’s own says so.
  { method: 'POST', path: '/v1/worklist/doses', may: { app: 'all' }, takesChart: true },
  { method: 'POST', path: '/v1/worklist/scans', may: { app: 'all' } },
  { method: 'POST', path: '/v1/sessions', may: 'sign-in' },
  { method: 'DELETE', path: '/v1/sessions/current', may: { staff: 'all', patient: 'own', other: 'sent' } },
  { method: 'POST', path: '/cds-services/:id', may: CDS, takesChart: true },
  { method: 'POST', path: '/cds-services/:id/feedback', may: CDS },
  { method: 'GET', path: '/metrics', may: 'metrics' },
  ...[
    '/',
    '/.well-known/jwks.json',
    '/healthz',
    '/readyz',
    '/version',
    '/openapi.json',
    '/v1/codes/:code',
    '/v1/products',
    '/v1/rules',
    '/v1/codebooks',
    '/fhir/metadata',
    '/fhir/:type',
    '/fhir/:type/:id',
    '/cds-services',
    '/docs',
    '/docs/problems',
    '/app',
    '/app/',
    '/app/registry.json',
  ].map((path) => ({ method: 'GET', path, may: 'anybody' }) as const),
]

/** The row of a route. */
export const accessTo = (method: string, path: string): Access | undefined =>
  ACCESS.find((row) => row.method === method && row.path === path)
