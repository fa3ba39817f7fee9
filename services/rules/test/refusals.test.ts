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

describe('a body that is not of the contract', () => {
  test.each<[string, unknown, { pointer: string; detail: string; remedy?: string }]>([
    [
      'a list',
      [],
      {
        pointer: '',
        detail: 'It is a list, and has to be an object.',
        remedy: 'Send an object with the resources of the chart: {"resources": […]}.',
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
        detail: 'This is no moment.',
        remedy: 'Write it with its offset: 2026-03-02T10:00:00-05:00.',
      },
    ],
    [
      'a dose that is no reference',
      { resources: [], attested: { 'the dose': {} } },
      {
        pointer: '/attested/the dose',
        detail: 'The name of this element is none that is allowed here.',
        remedy: 'expected a relative reference such as MedicationAdministration/ma-1',
      },
    ],
    [
      'an amount that is a number',
      stated({ administeredMg: 60 }),
      { pointer: `/attested/${MA.replace('/', '~1')}/administeredMg`, detail: 'It is a number, and has to be text.' },
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
        detail: 'This is none of the values it can have.',
        remedy: expect.stringMatching(/^Write one of .*bought/),
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
