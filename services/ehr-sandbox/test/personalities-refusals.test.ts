import type { Bundle, OperationOutcome } from 'fhir/r4'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PersonalityKey, Sandbox } from '../src/index.ts'
import { at, launched, startedSandbox } from '../src/testing/launch.ts'
import { bundleOf, chargeFor, fhirClient, flagFor, ids, posting } from './support/fhir-client.ts'
import { communicationFor, documentFor, FULL_SCOPES, provenanceOf, taskFor } from './support/write-backs.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startedSandbox()
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.close())

async function client(key: PersonalityKey) {
  const place = at(sandbox, key)
  return fhirClient(place, (await launched(place, FULL_SCOPES[key])).access_token)
}

type Request = readonly [name: string, status: number, method: string, path: string, body?: unknown]
const flag = flagFor('ana')
const charge = chargeFor('ana')
const transaction = bundleOf('transaction', [posting(flag)])
const batch = bundleOf('batch', [{ request: { method: 'GET', url: 'Patient/ana' } }])
const dose = 'MedicationAdministration'

const REFUSED: Partial<Record<PersonalityKey, readonly Request[]>> = {
  'epic-like': [
    ['a charge line', 404, 'POST', 'ChargeItem', charge],
    ['a search for charge lines', 404, 'GET', 'ChargeItem?patient=ana'],
    ['$create', 404, 'POST', 'ChargeItem/$create', {}],
    ['a flag', 405, 'POST', 'Flag', flag],
    ['a change of a flag', 405, 'PUT', 'Flag/one', { ...flag, id: 'one' }],
    ['a Provenance', 404, 'POST', 'Provenance', provenanceOf('Patient/ana')],
    ['a new task', 405, 'POST', 'Task', taskFor('ana')],
    ['a task under an id of ours', 405, 'PUT', 'Task/ours', { ...taskFor('ana'), id: 'ours' }],
    ['a transaction', 405, 'POST', '', transaction],
    ['a batch', 405, 'POST', '', batch],
    ['a change by criteria', 405, 'PUT', 'Task?patient=ana', taskFor('ana')],
    ['a deletion', 405, 'DELETE', 'Communication/one'],
    ['a history', 404, 'GET', 'Patient/ana/_history'],
    ['a search of Medication', 404, 'GET', 'Medication?_id=prolia'],
  ],
  'oracle-like': [
    ['a charge line', 405, 'POST', 'ChargeItem', charge],
    ['a flag', 404, 'POST', 'Flag', flag],
    ['a search for flags', 404, 'GET', 'Flag?patient=ana'],
    ['a task', 404, 'POST', 'Task', taskFor('ana')],
    ['a message', 404, 'POST', 'Communication', communicationFor('ana')],
    ['a Medication', 404, 'GET', 'Medication/prolia'],
    ['$credit', 404, 'POST', 'ChargeItem/$credit', {}],
    ['a transaction', 400, 'POST', '', bundleOf('transaction', [])],
    ['a change without If-Match', 412, 'PUT', 'Condition/ana-bones', { id: 'ana-bones', ...condition() }],
    ['doses by visit', 400, 'GET', `${dose}?patient=ana&effective-time=ge2020-01-01T00:00:00Z&context=ana-visit`],
    ['doses of nobody', 400, 'GET', `${dose}?status=completed`],
    ['doses by a day alone', 400, 'GET', `${dose}?patient=ana&effective-time=ge2020-01-01`],
    ['doses by a time without a prefix', 400, 'GET', `${dose}?patient=ana&effective-time=2020-01-01T00:00:00Z`],
    ['doses with their drug', 400, 'GET', `${dose}?_id=ana-dose-1&_include=${dose}:medication`],
    ['charges by patient', 400, 'GET', 'ChargeItem?patient=ana&-status=billable'],
    ['charges without their status', 400, 'GET', 'ChargeItem?context=Encounter/ana-visit'],
    ['charges of another status', 400, 'GET', 'ChargeItem?context=Encounter/ana-visit&-status=billed'],
    ['coverage by beneficiary', 400, 'GET', 'Coverage?beneficiary=Patient/ana'],
    ['coverage by id', 400, 'GET', 'Coverage?_id=ana-cover'],
  ],
  'athena-like': [
    ['doses', 404, 'GET', `${dose}?patient=ana`],
    ['one dose', 404, 'GET', `${dose}/ana-dose-1`],
    ['charge lines', 404, 'GET', 'ChargeItem?patient=ana'],
    ['flags', 404, 'GET', 'Flag?patient=ana'],
    ['a flag', 404, 'POST', 'Flag', flag],
    ['a charge line', 404, 'POST', 'ChargeItem', charge],
    ['a task', 404, 'POST', 'Task', taskFor('ana')],
    ['a message', 404, 'POST', 'Communication', communicationFor('ana')],
    ['a document', 405, 'POST', 'DocumentReference', documentFor('ana')],
    ['a Provenance', 404, 'POST', 'Provenance', provenanceOf('Patient/ana')],
    ['a changed problem', 405, 'PUT', 'Condition/ana-bones', condition()],
    ['a transaction', 405, 'POST', '', transaction],
    ['a batch', 405, 'POST', '', batch],
  ],
  'no-transaction': [
    ['a transaction', 405, 'POST', '', transaction],
    ['a batch', 405, 'POST', '', batch],
  ],
}
const CASES: [PersonalityKey, ...Request][] = Object.entries(REFUSED).flatMap(([key, requests]) =>
  requests.map((request) => [key as PersonalityKey, ...request] as [PersonalityKey, ...Request]),
)

