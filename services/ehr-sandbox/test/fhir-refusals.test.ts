import type { CapabilityStatement, OperationOutcome } from 'fhir/r4'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sandbox } from '../src/index.ts'
import { launched, startedSandbox } from '../src/testing/launch.ts'
import { chargeFor, fhirClient, flagFor } from './support/fhir-client.ts'

let sandbox: Sandbox
let ehr: ReturnType<typeof fhirClient>

beforeAll(async () => {
  sandbox = await startedSandbox({ maxBodyBytes: 20_000 })
  ehr = fhirClient(sandbox, (await launched(sandbox, 'launch user/*.cruds')).access_token)
})
afterAll(() => sandbox.close())

const json = { 'content-type': 'application/fhir+json' }

describe('given a request that cannot be answered, then the answer is an OperationOutcome', () => {
  const requests: [string, number, string, string, unknown?, Record<string, string>?][] = [
    ['no such resource', 404, 'GET', 'Patient/nobody'],
    ['no such version', 404, 'GET', 'Patient/ana/_history/99'],
    ['a type nobody knows', 404, 'GET', 'Banana'],
    ['an R4 type this EHR does not keep', 404, 'GET', 'Library'],
    ['an id that cannot be one', 404, 'GET', 'Patient/a_b'],
    ['an operation', 404, 'POST', 'ChargeItem/$create', {}],
    ['a deeper path', 404, 'GET', 'Patient/ana/_history/1/more'],
    ['DELETE on the base', 405, 'DELETE', ''],
    ['PUT on a history', 405, 'PUT', 'Patient/ana/_history', {}],
    ['XML wanted', 406, 'GET', 'Patient/ana', undefined, { accept: 'application/fhir+xml' }],
    ['XML sent', 415, 'POST', 'Flag', '<Flag/>', { 'content-type': 'application/fhir+xml' }],
    ['JSON posted to _search', 415, 'POST', 'Flag/_search', '{}', json],
    ['an empty body', 400, 'POST', 'Flag', '', json],
    ['a list', 400, 'POST', 'Flag', '[]', json],
    ['another type than the address says', 400, 'POST', 'Flag', { resourceType: 'Patient' }],
    ['a body nested too deeply', 400, 'POST', 'Flag', `${'['.repeat(5000)}${']'.repeat(5000)}`, json],
    ['a body too large', 413, 'POST', 'Flag', { ...flagFor('ana'), id: 'x'.repeat(30_000) }],
    ['a count that is no number', 400, 'GET', 'Patient?_count=many'],
    ['a date that is none', 400, 'GET', 'MedicationAdministration?effective-time=2026-02-30'],
    ['a modifier that does not exist', 400, 'GET', 'Patient?name:banana=x'],
    ['percent signs astray', 400, 'GET', 'Patient/%E0%A4%A'],
  ]
  test.each(requests)('%s: %i', async (_name, status, method, path, body, headers) => {
    const answer = await ehr.send<OperationOutcome>(method, path, body, headers)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toContain('application/fhir+json')
    expect(answer.body.resourceType).toBe('OperationOutcome')
    expect(answer.body.issue[0]?.severity).toBe('error')
    expect(answer.body.issue[0]?.diagnostics).toBeTruthy()
  })

  test('no token, or a false one: 401 with a challenge', async () => {
    for (const token of [undefined, 'made-up']) {
      const answer = await fhirClient(sandbox, token).get('Patient/ana')
      expect(answer.status).toBe(401)
      expect(answer.outcome.issue[0]?.code).toBe('login')
      expect(answer.headers.get('www-authenticate')).toContain('Bearer')
    }
  })

  test.each([
    ['{\n  "resourceType": "Flag",\n  "status": active }', 'line 3, column 13'],
    ['{"a":1', 'line 1, column 7'],
    ['{"a":1,}', 'line 1, column 8'],
    ['{"a" 1}', 'line 1, column 6'],
    ['[1 2]', 'line 1, column 4'],
    ['{} {}', 'line 1, column 4'],
    ['{"a":"b\nc"}', 'line 1, column 6'],
    ['{"a":tru}', 'line 1, column 6'],
  ])('malformed JSON %j: the place is %s and the record is not quoted', async (body, place) => {
    const answer = await ehr.post<OperationOutcome>('Flag', body, json)
    expect(answer.status).toBe(400)
    expect(answer.body.issue[0]?.diagnostics).toBe(`The body is not JSON: ${place}`)
  })
})

