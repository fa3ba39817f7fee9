import type { Bundle, Flag, OperationOutcome } from 'fhir/r4'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Sandbox } from '../src/index.ts'
import { accessOf } from '../src/smart/access.ts'
import { launched, startedSandbox } from '../src/testing/launch.ts'
import { bundleOf, chargeFor, fhirClient, flagFor, ids, posting } from './support/fhir-client.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startedSandbox()
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.close())

async function clientWith(scope: string) {
  const { access_token } = await launched(sandbox, `launch ${scope}`)
  return fhirClient(sandbox, access_token)
}
const everything = () => clientWith('user/*.cruds')
const flagsOf = async (patient: string) => (await (await everything()).search(`Flag?patient=${patient}`)).body.total

describe('given a scope string', () => {
  test.each([
    ['user/Flag.rs', 'Flag', 'r', 'everyone'],
    ['user/Flag.rs', 'Flag', 'c', 'nobody'],
    ['user/Flag.rs', 'ChargeItem', 'r', 'nobody'],
    ['patient/*.read', 'Flag', 's', 'own-patient'],
    ['patient/*.read', 'Flag', 'u', 'nobody'],
    ['patient/Flag.write', 'Flag', 'd', 'own-patient'],
    ['patient/Flag.write', 'Flag', 'r', 'nobody'],
    ['patient/Flag.* user/Flag.rs', 'Flag', 'r', 'everyone'],
    ['patient/Flag.* user/Flag.rs', 'Flag', 'c', 'own-patient'],
    ['patient/Flag.sr patient/Flag.', 'Flag', 'r', 'nobody'],
    ['patient/Flag.rs?category=x', 'Flag', 'r', 'nobody'],
    ['launch openid', 'Patient', 'r', 'nobody'],
  ] as const)('%s on %s for %s reaches %s', (scope, type, need, reach) => {
    expect(accessOf(scope, 'ana').reach(type, need)).toBe(reach)
  })
})

describe('given a token that may only read', () => {
  test.each(['patient/*.rs', 'patient/*.read', 'user/*.rs'])('%s: it cannot write in any way', async (scope) => {
    const ehr = await clientWith(scope)
    const stored = (await (await everything()).post<Flag>('Flag', flagFor('ana'))).body
    const put = { resource: stored, request: { method: 'PUT', url: `Flag/${stored.id}` } }
    const attempts = await Promise.all([
      ehr.post('Flag', flagFor('ana', 'other')),
      ehr.put(`Flag/${stored.id}`, stored),
      ehr.put('Flag?identifier=urn:test|x', flagFor('ana')),
      ehr.send('DELETE', `Flag/${stored.id}`),
      ehr.send('PATCH', `Flag/${stored.id}`, [], { 'content-type': 'application/json-patch+json' }),
      ehr.post('', bundleOf('transaction', [posting(flagFor('ana', 'other'))])),
      ehr.post('', bundleOf('transaction', [{ request: { method: 'GET', url: 'Patient/ana' } }, put])),
      ehr.post('', bundleOf('transaction', [{ request: { method: 'DELETE', url: `Flag/${stored.id}` } }])),
    ])
    for (const { status, outcome } of attempts) {
      expect(status).toBe(403)
      expect(outcome.issue[0]?.code).toBe('forbidden')
    }
    const batch = await ehr.post<Bundle>(
      '',
      bundleOf('batch', [posting(flagFor('ana', 'other')), { request: { method: 'GET', url: 'Patient/ana' } }]),
    )
    expect(batch.body.entry?.map((one) => one.response?.status)).toEqual(['403 Forbidden', '200 OK'])
    expect(await flagsOf('ana')).toBe(1)
  })
})

