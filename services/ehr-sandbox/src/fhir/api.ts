import { setTimeout as wait } from 'node:timers/promises'
import { Hono, type Context as HonoContext } from 'hono'
import { cors } from 'hono/cors'
import type { ExportJobs } from '../bulk/export-jobs.ts'
import { bulkRoutes } from '../bulk/routes.ts'
import type { Personality } from '../personalities/personality.ts'
import type { Access } from '../smart/access.ts'
import { barePath } from './bare-path.ts'
import { type BodyLimits, formBody, jsonBody } from './body.ts'
import { processBundle } from './bundle.ts'
import { capabilityStatement } from './capability.ts'
import type { Context } from './context.ts'
import { type Faults, mishaps } from './faults.ts'
import { type Interaction, interactionFor } from './interaction.ts'
import { asFhirError, refusal } from './outcome.ts'
import { perform } from './perform.ts'
import { preferencesIn } from './preference.ts'
import { assertBundleTaken } from './refuse.ts'
import { fhirJson, respond, respondRefused } from './respond.ts'
import type { Store } from './store.ts'

export interface FhirApiOptions {
  readonly ehr: Personality
  readonly store: Store
  readonly faults: Faults
  /** How long a slow answer takes. */
  readonly slowMs: number
  /** The FHIR base URL, without a slash at the end. */
  readonly base: string
  /** The base URL of the authorization server. */
  readonly auth: string
  /** Who asks; throws 401 where nobody credible does. */
  readonly accessOf: (authorization: string | undefined) => Promise<Access>
  readonly smartConfiguration: () => object
  /** Its exports; absent where it has none. */
  readonly jobs?: ExportJobs | undefined
  readonly maxBodyBytes: number
  readonly now: () => Date
}

const WITH_BODY: readonly Interaction['kind'][] = ['create', 'update', 'patch', 'operation']
/** The FHIR R4 endpoint, to be mounted at the path of its base. */
export function fhirApi(options: FhirApiOptions): Hono {
  const app = new Hono()
  const started = options.now().toISOString()
  app.onError((thrown) => respondRefused(asFhirError(thrown)))
  app.use(
    cors({
      origin: '*',
      allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      allowHeaders: [...options.ehr.cors.requestHeaders],
      exposeHeaders: [...options.ehr.cors.exposedHeaders],
      maxAge: 600,
    }),
  )
  app.use(async (c, next) => {
    await next()
    c.header('Cache-Control', 'no-store')
    c.header('X-Request-Id', c.req.header('x-request-id')?.slice(0, 64) ?? crypto.randomUUID())
  })
  app.get('/.well-known/smart-configuration', (c) => c.json(options.smartConfiguration()))
  app.get('/metadata', (c) => {
    assertJsonWanted(c)
    return fhirJson(200, capabilityStatement(options.base, options.auth, started, options.ehr), {}, isPretty(c))
  })
  app.use(mishaps(options.faults, options.slowMs))
  const { ehr, jobs } = options
  if (ehr.bulk && jobs) app.route('/', bulkRoutes({ ...options, jobs, offer: ehr.bulk }))
  app.all('/*', (c) => answer(c, options))
  return app
}

async function answer(c: HonoContext, options: FhirApiOptions): Promise<Response> {
  assertJsonWanted(c)
  const { store, base, ehr } = options
  const limits = { types: ehr.bodies, maxBytes: options.maxBodyBytes }
  const access = await options.accessOf(c.req.header('authorization'))
  const { returns, handling } = preferencesIn(c.req.header('prefer'))
  const context: Context = { store, access, base, handling, ehr }
  const url = new URL(c.req.url)
  const path = barePath(url.pathname.slice(new URL(base).pathname.length))
  if (path === '') {
    if (c.req.method !== 'POST') {
      const error = refusal(405, 'not-supported', 'Only a Bundle can be sent to the base, by POST')
      error.headers.Allow = 'POST'
      throw error
    }
    if (ehr.bundles.length === 0) assertBundleTaken(undefined, ehr)
    const bundle = await jsonBody(c, 'resource', limits)
    const seen = await lookBefore(options)
    const result = await store.inTurn(() => processBundle(bundle, { ...context, seen }, returns))
    return fhirJson(200, result, {}, isPretty(c))
  }
  const interaction = await fullInteraction(c, path + url.search, limits, ehr)
  const seen = interaction.ifNoneExist === undefined ? undefined : await lookBefore(options)
  const result = await store.inTurn(() => perform(interaction, { ...context, seen }))
  const reads = ['read', 'vread', 'history', 'search'].includes(interaction.kind)
  return respond(result, base, reads ? undefined : returns, isPretty(c))
}

/** Where an EHR looks first and writes later: what it saw, once the time between has passed. */
async function lookBefore({ store, ehr }: FhirApiOptions): Promise<Context['seen']> {
  if (ehr.raceMs === undefined) return undefined
  const seen = await store.inTurn(async () => store.view())
  await wait(ehr.raceMs)
  return seen
}

/** The interaction with its body; a form posted to _search joins the query. */
async function fullInteraction(
  c: HonoContext,
  url: string,
  limits: BodyLimits,
  ehr: Personality,
): Promise<Interaction> {
  const line = {
    method: c.req.method,
    url,
    ifMatch: c.req.header('if-match'),
    ifNoneMatch: c.req.header('if-none-match'),
    ifNoneExist: c.req.header('if-none-exist'),
  }
  const interaction = interactionFor(line, ehr)
  const { kind } = interaction
  if (kind === 'search' && c.req.method === 'POST') {
    const form = await formBody(c, limits.maxBytes)
    return { ...interaction, query: new URLSearchParams([...interaction.query, ...form]) }
  }
  if (!WITH_BODY.includes(kind)) return interaction
  return { ...interaction, body: await jsonBody(c, kind === 'patch' ? 'patch' : 'resource', limits) }
}

/** The sandbox speaks JSON only; who insists on anything else gets 406. */
function assertJsonWanted(c: HonoContext): void {
  const wanted = c.req.query('_format') ?? c.req.header('accept') ?? '*/*'
  if (/json|\*\/\*|application\/\*/i.test(wanted)) return
  throw refusal(406, 'not-supported', 'This server answers in application/fhir+json only')
}

function isPretty(c: HonoContext): boolean {
  return c.req.query('_pretty') === 'true'
}
