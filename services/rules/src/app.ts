import { randomUUID } from 'node:crypto'
import { publishedRulebook } from '@doseline/assessment'
import { readData } from '@doseline/codebook'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import type { Engine } from './engine.ts'
import { appFilesFace } from './faces/app-files.ts'
import { cdsHooksFace } from './faces/cds-hooks/cds-hooks.ts'
import { fhirJson, fhirOperationFace, outcomeOf } from './faces/fhir-operation.ts'
import { fhirReadFace } from './faces/fhir-read.ts'
import { restFace } from './faces/rest.ts'
import { BODY_LIMIT } from './middleware/json-body.ts'
import { HttpProblem } from './middleware/problem.ts'
import type { Registry } from './registry.ts'

/** What the service is made of. */
export interface AppOptions {
  readonly engine: Engine
  /** Called with a fault that is ours to mend. Never with anything out of a request. */
  readonly report: (fault: { readonly requestId: string; readonly error: unknown }) => void
  readonly app?: { readonly folder: string; readonly registry: Registry }
}

/** Every face on one engine. */
export function createApp({ engine, report, app: web }: AppOptions): Hono {
  const app = new Hono()
  app.use(requestId({ generator: () => randomUUID() }))
  app.use(
    secureHeaders({ xFrameOptions: false, crossOriginResourcePolicy: 'same-origin', crossOriginOpenerPolicy: false }),
  )
  app.use('/v1/*', noStore)
  app.use('/fhir/*', noStore)
  app.use('/cds-services/*', noStore)
  app.use(
    bodyLimit({
      maxSize: BODY_LIMIT,
      onError: () => {
        throw new HttpProblem(413, 'too-large', `The body is larger than ${BODY_LIMIT / 1024 / 1024} MB.`, [
          { pointer: '', detail: 'Too large.', remedy: 'Send the resources of one patient and fewer days.' },
        ])
      },
    }),
  )
  app.get('/healthz', (c) => c.json({ status: 'ok', version: engine.version, codebook: engine.codebookVersion }))
  app.route('/', restFace(engine))
  app.route('/', fhirOperationFace(engine))
  app.route(
    '/',
    fhirReadFace({ published: publishedRulebook(readData()), version: engine.version, startedAt: engine.now() }),
  )
  app.route('/', cdsHooksFace(engine, web !== undefined))
  if (web) app.route('/', appFilesFace(web.folder, web.registry))
  for (const [path, methods] of KNOWN_ADDRESSES) {
    app.all(path, (c) => {
      c.header('allow', methods)
      throw new HttpProblem(405, 'method-not-allowed', `${path} answers ${methods}, not ${c.req.method}.`)
    })
  }
  app.notFound((c) => {
    throw new HttpProblem(404, 'not-found', `There is nothing at ${new URL(c.req.url).pathname}.`)
  })
  app.onError((error, c) => {
    const id = c.get('requestId')
    if (!(error instanceof HttpProblem)) report({ requestId: id, error })
    const problem =
      error instanceof HttpProblem
        ? error
        : new HttpProblem(500, 'service-failed', 'The service failed; nothing was written.')
    if (c.req.path.startsWith('/fhir')) return fhirJson(c, outcomeOf(problem), problem.status)
    return c.body(JSON.stringify(problem.toProblem(id)), problem.status as 400, {
      'content-type': 'application/problem+json; charset=utf-8',
    })
  })
  return app
}

const KNOWN_ADDRESSES = [
  ['/v1/assessments', 'POST'],
  ['/fhir/$billing-readiness', 'POST'],
  ['/cds-services', 'GET'],
  ['/cds-services/:id', 'POST'],
  ['/fhir/metadata', 'GET'],
  ['/v1/codes/:code', 'GET'],
  ['/v1/products', 'GET'],
  ['/v1/rules', 'GET'],
  ['/v1/codebooks', 'GET'],
  ['/healthz', 'GET'],
  ['/openapi.json', 'GET'],
] as const

/** Charts and verdicts are not for any cache. */
const noStore: Parameters<Hono['use']>[1] = async (c, next) => {
  await next()
  c.header('cache-control', 'no-store')
}