describe('given a token for one type', () => {
  test('then other types are closed, whichever way they are asked for', async () => {
    const ehr = await clientWith('patient/MedicationAdministration.rs')
    const attempts = await Promise.all([
      ehr.get('Patient/ana'),
      ehr.search('Condition?patient=ana'),
      ehr.post('Condition/_search', new URLSearchParams({ patient: 'ana' })),
      ehr.get('Patient/ana/_history'),
      ehr.get('Patient/ana/_history/1'),
      ehr.search('MedicationAdministration?patient.birthdate=1950-04-02'),
      ehr.post('', bundleOf('transaction', [{ request: { method: 'GET', url: 'Condition?patient=ana' } }])),
    ])
    expect(attempts.map((one) => one.status)).toEqual(attempts.map(() => 403))
  })

  test('then an inclusion of another type is left out, and the answer says so', async () => {
    const ehr = await clientWith('patient/MedicationAdministration.rs patient/Medication.rs')
    const query =
      'MedicationAdministration?patient=ana&_include=MedicationAdministration:medication&_include=MedicationAdministration:context'
    const { body } = await ehr.search(query)
    expect(ids(body, 'include')).toEqual(['prolia'])
    const outcome = body.entry?.find((one) => one.search?.mode === 'outcome')?.resource as OperationOutcome
    expect(outcome.issue[0]?.diagnostics).toContain('Encounter')
  })

  test('then read without search, and search without read, are two things', async () => {
    const reader = await clientWith('patient/Patient.r')
    expect((await reader.get('Patient/ana')).status).toBe(200)
    expect((await reader.search('Patient?_id=ana')).status).toBe(403)
    const searcher = await clientWith('patient/Patient.s')
    expect((await searcher.get('Patient/ana')).status).toBe(403)
    expect((await searcher.search('Patient?_id=ana')).body.total).toBe(1)
  })

  test('then a conditional create needs search as well, and does not show what may not be read', async () => {
    const condition = { 'if-none-exist': 'identifier=urn:test|flag-1' }
    const creator = await clientWith('patient/Flag.c')
    expect((await creator.post('Flag', flagFor('ana'), condition)).status).toBe(403)
    expect(
      (
        await creator.post(
          '',
          bundleOf('transaction', [posting(flagFor('ana'), { ifNoneExist: 'identifier=urn:test|flag-1' })]),
        )
      ).status,
    ).toBe(403)
    await (await everything()).post('Flag', flagFor('ana'))
    const searcher = await clientWith('patient/Flag.cs')
    const found = await searcher.post('Flag', flagFor('ana'), condition)
    expect(found.status).toBe(200)
    expect(found.body).toBeUndefined()
    const body = bundleOf('transaction', [posting(flagFor('ana'), { ifNoneExist: 'identifier=urn:test|flag-1' })])
    const inBundle = await searcher.post<Bundle>('', body, { prefer: 'return=representation' })
    expect(inBundle.body.entry?.[0]?.resource).toBeUndefined()
  })
})

