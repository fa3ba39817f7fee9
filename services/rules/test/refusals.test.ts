import { STATUS_CODES } from 'node:http'
import { PROBLEMS, REASON_PHRASES } from '@doseline/contract'
import { beforeAll, describe, expect, test } from 'vitest'
import { aService, type TestedService } from './a-service.ts'

let service: TestedService
beforeAll(async () => {
  service = await aService()
})

interface Told {
  readonly [member: string]: unknown
  readonly errors?: readonly object[]
}
const sent = async (body: unknown, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await service.request('/v1/assessments', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Told }
}
const MA = 'MedicationAdministration/ma-1'
const stated = (differs: object): object => ({
  resources: [],
  attested: { [MA]: { by: 'Ana', at: '2026-03-02T18:00:00Z', ...differs } },
})

const A_CHART = 'Send an object with the resources of the chart, {"resources": […]}, or a FHIR Bundle as “bundle”.'

describe('a body that is not of the contract', () => {
  test.each<[string, unknown, { pointer: string; detail: string; remedy?: string }]>([
    [
      'a list',
      [],
      {
        pointer: '',
        detail: 'It is a list, but must be an object.',
        remedy: A_CHART,
      },
    ],
    ['nothing', null, { pointer: '', detail: 'It is null, but must be an object.', remedy: A_CHART }],
    ['text', 'Prolia', { pointer: '', detail: 'It is text, but must be an object.', remedy: A_CHART }],
    [
      'one resource alone',
      { resourceType: 'MedicationAdministration', id: 'ma-1', status: 'completed' },
      {
        pointer: '',
        detail: 'It is a resource (MedicationAdministration), but must be a request.',
        remedy: A_CHART,
      },
    ],
    [
      'no chart',
      {},
      {
        pointer: '/bundle',
        detail: 'There is no chart, or there are two.',
        remedy: 'Send either “resources”, a list of resources, or “bundle”, a FHIR Bundle.',
      },
    ],
    [
      'a Bundle in the place of a list',
      { resources: { resourceType: 'Bundle', type: 'collection' } },
      {
        pointer: '/resources',
        detail: 'It is an object, but must be a list.',
        remedy: 'Send a Bundle as “bundle”, or the resources of its entries as a list.',
      },
    ],
    [
      'null in the place of a list',
      { resources: null },
      {
        pointer: '/resources',
        detail: 'It is null, but must be a list.',
        remedy: 'Leave it out where there is nothing to send.',
      },
    ],
    [
      'one resource too few in a name',
      { resource: [] },
      { pointer: '/resource', detail: 'There is no such element.', remedy: 'Write “resources”.' },
    ],
    [
      'a name in another case',
      { resources: [], codeBook: 'cms' },
      { pointer: '/codeBook', detail: 'There is no such element.', remedy: 'Write “codebook”.' },
    ],
    [
      'no moment',
      { resources: [], asOf: 'yesterday' },
      {
        pointer: '/asOf',
        detail: 'This is not a date and time.',
        remedy: 'Write it with its offset: 2026-03-02T10:00:00-05:00.',
      },
    ],
    [
      'a dose that is no reference',
      { resources: [], attested: { 'the dose': {} } },
      {
        pointer: '/attested/the dose',
        detail: 'This name is not allowed here.',
        remedy: 'Write it as MedicationAdministration/ma-1.',
      },
    ],
    [
      'an amount that is a number',
      stated({ administeredMg: 60 }),
      {
        pointer: `/attested/${MA.replace('/', '~1')}/administeredMg`,
        detail: 'It is a number, but must be text.',
        remedy: 'Write it in quotation marks.',
      },
    ],
    [
      'a statement of nobody',
      stated({ by: undefined }),
      { pointer: `/attested/${MA.replace('/', '~1')}/by`, detail: 'It is missing.', remedy: 'Add it: it is text.' },
    ],
    [
      'a value that is none of a list',
      stated({ acquired: 'stolen' }),
      {
        pointer: `/attested/${MA.replace('/', '~1')}/acquired`,
        detail: 'This value is not allowed here.',
        remedy: expect.stringMatching(/^Use one of .*bought/),
      },
    ],
  ])('%s: the element is named, what is wrong, and what to write', async (_, body, error) => {
    const { status, body: problem } = await sent(body)
    expect(status).toBe(400)
    expect(problem.errors).toContainEqual(error)
    expect(JSON.stringify(problem)).not.toMatch(
      /Invalid (input|key)|expected (object|string|array), received|Unrecognized/,
    )
  })
})

test('a wrong name is said once: that the chart is missing follows from it', async () => {
  const { body } = await sent({ resource: [{ resourceType: 'Patient', id: 'p1' }] })
  expect(body.errors).toEqual([
    { pointer: '/resource', detail: 'There is no such element.', remedy: 'Write “resources”.' },
  ])
})

test('the title of a refusal is the standard phrase of its status', async () => {
  for (const { status } of Object.values(PROBLEMS))
    expect([status, REASON_PHRASES[status]]).toEqual([status, STANDARD[status] ?? STATUS_CODES[status]])
  expect((await sent({})).body.title).toBe('Bad Request')
})

/** Renamed by RFC 9110; Node still says “Payload Too Large” and “Unprocessable Entity”. */
const STANDARD: Readonly<Record<number, string>> = { 413: 'Content Too Large', 422: 'Unprocessable Content' }

test('a chart without a dose is answered with a warning that says so', async () => {
  const { status, body } = await sent({ resources: [{ resourceType: 'Patient', id: 'p1' }] })
  expect([status, body.assessments]).toEqual([200, []])
  expect(body.warnings).toEqual([expect.stringContaining('holds no MedicationAdministration')])
})

test('a caller who takes no JSON is refused before anything is judged', async () => {
  expect(await sent({ resources: [] }, { accept: 'text/csv' })).toMatchObject({
    status: 406,
    body: { code: 'not-acceptable', detail: 'This address answers JSON, not text/csv.' },
  })
  for (const accept of ['*/*', 'application/json;q=0.9, text/html', 'application/fhir+json'])
    expect((await sent({ resources: [] }, { accept })).status).toBe(200)
})

test('the address of the service itself says where things are', async () => {
  const answer = await service.request('/')
  expect(answer.status).toBe(200)
  const { service: _, version: __, app, ...where } = (await answer.json()) as Record<string, string>
  expect(app).toMatch(/^\/app\//)
  // The documentation is built apart; its own tests ask for it.
  for (const path of Object.values(where).filter((each) => each !== '/v1/assessments' && each !== '/docs/'))
    expect((await service.request(path)).status, path).toBe(200)
})
