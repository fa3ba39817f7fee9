import { randomUUID } from 'node:crypto'
import { publishedRulebook } from '@doseline/assessment'
import type { BookData } from '@doseline/codebook'
import { OpenAPIHono } from '@hono/zod-openapi'
import { compress } from 'hono/compress'
import { cors } from 'hono/cors'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import { answerFault } from './middleware/fault.ts'
import { ownHost } from './middleware/own-host.ts'
import { HttpProblem } from './middleware/problem.ts'
import { requestLog } from './middleware/request-log.ts'
import type { OwnKeys } from './operator/own-keys.ts'
import { appFilesRoutes } from './routes/app-files.ts'
import { cdsHooksRoutes } from './routes/cds-hooks/cds-hooks.ts'
import { docsPageRoutes } from './routes/docs-page.ts'
import { feedbackRoutes } from './routes/feedback.ts'
import { refuseOtherTypes } from './routes/fhir-form.ts'
import { fhirOperationRoutes } from './routes/fhir-operation.ts'
import { fhirReadRoutes } from './routes/fhir-read.ts'
import { historyRoutes } from './routes/history.ts'
import { jwksRoutes } from './routes/jwks.ts'
import { operationsRoutes } from './routes/operations.ts'
import { outboxRoutes } from './routes/outbox.ts'
import { referenceRoutes } from './routes/reference.ts'
import { restRoutes } from './routes/rest.ts'
import { sessionsRoutes } from './routes/sessions.ts'
import { worklistRoutes } from './routes/worklist/worklist.ts'
import { writeBacksRoutes } from './routes/write-backs.ts'
import { ACCESS } from './security/access-table.ts'
import { type GateOptions, gate } from './security/gate.ts'
import type { Env, Service } from './service.ts'

/** How this deployment is run. */
export interface AppOptions extends GateOptions {
  /** Folder of the built app. */
  readonly appFolder?: string | undefined
  /** Folder of the built documentation. */
  readonly docsFolder?: string | undefined
  readonly metricsToken?: string | undefined
  /** The public keys with which this deployment signs in at EHRs. */
  readonly ownKeys?: OwnKeys | undefined
  /** Origins of CDS Hooks clients in browsers, beside those of the tenants; they may call CDS Hooks and nothing else. */
  readonly cdsOrigins?: readonly string[]
  readonly isDraining?: () => boolean
}

/** Every API on one service. */
export function createApp(service: Service, options: AppOptions): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>()
  // A caller’s own id is taken where it is short and plain: it comes back in a header and stands in the log.
  app.use(requestId({ generator: () => randomUUID(), limitLength: 100 }))
  // A verdict with its evidence is 33 kB as text and 5 kB on the line. Who does not ask for it gets the text.
  app.use(compress({ encoding: 'gzip' }))
  app.use(requestLog(service))
  app.use(
    secureHeaders({ xFrameOptions: false, crossOriginResourcePolicy: 'same-origin', crossOriginOpenerPolicy: false }),
  )
  if (service.demo) app.use(ownHost)
  app.use(crossOrigin(service, options.cdsOrigins))
  for (const path of ['/v1/*', '/fhir/*', '/cds-services/*']) app.use(path, noStore)
  app.use('/v1/*', async (c, next) => {
    refuseOtherTypes(c)
    await next()
  })
  app.use(lastAnswer(options.isDraining))
  app.use(gate(service, options))
  addRoutes(app, service, options)
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Doseline rules service',
      version: service.engine.version,
      description:
        'From an administered dose to a charge line a biller can stand behind. The same engine answers FHIR (`/fhir/metadata`, `POST /fhir/$billing-readiness`) and CDS Hooks (`/cds-services`).',
      license: { name: 'Apache-2.0' },
    },
    ...(service.demo ? {} : { security: [{ bearer: [] }] }),
  })
  for (const [path, methods] of methodsByAddress()) {
    app.all(path, (c) => {
      throw new HttpProblem('method-not-allowed', `${path} answers ${methods}, not ${c.req.method}.`, [], {
        allow: methods,
      })
    })
  }
  app.notFound((c) => answerFault(service, c, new HttpProblem('not-found', 'There is nothing at this address.')))
  app.onError((error, c) => answerFault(service, c, error))
  return app
}

function addRoutes(app: OpenAPIHono<Env>, service: Service, options: AppOptions): void {
  const { appFolder, metricsToken, isDraining = () => false } = options
  const { values } = service.engine.codebook
  app.route('/', operationsRoutes(service, { metricsToken, isDraining, codebookReadOn: newestReading(values.sources) }))
  app.route('/', restRoutes(service))
  app.route('/', writeBacksRoutes(service))
  app.route('/', outboxRoutes(service))
  app.route('/', historyRoutes(service))
  app.route('/', worklistRoutes(service, isDraining))
  app.route('/', sessionsRoutes(service))
  app.route('/', feedbackRoutes(service))
  app.route('/', referenceRoutes(service))
  app.route('/', fhirOperationRoutes(service))
  app.route('/', fhirReadRoutes(service, publishedRulebook(values)))
  app.route('/', cdsHooksRoutes(service, appFolder !== undefined))
  app.route('/', jwksRoutes(options.ownKeys))
  app.route('/', docsPageRoutes(options.docsFolder))
  if (appFolder !== undefined) app.route('/', appFilesRoutes(appFolder, service))
}

/** The day on which a source of the code book was last read. */
const newestReading = (sources: BookData['sources']): string =>
  Object.values(sources)
    .map(({ read }) => read)
    .toSorted()
    .at(-1) ?? ''

/** What each address answers, for whoever sends another method; pages, and what FHIR finds by type, say it themselves. */
function methodsByAddress(): Map<string, string> {
  const byAddress = new Map<string, string>()
  for (const { path, method } of ACCESS) {
    if (/^\/(?:app|docs|fhir\/:)/.test(path)) continue
    byAddress.set(path, [...(byAddress.get(path)?.split(', ') ?? []), method].toSorted().join(', '))
  }
  return byAddress
}

/** Charts and verdicts are not for any cache. */
const noStore: Parameters<OpenAPIHono<Env>['use']>[1] = async (c, next) => {
  await next()
  c.header('cache-control', 'no-store')
}

/** A service that is stopping ends each connection with its answer, so that nobody sends the next request on it. */
function lastAnswer(isDraining: AppOptions['isDraining'] = () => false): Parameters<OpenAPIHono<Env>['use']>[1] {
  return async (c, next) => {
    await next()
    if (isDraining()) c.header('connection', 'close')
  }
}

/** Pages of registered origins may call; no other page learns anything. */
function crossOrigin({ tenants: { tenants } }: Service, cdsOrigins: readonly string[] = []) {
  const known = new Set(tenants.flatMap(({ origins }) => origins))
  const ofHooks = new Set(cdsOrigins)
  return cors({
    origin: (origin, { req }) =>
      known.has(origin) || (ofHooks.has(origin) && /^\/cds-services(?:\/|$)/.test(req.path)) ? origin : null,
    allowMethods: ['GET', 'POST', 'PATCH', 'DELETE'],
    allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-none-match', 'prefer', 'x-request-id'],
    exposeHeaders: ['etag', 'location', 'x-request-id', 'retry-after', 'ratelimit', 'ratelimit-policy'],
    maxAge: 600,
  })
}