describe('given a patient/ token for Ana', () => {
  test('then she can be read in full, with what belongs to nobody', async () => {
    const ehr = await clientWith('patient/*.rs')
    for (const path of [
      'Patient/ana',
      'Encounter/ana-visit',
      'Coverage/ana-cover',
      'Medication/prolia',
      'Organization/payer',
      'Practitioner/dr-lee',
    ]) {
      expect([path, (await ehr.get(path)).status]).toEqual([path, 200])
    }
  })

  test('then Ben cannot be read, searched or included', async () => {
    const ehr = await clientWith('patient/*.rs')
    const ben = new URLSearchParams({ patient: 'Patient/ben' })
    const attempts = await Promise.all([
      ehr.get('Patient/ben'),
      ehr.get('Patient/ben/_history'),
      ehr.get('Patient/ben/_history/1'),
      ehr.get('MedicationAdministration/ben-dose-1'),
      ehr.search('MedicationAdministration?patient=ben'),
      ehr.search('MedicationAdministration?subject=Patient/ben'),
      ehr.search('MedicationAdministration?patient=ana,ben'),
      ehr.search('Coverage?beneficiary=Patient/ben'),
      ehr.search('Patient?_id=ben'),
      ehr.post('MedicationAdministration/_search', ben),
      ehr.post('', bundleOf('transaction', [{ request: { method: 'GET', url: 'Patient/ben' } }])),
      ehr.post('', bundleOf('transaction', [{ request: { method: 'GET', url: 'Flag?patient=ben' } }])),
    ])
    expect(attempts.map((one) => one.status)).toEqual(attempts.map(() => 403))
    const batch = await ehr.post<Bundle>(
      '',
      bundleOf(
        'batch',
        ['ana', 'ben'].map((id) => ({ request: { method: 'GET', url: `Patient/${id}` } })),
      ),
    )
    expect(batch.body.entry?.map((one) => one.response?.status)).toEqual(['200 OK', '403 Forbidden'])
  })

  test('when a search names no patient, then it finds hers only, in the total as well', async () => {
    const ehr = await clientWith('patient/*.rs')
    for (const [query, expected] of [
      ['MedicationAdministration', 3],
      ['MedicationAdministration?status=completed&_summary=count', 3],
      ['MedicationAdministration?context=Encounter/ben-visit', 0],
      ['MedicationAdministration?patient:not=Patient/ana', 0],
      ['Patient', 1],
      ['Patient?birthdate=1950-04-02', 1],
    ] as const) {
      expect([query, (await ehr.search(query)).body.total]).toEqual([query, expected])
    }
  })

  test('when something shared is the way in, then _revinclude and _include still stop at her record', async () => {
    const ehr = await clientWith('patient/*.rs')
    const shared = await ehr.search('Medication?_id=prolia&_revinclude=MedicationAdministration:medication')
    expect(ids(shared.body, 'include').sort()).toEqual(['ana-dose-1', 'ana-dose-2', 'ana-dose-3'])
    const all = await everything()
    await all.put('Flag/mixed', { ...flagFor('ana'), id: 'mixed', encounter: { reference: 'Encounter/ben-visit' } })
    const mixed = await ehr.search('Flag?_id=mixed&_include=Flag:encounter')
    expect(ids(mixed.body)).toEqual(['mixed'])
    expect(ids(mixed.body, 'include')).toEqual([])
  })

  test('then nothing can be written about Ben, or moved from him to her', async () => {
    const all = await everything()
    const bens = (await all.post<Flag>('Flag', flagFor('ben', 'bens'))).body
    const ehr = await clientWith('patient/*.cruds')
    const hers = (await ehr.post<Flag>('Flag', flagFor('ana', 'hers'))).body
    const takeover = { ...bens, subject: { reference: 'Patient/ana' } }
    const toBen = [{ op: 'replace', path: '/subject/reference', value: 'Patient/ben' }]
    const patch = { 'content-type': 'application/json-patch+json' }
    const attempts = await Promise.all([
      ehr.post('Flag', flagFor('ben')),
      ehr.post('ChargeItem', chargeFor('ben')),
      ehr.put(`Flag/${bens.id}`, takeover),
      ehr.put(`Flag/${hers.id}`, { ...hers, subject: { reference: 'Patient/ben' } }),
      ehr.put('Flag/new', { ...flagFor('ben'), id: 'new' }),
      ehr.send('PATCH', `Flag/${hers.id}`, toBen, patch),
      ehr.send('PATCH', `Flag/${bens.id}`, [{ op: 'replace', path: '/status', value: 'inactive' }], patch),
      ehr.send('DELETE', `Flag/${bens.id}`),
      ehr.post('ChargeItem', { ...chargeFor('ana'), context: { reference: 'Encounter/ben-visit' } }),
      ehr.post('ChargeItem', { ...chargeFor('ana'), service: [{ reference: 'MedicationAdministration/ben-dose-1' }] }),
      ehr.post('', bundleOf('transaction', [posting(flagFor('ana', 'x')), posting(flagFor('ben', 'y'))])),
      ehr.post('Patient', { resourceType: 'Patient' }),
      ehr.post('Medication', { resourceType: 'Medication', code: { text: 'x' } }),
      ehr.post('Provenance', provenanceOf(`Flag/${bens.id}`)),
    ])
    expect(attempts.map((one) => one.status)).toEqual(attempts.map(() => 403))
    expect(await flagsOf('ana')).toBe(1)
    expect((await all.get<Flag>(`Flag/${bens.id}`)).body).toEqual(bens)
    // A condition sees her record only: what it cannot see it neither finds nor deletes.
    expect((await ehr.send('DELETE', 'Flag?identifier=urn:test|bens')).status).toBe(204)
    expect(await flagsOf('ben')).toBe(1)
  })

  test('then her flag, her charge and the provenance about them can be written and read back', async () => {
    const ehr = await clientWith('patient/Flag.crus patient/ChargeItem.crus patient/Provenance.crs')
    const urn = 'urn:uuid:0b0d1c3e-2f8e-4c55-9a2e-0a5c3f0e0001'
    const answer = await ehr.post<Bundle>(
      '',
      bundleOf('transaction', [
        posting(flagFor('ana'), {}, urn),
        posting(chargeFor('ana')),
        posting(provenanceOf(urn)),
      ]),
    )
    expect(answer.body.entry?.map((one) => one.response?.status)).toEqual(Array(3).fill('201 Created'))
    expect((await ehr.get(`${answer.body.entry?.[2]?.response?.location}`)).status).toBe(200)
    expect((await ehr.search('Provenance?recorded=2026-03-02')).body.total).toBe(1)
  })
})

describe('given a user/ token launched on Ana', () => {
  test('then it is not confined to her', async () => {
    const ehr = await everything()
    expect((await ehr.get('Patient/ben')).status).toBe(200)
    expect((await ehr.post('Flag', flagFor('ben'))).status).toBe(201)
    expect((await ehr.search('Patient')).body.total).toBe(2)
  })
})

function provenanceOf(target: string) {
  return {
    resourceType: 'Provenance',
    target: [{ reference: target }],
    recorded: '2026-03-02T10:00:00Z',
    agent: [{ who: { reference: 'Practitioner/dr-lee' } }],
  }
}
