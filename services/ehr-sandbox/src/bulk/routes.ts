import { Hono, type Context as HonoContext } from 'hono'
import { type BodyLimits, jsonBody } from '../fhir/body.ts'
import { information, outcomeOf, refusal } from '../fhir/outcome.ts'
import { preferencesIn } from '../fhir/preference.ts'
import { fhirJson } from '../fhir/respond.ts'
import type { Store } from '../fhir/store.ts'
import type { BulkOffer, Personality } from '../personalities/personality.ts'
import type { Access } from '../smart/access.ts'
import { exportContent, type Whose } from './export-content.ts'
import type { ExportJob, ExportJobs } from './export-jobs.ts'
import { parametersOfBody, parametersOfQuery, readParameters } from './export-parameters.ts'

export interface BulkRoutesOptions {
  readonly ehr: Personality
  readonly offer: BulkOffer
  readonly jobs: ExportJobs
  readonly store: Store
  /** The FHIR base URL, without a slash at the end. */
  readonly base: string
  readonly accessOf: (authorization: string | undefined) => Promise<Access>
  readonly maxBodyBytes: number
}

const NDJSON = 'application/fhir+ndjson'

/** `$export` of Bulk Data Access 2.0: kick-off, status, files and their end. */
export function bulkRoutes(options: BulkRoutesOptions): Hono {
  const app = new Hono()
  for (const method of ['GET', 'POST'] as const) {
    app.on(method, '/$export', (c) => kickOff(c, 'system', options))
    app.on(method, '/Patient/$export', (c) => kickOff(c, 'patient', options))
    app.on(method, '/Group/:id/$export', (c) => kickOff(c, { group: c.req.param('id') ?? '' }, options))
  }
  app.get('/$export-status/:id', (c) => status(c, options))
  app.delete('/$export-status/:id', async (c) => {
    options.jobs.remove((await ownJob(c, options)).id)
    return fhirJson(202, outcomeOf([information('The export and its files were taken away')]))
  })
  app.get('/$export-file/:id/:name', (c) => file(c, options))
  return app
}

async function kickOff(c: HonoContext, whose: Whose, options: BulkRoutesOptions): Promise<Response> {
  const { ehr, offer, store, base, jobs } = options
  const level = typeof whose === 'object' ? 'group' : whose
  if (!offer.levels.includes(level)) throw refusal(404, 'not-supported', `This server has no export of this level`)
  const access = await options.accessOf(c.req.header('authorization'))
  const prefer = c.req.header('prefer') ?? ''
  if (!/\brespond-async\b/.test(prefer))
    throw refusal(400, 'required', 'An export is asked for with the header Prefer: respond-async', 'Prefer')
  const limits: BodyLimits = { types: ehr.bodies, maxBytes: options.maxBodyBytes }
  const given =
    c.req.method === 'POST'
      ? parametersOfBody(await jsonBody(c, 'resource', limits))
      : parametersOfQuery(new URL(c.req.url).searchParams)
  // A parameter that is passed over without a word would bring more than was asked for.
  const asked = readParameters(
    given,
    ehr,
    /handling=lenient/.test(prefer) && preferencesIn(prefer).handling === 'lenient',
  )
  const source = {
    store,
    base,
    ehr,
    resourcesPerFile: offer.resourcesPerFile,
    mayRead: (type: string) => access.reach(type, 'r') === 'everyone',
  }
  const content = await store.inTurn(() => exportContent(source, whose, asked))
  const notes = asked.ignored.map((name) => JSON.stringify(outcomeOf([information(`${name} was passed over`)])))
  const job = jobs.begin(access.client ?? '', c.req.url, content, notes)
  const location = `${base}/$export-status/${job.id}`
  return fhirJson(202, outcomeOf([information(`The status of the export is at ${location}`)]), {
    'Content-Location': location,
  })
}

async function status(c: HonoContext, options: BulkRoutesOptions): Promise<Response> {
  const { jobs, offer, base } = options
  const job = await ownJob(c, options)
  const retryAfter = { 'Retry-After': String(offer.retryAfterSeconds) }
  if (job.refusals > 0) {
    job.refusals--
    const error = refusal(429, 'throttled', 'The status is asked for too often')
    Object.assign(error.headers, retryAfter)
    throw error
  }
  const progress = jobs.progress(job)
  if (progress < 100)
    return new Response(null, { status: 202, headers: { ...retryAfter, 'X-Progress': `${progress} % done` } })
  return Response.json(manifestOf(job, base), { headers: { Expires: new Date(job.keptUntil).toUTCString() } })
}

function manifestOf(job: ExportJob, base: string): object {
  const { listed, behavior, key } = job
  const isOpen = behavior.openFiles === true
  const url = (name: string): string => `${base}/$export-file/${job.id}/${name}${isOpen ? `?key=${key}` : ''}`
  const files = (kind: keyof typeof listed) =>
    listed[kind].map(({ name, type, count }) => ({ type, url: url(name), count }))
  return {
    transactionTime: job.transactionTime,
    request: job.request,
    requiresAccessToken: !isOpen,
    output: files('output'),
    deleted: files('deleted'),
    error: files('error'),
  }
}

async function file(c: HonoContext, options: BulkRoutesOptions): Promise<Response> {
  const { jobs, base } = options
  const job = jobs.find(c.req.param('id') ?? '')
  const isKeyed = job !== undefined && c.req.query('key') === job.key
  if (isKeyed && c.req.header('authorization') !== undefined)
    throw refusal(400, 'security', 'This address opens the file by itself: a token is not sent here')
  if (!isKeyed) await ownJob(c, options)
  const content = job?.files.get(c.req.param('name') ?? '')
  if (!job || !content) throw refusal(404, 'not-found', 'There is no such file')
  if (!isKeyed && job.behavior.filesElsewhere) return elsewhere(c, base, job)
  const text = content.lines.map((line) => `${line}\n`).join('')
  return new Response(text, { headers: { 'content-type': NDJSON } })
}

/** The same machine by its other name, which is another origin. */
function elsewhere(c: HonoContext, base: string, { key }: ExportJob): Response {
  const address = new URL(c.req.url)
  address.host = new URL(base).host
  address.hostname = address.hostname === '127.0.0.1' ? 'localhost' : '127.0.0.1'
  address.search = `?key=${key}`
  return new Response(null, { status: 307, headers: { Location: address.href } })
}

/** The job of the address, where whoever asks began it; throws 404 for any other. */
async function ownJob(c: HonoContext, { jobs, accessOf }: BulkRoutesOptions): Promise<ExportJob> {
  const { client = '' } = await accessOf(c.req.header('authorization'))
  const job = jobs.find(c.req.param('id') ?? '')
  if (job?.client === client) return job
  throw refusal(404, 'not-found', 'There is no such export, or it is no longer kept')
}
