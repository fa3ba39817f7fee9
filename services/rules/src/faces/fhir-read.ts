import { createHash } from 'node:crypto'
import type { Bundle, CapabilityStatement, FhirResource, OperationDefinition } from 'fhir/r4'
import { Hono } from 'hono'
import { HttpProblem } from '../middleware/problem.ts'
import type { Ctx, Env, Service } from '../service.ts'
import { OPERATION } from './fhir-answer.ts'
import { refuseOtherForms } from './fhir-form.ts'

/** What is published: the rulebook as FHIR, the operation, and what this server can do. Read and search only. */
export function fhirReadFace({ engine, publicUrl, demo }: Service, published: readonly FhirResource[]): Hono<Env> {
  const base = `${publicUrl}/fhir`
  const about = { base, version: engine.version, startedAt: engine.now(), signIn: !demo }
  const resources: readonly FhirResource[] = [...published, billingReadiness()]
  const types = [...new Set(resources.map(({ resourceType }) => resourceType))]
  const app = new Hono<Env>()
  app.get('/fhir/metadata', (c) => answer(c, capabilityOf(types, about)))
  app.get('/fhir/:type/:id', (c, next) => {
    const { type, id } = c.req.param()
    if (!types.includes(type as FhirResource['resourceType'])) return next()
    const found = resources.find((each) => each.resourceType === type && each.id === id)
    if (!found) throw new HttpProblem(404, 'not-found', `There is no ${type}/${id.slice(0, 64)} here.`)
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
    throw new HttpProblem(400, 'parameter-unknown', `This server does not search by ${unknown.join(', ')}.`, [
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

/** `$billing-readiness`, described. */
export function billingReadiness(): OperationDefinition {
  const into = (name: string, type: string, documentation: string, max = '1', min = 0) => ({
    name,
    use: 'in' as const,
    min,
    max,
    documentation,
    type: type as OperationDefinition['parameter'] extends (infer P)[] | undefined
      ? P extends { type?: infer T }
        ? T
        : never
      : never,
  })
  const out = (name: string, type: string, documentation: string, max = '1', min = 0) => ({
    ...into(name, type, documentation, max, min),
    use: 'out' as const,
  })
  return {
    resourceType: 'OperationDefinition',
    id: 'billing-readiness',
    url: OPERATION,
    name: 'BillingReadiness',
    title: 'Billing readiness of administered doses',
    status: 'active',
    kind: 'operation',
    affectsState: false,
    code: 'billing-readiness',
    system: true,
    type: false,
    instance: false,
    description:
      'Takes the FHIR resources about one patient and answers, for each administered dose, whether it can be billed, why not, and with which lines. The decision is recorded; nothing is fetched.',
    parameter: [
      into('data', 'Resource', 'The resources of the chart.', '*', 1),
      into('focus', 'Reference', 'The MedicationAdministration to judge; every one when absent.'),
      into('codebook', 'code', 'cms (default) or article.'),
      into('asOf', 'instant', 'The moment of judging.'),
      into('dateOfService', 'date', 'Judge only the doses of this day.'),
      into('edition', 'string', 'The edition that must be in force; another one is refused.'),
      into('timeZone', 'string', 'IANA time zone of the place of care.'),
      into('server', 'string', 'The caller’s own stable key for the FHIR server the chart is of.'),
      into('draftClaims', 'boolean', 'Whether to answer draft Claims of what is ready.'),
      into('attested', 'Element', 'Facts a person states about a dose, in parts; `focus` names the dose.', '*'),
      into('proposed', 'Element', 'What the caller would charge, in parts; `focus` names the dose.', '*'),
      into('read', 'Element', 'How well a resource type could be read: parts `type` and `outcome`.', '*'),
      into('writeBack', 'Element', 'What is to be written back, by whom, in parts.'),
      out('id', 'string', 'The assessment.', '1', 1),
      out('digest', 'string', 'SHA-256 of what was judged.', '1', 1),
      out('codebook', 'code', 'The code book in force.', '1', 1),
      out('forSubmission', 'boolean', 'False where nothing may reach a payer.', '1', 1),
      out('assessment', 'Element', 'One dose: verdict, guidance, findings, lines, interval, coverages, in parts.', '*'),
      out('warning', 'string', 'What was left out.', '*'),
      out('claim', 'Claim', 'A draft Claim.', '*'),
      out('flag', 'Flag', 'The Flag that would be written, where writeBack asks for it.'),
      out('chargeItem', 'ChargeItem', 'A charge line that would be written.', '*'),
      out('transaction', 'Bundle', 'All of it, ready to send.'),
      out('form', 'code', 'The form it is to be sent in, where writeBack asks for it.'),
      out('lost', 'string', 'What this form cannot carry.', '*'),
      out('request', 'Element', 'One request of a form that goes step by step, in parts.', '*'),
    ],
  }
}