describe('given what an EHR lacks, then the answer is an OperationOutcome that says so', () => {
  test.each(CASES)('%s, %s: %i', async (key, _name, status, method, path, body) => {
    const answer = await (await client(key)).send<OperationOutcome>(method, path, body)
    expect(answer.body.resourceType).toBe('OperationOutcome')
    expect(answer.body.issue[0]?.severity).toBe('error')
    expect(answer.body.issue[0]?.diagnostics).toBeTruthy()
    expect(answer.status).toBe(status)
    if (status === 405 && path !== '') expect(answer.headers.get('allow')).toBeTruthy()
  })
})

describe('given the Epic-like EHR', () => {
  test('then doses are found by patient, visit, time, order and status', async () => {
    const ehr = await client('epic-like')
    for (const [query, expected] of [
      ['patient=ana', 3],
      ['subject=Patient/ana', 3],
      ['patient=ana&context=Encounter/ana-visit', 3],
      ['patient=ana&effective-time=ge2026-03-02', 2],
      ['patient=ana&status=stopped', 0],
      ['patient=ana&request=MedicationRequest/none', 0],
    ] as const) {
      expect([query, (await ehr.search(`${dose}?${query}`)).body.total]).toEqual([query, expected])
    }
  })

  test('then a parameter it has not is left out, and the answer says so', async () => {
    const { body } = await (await client('epic-like')).search(`${dose}?patient=ana&performer=Practitioner/none`)
    expect(body.total).toBe(3)
    const outcome = body.entry?.find((one) => one.search?.mode === 'outcome')?.resource as OperationOutcome
    expect(outcome.issue[0]?.diagnostics).toContain('performer')
  })

  test('then messages and documents are taken, and If-None-Exist is not looked at', async () => {
    const ehr = await client('epic-like')
    const condition = { 'if-none-exist': 'identifier=urn:test|message-1' }
    for (const [type, resource] of [
      ['Communication', communicationFor('ana')],
      ['DocumentReference', documentFor('ana')],
    ] as const) {
      expect((await ehr.post(type, resource, condition)).status).toBe(201)
      expect((await ehr.post(type, resource, condition)).status).toBe(201)
      expect((await ehr.search(`${type}?patient=ana`)).body.total).toBe(2)
    }
  })
})

