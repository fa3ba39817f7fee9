import { randomUUID } from 'node:crypto'
import { publishedRulebook } from '@doseline/assessment'
import { readData } from '@doseline/codebook'
import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import { appFilesFace } from './faces/app-files.ts'
import { cdsHooksFace } from './faces/cds-hooks/cds-hooks.ts'
import { docsFolder, docsPageFace } from './faces/docs-page.ts'
import { feedbackFace } from './faces/feedback.ts'
import { fhirOperationFace } from './faces/fhir-operation.ts'
import { fhirReadFace } from './faces/fhir-read.ts'
import { historyFace } from './faces/history.ts'
import { operationsFace } from './faces/operations.ts'
import { referenceFace } from './faces/reference.ts'
import { restFace } from './faces/rest.ts'
import { sessionsFace } from './faces/sessions.ts'
import { writeBacksFace } from './faces/write-backs.ts'
import { answerFault } from './middleware/fault.ts'
import { BODY_LIMIT } from './middleware/json-body.ts'
import { ownHost } from './middleware/own-host.ts'
import { HttpProblem } from './middleware/problem.ts'
import { requestLog } from './middleware/request-log.ts'
import { concurrencyLimit, rateLimit } from './security/limits.ts'
import { cdsClient, maybeSignedIn, signedIn } from './security/principal.ts'
import type { Env, Service } from './service.ts'

/** How this deployment is run. */
export interface AppOptions {
  /** Folder of the built app. */
  readonly appFolder?: string | undefined
  /** Folder of Swagger UI, where it does not lie among the packages. */
  readonly docsFolder?: string | undefined
  readonly metricsToken?: string | undefined
  readonly ratePerMinute: number
  readonly concurrency: number
  readonly isDraining?: () => boolean
}

/** Every face on one service. */
export function createApp(service: Service, options: AppOptions): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>()
  app.use(requestId({ generator: () => randomUUID() }))
  app.use(requestLog(service))
  app.use(
    secureHeaders({ xFrameOptions: false, crossOriginResourcePolicy: 'same-origin', crossOriginOpenerPolicy: false }),
  )
  if (service.demo) app.use(ownHost)
  app.use(crossOrigin(service))
  for (const path of ['/v1/*', '/fhir/*', '/cds-services/*']) app.use(path, noStore)
  app.use(wholeBody)
  letIn(app, service, options)
  addFaces(app, service, options)
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
  for (const [path, methods] of KNOWN_ADDRESSES) {
    app.all(path, (c) => {
      throw new HttpProblem(405, 'method-not-allowed', `${path} answers ${methods}, not ${c.req.method}.`, [], {
        allow: methods,
      })
    })
  }
  app.notFound((c) => answerFault(service, c, new HttpProblem(404, 'not-found', 'There is nothing at this address.')))
  app.onError((error, c) => answerFault(service, c, error))
  return app
}

/** Who may call what: the one place that says so. Everything not named here needs nobody and tells nothing of a chart. */
function letIn(app: OpenAPIHono<Env>, service: Service, { ratePerMinute, concurrency }: AppOptions): void {
  const limits = [rateLimit(ratePerMinute), concurrencyLimit(concurrency)] as const
  const person = signedIn(service)
  for (const path of [
    '/v1/assessments/*',
    '/v1/write-backs/*',
    '/v1/doses/*',
    '/v1/feedback',
    '/v1/sessions/current',
    '/fhir/$billing-readiness',
  ]) {
    app.use(path, person, ...limits)
  }
  for (const path of ['/cds-services/:id', '/cds-services/:id/feedback']) app.use(path, cdsClient(service), ...limits)
  app.use('/v1/sessions', ...limits)
  app.use('/v1/codebooks', maybeSignedIn(service))
}

function addFaces(app: OpenAPIHono<Env>, service: Service, options: AppOptions): void {
  const { appFolder, metricsToken, isDraining = () => false } = options
  app.route('/', operationsFace(service, { metricsToken, isDraining }))
  app.route('/', restFace(service))
  app.route('/', writeBacksFace(service))
  app.route('/', historyFace(service))
  app.route('/', sessionsFace(service))
  app.route('/', feedbackFace(service))
  app.route('/', referenceFace(service))
  app.route('/', fhirOperationFace(service))
  app.route('/', fhirReadFace(service, publishedRulebook(readData())))
  app.route('/', cdsHooksFace(service, appFolder !== undefined))
  app.route('/', docsPageFace(options.docsFolder ?? docsFolder()))
  if (appFolder !== undefined) app.route('/', appFilesFace(appFolder, service))
}

const KNOWN_ADDRESSES = [
  ['/v1/assessments', 'POST'],
  ['/v1/assessments/:id', 'GET'],
  ['/v1/write-backs', 'POST'],
  ['/v1/write-backs/:id', 'GET, PATCH'],
  ['/v1/doses/history', 'POST'],
  ['/v1/sessions', 'POST'],
  ['/v1/sessions/current', 'DELETE'],
  ['/v1/feedback', 'GET'],
  ['/v1/codes/:code', 'GET'],
  ['/v1/products', 'GET'],
  ['/v1/rules', 'GET'],
  ['/v1/codebooks', 'GET'],
  ['/fhir/$billing-readiness', 'POST'],
  ['/fhir/metadata', 'GET'],
  ['/cds-services', 'GET'],
  ['/cds-services/:id', 'POST'],
  ['/cds-services/:id/feedback', 'POST'],
  ['/healthz', 'GET'],
  ['/readyz', 'GET'],
  ['/version', 'GET'],
  ['/metrics', 'GET'],
  ['/openapi.json', 'GET'],
] as const

/** Charts and verdicts are not for any cache. */
const noStore: Parameters<OpenAPIHono<Env>['use']>[1] = async (c, next) => {
  await next()
  c.header('cache-control', 'no-store')
}

/** Counted while it is read: a body may lie about its length. */
const wholeBody = bodyLimit({
  maxSize: BODY_LIMIT,
  onError: () => {
    throw new HttpProblem(413, 'too-large', `The body is larger than ${BODY_LIMIT / 1024 / 1024} MB.`, [
      { pointer: '', detail: 'Too large.', remedy: 'Send the resources of one patient and fewer days.' },
    ])
  },
})

/** Pages of registered origins may call; no other page learns anything. */
function crossOrigin({ tenants: { tenants } }: Service) {
  const known = new Set(tenants.flatMap(({ origins }) => origins))
  return cors({
    origin: (origin) => (known.has(origin) ? origin : null),
    allowMethods: ['GET', 'POST', 'PATCH', 'DELETE'],
    allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-none-match', 'prefer', 'x-request-id'],
    exposeHeaders: ['etag', 'location', 'x-request-id', 'retry-after', 'ratelimit', 'ratelimit-policy'],
    maxAge: 600,
  })
}
