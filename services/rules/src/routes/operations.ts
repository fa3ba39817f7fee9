import { timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { sha256 } from '../ledger/digest.ts'
import { HttpProblem } from '../middleware/problem.ts'
import { unauthorized } from '../security/unauthorized.ts'
import type { Ctx, Env, Service } from '../service.ts'

/** Where things are, for whoever opens the address of the service itself. */
const WHERE = {
  app: '/app/launch.html',
  docs: '/docs/',
  problems: '/docs/problems',
  openapi: '/openapi.json',
  assessments: '/v1/assessments',
  fhir: '/fhir/metadata',
  cdsHooks: '/cds-services',
  ready: '/readyz',
} as const

/** What whoever runs the service asks it: alive, ready, which version, how busy. */
export function operationsRoutes(
  service: Service,
  about: {
    readonly metricsToken: string | undefined
    readonly isDraining: () => boolean
    /** The day on which a source of the code book was last read, as YYYY-MM-DD. */
    readonly codebookReadOn: string
  },
): Hono<Env> {
  const { engine, ledger, metrics, demo } = service
  const app = new Hono<Env>()
  app.get('/', (c) => c.json({ service: 'Doseline rules service', version: engine.version, ...WHERE }))
  app.get('/healthz', (c) => c.json({ status: 'ok', version: engine.version }))
  const isStoring = (): Promise<boolean> =>
    ledger.ping().then(
      () => true,
      () => false,
    )
  metrics.build.set({ version: engine.version, codebook: engine.codebook.version }, 1)
  metrics.codebookRead.set(Date.parse(about.codebookReadOn) / 1000)
  app.get('/readyz', async (c) => {
    const isStored = await isStoring()
    const isReady = isStored && !about.isDraining()
    const state = {
      status: isReady
        ? 'ready'
        : about.isDraining()
          ? 'stopping'
          : 'the ledger does not answer, or its disk is nearly full',
      ledger: {
        answers: isStored,
        outlives: ledger.durability,
        auditProtectedBy: ledger.mayChangeAudit ? 'trigger' : 'role and trigger',
      },
      signIn: !demo,
    }
    return c.json(state, isReady ? 200 : 503, isReady ? {} : { 'retry-after': '5' })
  })
  app.get('/version', (c) =>
    c.json({
      version: engine.version,
      codebook: engine.codebook.version,
      codebooks: engine.codebook.books.map(({ id, label, forSubmission }) => ({ id, label, forSubmission })),
      node: process.versions.node,
    }),
  )
  app.get('/metrics', async (c) => {
    if (!demo) checkToken(c, about.metricsToken)
    metrics.ready.set((await isStoring()) && !about.isDraining() ? 1 : 0)
    return c.body(await metrics.text(), 200, { 'content-type': metrics.contentType })
  })
  return app
}

function checkToken(c: Ctx, expected: string | undefined): void {
  if (expected === undefined) {
    throw new HttpProblem('not-found', 'The metrics are not offered: DOSELINE_METRICS_TOKEN is not set.')
  }
  const given = c.req.header('authorization') ?? ''
  const isSame = timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(`Bearer ${expected}`)))
  if (!isSame) throw unauthorized('The metrics need the token of DOSELINE_METRICS_TOKEN.', 'metrics')
}