describe('given a resource that R4 does not allow, then the refusal names the element', () => {
  const flag = flagFor('ana')
  const charge = chargeFor('ana')
  const provenance = {
    resourceType: 'Provenance',
    target: [{ reference: 'Patient/ana' }],
    recorded: '2026-03-02T10:00:00Z',
    agent: [{ who: { reference: 'Practitioner/dr-lee' } }],
  }
  test.each<[string, number, string, Record<string, unknown>]>([
    ['a required element missing', 400, 'Flag.code', { ...flag, code: undefined }],
    ['an unknown element', 400, 'Flag.colour', { ...flag, colour: 'red' }],
    ['a Flag status outside its value set', 400, 'Flag.status', { ...flag, status: 'banana' }],
    ['a ChargeItem status outside its value set', 400, 'ChargeItem.status', { ...charge, status: 'ready' }],
    [
      'a nested code outside its value set',
      400,
      'Flag.identifier[0].use',
      { ...flag, identifier: [{ use: 'banana' }] },
    ],
    [
      'an entity role outside its value set',
      400,
      'Provenance.entity[0].role',
      { ...provenance, entity: [{ role: 'banana', what: { display: 'x' } }] },
    ],
    [
      'two of one choice',
      400,
      'ChargeItem.occurrencePeriod',
      { ...charge, occurrenceDateTime: '2026-03-02', occurrencePeriod: { start: '2026-03-02' } },
    ],
    ['a date that does not exist', 400, 'ChargeItem.occurrence[x]', { ...charge, occurrenceDateTime: '2026-02-30' }],
    [
      'a reference to the wrong type',
      400,
      'ChargeItem.subject',
      { ...charge, subject: { reference: 'Medication/prolia' } },
    ],
    ['a dangling reference', 422, 'Flag.subject.reference', { ...flag, subject: { reference: 'Patient/nobody' } }],
    [
      'a dangling reference in a list',
      422,
      'ChargeItem.service[0].reference',
      { ...charge, service: [{ reference: 'MedicationAdministration/none' }] },
    ],
    [
      'a contained resource that is not there',
      422,
      'Flag.author.reference',
      { ...flag, author: { reference: '#nobody' } },
    ],
    [
      'an urn outside a transaction',
      422,
      'Flag.encounter.reference',
      { ...flag, encounter: { reference: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520' } },
    ],
  ])('%s: %i %s', async (_name, status, element, resource) => {
    const answer = await ehr.post<OperationOutcome>(String(resource.resourceType), resource)
    expect(answer.body.issue.map((one) => one.expression?.[0])).toContain(element)
    expect(answer.status).toBe(status)
  })

  test('while an absolute reference to this server is made relative, so that searches find it', async () => {
    const subject = { reference: `${sandbox.fhirBase}/Patient/ana` }
    const created = await ehr.post<typeof flag>('Flag', { ...flag, subject })
    expect(created.body.subject.reference).toBe('Patient/ana')
  })
})

describe('given the metadata', () => {
  test('then it needs no token and says what the server does', async () => {
    const { body, status } = await fhirClient(sandbox).get<CapabilityStatement>('metadata')
    expect(status).toBe(200)
    expect(body.fhirVersion).toBe('4.0.1')
    const rest = body.rest?.[0]
    expect(rest?.interaction?.map((one) => one.code)).toEqual(['transaction', 'batch'])
    const oauth = rest?.security?.extension?.[0]
    expect(oauth?.extension?.find((one) => one.url === 'token')?.valueUri).toBe(`${sandbox.origin}/auth/token`)
    const flag = rest?.resource?.find((one) => one.type === 'Flag')
    expect(flag).toMatchObject({ conditionalCreate: true, conditionalUpdate: true, updateCreate: true })
    expect(flag?.searchParam?.map((one) => one.name)).toContain('identifier')
    expect(flag?.searchParam?.map((one) => one.name)).not.toContain('status')
  })

  test('then every listed search parameter of every listed type is accepted under strict handling', async () => {
    const { body } = await ehr.get<CapabilityStatement>('metadata')
    for (const { type, searchParam = [] } of body.rest?.[0]?.resource ?? []) {
      const query = searchParam
        .map(({ name, type: kind }) => `${name}=${kind === 'date' ? '2026-01-01' : 'x'}`)
        .join('&')
      const answer = await ehr.search(`${type}?${query}`, { prefer: 'handling=strict' })
      expect([type, answer.status]).toEqual([type, 200])
    }
  })
})

describe('given a page on another origin', () => {
  test('then a preflight allows the headers FHIR needs and answers expose those it reads', async () => {
    const preflight = await fetch(`${sandbox.fhirBase}/Flag`, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:4010',
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'authorization,if-match,prefer',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toContain('If-Match')
    const answer = await ehr.get('Patient/ana', { origin: 'http://localhost:4010' })
    for (const name of ['ETag', 'Location', 'Content-Location']) {
      expect(answer.headers.get('access-control-expose-headers')).toContain(name)
    }
    expect((await fhirClient(sandbox).get('Patient/ana')).headers.get('access-control-allow-origin')).toBe('*')
  })
})
