import { createHash } from 'node:crypto'
import type { Bundle, CapabilityStatement, FhirResource } from 'fhir/r4'
import { Hono } from 'hono'
import { HttpProblem } from '../middleware/problem.ts'
import type { Ctx, Env, Service } from '../service.ts'
import { serviceCodeSystems } from './code-systems.ts'
import { OPERATION } from './fhir-answer.ts'
import { refuseOtherForms } from './fhir-form.ts'
import { billingReadiness } from './operation-definition.ts'

/** What is published: the rulebook as FHIR, the operation, and what this server can do. Read and search only. */
export function fhirReadRoutes({ engine, publicUrl, demo }: Service, published: readonly FhirResource[]): Hono<Env> {
  const base = `${publicUrl}/fhir`
  const about = { base, version: engine.version, startedAt: engine.now(), signIn: !demo }
  const resources: readonly FhirResource[] = [...published, ...serviceCodeSystems(), billingReadiness()]
  const types = [...new Set(resources.map(({ resourceType }) => resourceType))]
  const app = new Hono<Env>()
  app.get('/fhir/metadata', (c) => answer(c, capabilityOf(types, about)))
  app.get('/fhir/:type/:id', (c, next) => {
    const { type, id } = c.req.param()
    if (!types.includes(type as FhirResource['resourceType'])) return next()
    const found = resources.find((each) => each.resourceType === type && each.id === id)
    if (!found) throw new HttpProblem('not-found', `There is no ${type}/${id.slice(0, 64)} here.`)
    return answer(c, found)
  })
  app.get('/fhir/:type', (c, next) => {
    const { type } = c.req.param()
    if (!types.includes(type as FhirResource['resourceType'])) return next()
    const ofType = resources.filter((each) => each.resourceType === type)
    return answer(c, search(c, ofType, base))
  })
  return app
}

/** Parameters every published type is found by. */
const SEARCHES: Readonly<Record<string, (resource: FhirResource, value: string) => boolean>> = {
  _id: ({ id }, value) => id === value,
  url: (resource, value) => 'url' in resource && resource.url === value,
  status: (resource, value) => 'status' in resource && resource.status === value,
}
/** Parameters about the answer, not about what is looked for. */
const ABOUT_THE_ANSWER = new Set(['_format', '_pretty', '_summary'])

function search(c: Ctx, all: readonly FhirResource[], base: string): Bundle<FhirResource> {
  const asked = new URL(c.req.url).searchParams
  const unknown = [...asked.keys()].filter((name) => !Object.hasOwn(SEARCHES, name) && !ABOUT_THE_ANSWER.has(name))
  const isStrict = /\bhandling=strict\b/.test(c.req.header('prefer') ?? '')
  if (unknown.length > 0 && isStrict) {
    throw new HttpProblem('parameter-unknown', `This server does not search by ${unknown.join(', ')}.`, [
      { pointer: '', detail: 'Unknown search parameter.', remedy: `Use ${Object.keys(SEARCHES).join(', ')}.` },
    ])
  }
  const found = [...asked].reduce<readonly FhirResource[]>(
    (left, [name, value]) => left.filter((each) => SEARCHES[name]?.(each, value) ?? true),
    all,
  )
  const used = [...asked].filter(([name]) => !unknown.includes(name))
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: found.length,
    link: [{ relation: 'self', url: `${base}${c.req.path.slice('/fhir'.length)}?${new URLSearchParams(used)}` }],
    entry: found.map((resource) => ({
      fullUrl: `${base}/${resource.resourceType}/${resource.id}`,
      resource,
      search: { mode: 'match' },
    })),
  }
}

/** As FHIR JSON, with its digest as ETag; another form than JSON is refused, never guessed. */
function answer(c: Ctx, resource: FhirResource): Response {
  refuseOtherForms(c)
  const body = JSON.stringify(resource, null, c.req.query('_pretty') === 'true' ? 2 : undefined)
  const etag = `W/"${createHash('sha256').update(JSON.stringify(resource)).digest('hex').slice(0, 16)}"`
  const headers = { 'content-type': 'application/fhir+json; charset=utf-8', etag }
  return c.req.header('if-none-match') === etag ? c.body(null, 304, { etag }) : c.body(body, 200, headers)
}

function capabilityOf(
  types: readonly string[],
  about: { readonly base: string; readonly version: string; readonly startedAt: string; readonly signIn: boolean },
): CapabilityStatement {
  const { base, version, startedAt, signIn } = about
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: startedAt,
    kind: 'instance',
    software: { name: 'Doseline rules service', version },
    implementation: { url: base, description: 'From an administered dose to a charge line a biller can stand behind.' },
    fhirVersion: '4.0.1',
    format: ['json'],
    rest: [
      {
        mode: 'server',
        ...(signIn && {
          security: {
            description:
              'The operation wants a bearer token: a JWT signed with a registered key. What is published is open to read.',
          },
        }),
        resource: types.map((type) => ({
          type,
          interaction: [{ code: 'read' }, { code: 'search-type' }],
          searchParam: Object.keys(SEARCHES).map((name) => ({ name, type: name === 'url' ? 'uri' : 'token' })),
        })),
        operation: [{ name: 'billing-readiness', definition: OPERATION }],
      },
    ],
  } as CapabilityStatement
}