describe('given the Oracle-like EHR', () => {
  test('then the refusal of a search names the parameter', async () => {
    const ehr = await client('oracle-like')
    const { outcome } = await ehr.search(`${dose}?status=completed`)
    expect(outcome.issue[0]).toMatchObject({ code: 'required', expression: ['patient'] })
    const byDay = await ehr.search(`${dose}?patient=ana&effective-time=ge2020-01-01`)
    expect(byDay.outcome.issue[0]).toMatchObject({ code: 'value', expression: ['effective-time'] })
    const byVisit = await ehr.search(`${dose}?patient=ana&context=ana-visit`)
    expect(byVisit.outcome.issue[0]?.diagnostics).toContain('context')
  })

  test('then doses come with the drug inside', async () => {
    const ehr = await client('oracle-like')
    const { body } = await ehr.search(`${dose}?patient=ana&effective-time=ge2026-03-02T00:00:00Z`)
    expect(ids(body).sort()).toEqual(['ana-dose-2', 'ana-dose-3'])
    expect(body.entry?.[0]?.resource).toMatchObject({
      medicationReference: { reference: '#drug' },
      contained: [{ resourceType: 'Medication', code: { text: 'Prolia 60 mg/mL' } }],
    })
  })

  test('then a body must be application/fhir+json', async () => {
    const ehr = await client('oracle-like')
    const json = await ehr.post('DocumentReference', documentFor('ana'), { 'content-type': 'application/json' })
    expect(json.status).toBe(415)
    expect((await ehr.post('DocumentReference', documentFor('ana'))).status).toBe(201)
  })

  test('then a change with If-Match is taken, and one with a stale version is not', async () => {
    const ehr = await client('oracle-like')
    const bones = { ...condition(), id: 'ana-bones' }
    expect((await ehr.put('Condition/ana-bones', bones, { 'if-match': 'W/"1"' })).status).toBe(200)
    expect((await ehr.put('Condition/ana-bones', bones, { 'if-match': 'W/"1"' })).status).toBe(409)
  })

  test('then a Provenance is about anything but a charge', async () => {
    const ehr = await client('oracle-like')
    expect((await ehr.post('Provenance', provenanceOf('Condition/ana-bones'))).status).toBe(201)
    const refused = await ehr.post('Provenance', provenanceOf('ChargeItem/one'))
    expect(refused.status).toBe(422)
    expect(refused.outcome.issue[0]?.expression).toEqual(['Provenance.target[0].reference'])
  })

  test('then a batch works, entry by entry, with the same refusals', async () => {
    const ehr = await client('oracle-like')
    const { body } = await ehr.post<Bundle>(
      '',
      bundleOf('batch', [
        { request: { method: 'GET', url: 'Patient/ana' } },
        { request: { method: 'GET', url: 'Flag?patient=ana' } },
        { request: { method: 'GET', url: `${dose}?status=completed` } },
      ]),
    )
    expect(body.entry?.map((one) => one.response?.status.slice(0, 3))).toEqual(['200', '404', '400'])
  })
})

describe('given the EHR without transactions', () => {
  test('then single conditional creates and If-Match are kept', async () => {
    const ehr = await client('no-transaction')
    const condition = { 'if-none-exist': 'identifier=urn:test|flag-1' }
    const first = await ehr.post('Flag', flag, condition)
    expect(first.status).toBe(201)
    expect((await ehr.post('Flag', flag, condition)).status).toBe(200)
    const stale = await ehr.put(`Flag/${first.body.id}`, { ...flag, id: first.body.id }, { 'if-match': 'W/"9"' })
    expect(stale.status).toBe(412)
  })
})

describe('given two EHRs with the same patient', () => {
  test('then a token, a launch and a write of one are nothing at the other', async () => {
    const [one, two] = [at(sandbox, 'full'), at(sandbox, 'lagging')]
    const { access_token } = await launched(one)
    expect((await fhirClient(two, access_token).get('Patient/ana')).status).toBe(401)
    expect((await fhirClient(one, access_token).get('Patient/ana')).status).toBe(200)
    await fhirClient(one, access_token).post('Flag', flag)
    expect(one.stored('Flag')).toHaveLength(1)
    expect(two.stored('Flag')).toHaveLength(0)
    await expect(launched({ ...two, launch: one.launch })).rejects.toThrow('invalid_request')
  })

  test('then every EHR answers at its own address, with its own issuer', async () => {
    expect(sandbox.ehrs.map((one) => one.key)[0]).toBe('full')
    expect(new Set(sandbox.ehrs.map((one) => one.fhirBase)).size).toBe(14)
    expect(sandbox.ehr('racy').fhirBase).toBe(`${sandbox.origin}/ehr/racy/fhir`)
    for (const { key, fhirBase } of sandbox.ehrs) {
      const configuration = await json(`${fhirBase}/.well-known/smart-configuration`)
      expect(configuration.issuer).toBe(fhirBase.replace(/fhir$/, 'auth'))
      const openid = await json(`${configuration.issuer}/.well-known/openid-configuration`)
      expect([key, openid.token_endpoint]).toEqual([key, configuration.token_endpoint])
      expect((await fetch(`${configuration.jwks_uri}`)).status).toBe(200)
    }
    expect((await fetch(`${sandbox.origin}/ehr/nobody/fhir/metadata`)).status).toBe(404)
  })

  test('then an EHR that does not exist is an error of the test', () => {
    expect(() => sandbox.ehr('nobody' as PersonalityKey)).toThrow('no EHR nobody')
  })
})

async function json(address: string): Promise<Record<string, string>> {
  return (await (await fetch(address)).json()) as Record<string, string>
}

function condition() {
  return { resourceType: 'Condition', subject: { reference: 'Patient/ana' }, code: { text: 'Osteoporosis' } }
}
