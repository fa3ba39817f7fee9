import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PersonalityKey, Sandbox } from '../src/index.ts'
import { at, authorize, launched, startedSandbox } from '../src/testing/launch.ts'
import { fhirClient, flagFor } from './support/fhir-client.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startedSandbox()
})
afterAll(() => sandbox.close())

const granted = async (key: PersonalityKey, scope: string) =>
  (await launched(at(sandbox, key), `launch ${scope}`)).scope.split(' ').slice(1)
const configuration = async (key: PersonalityKey) =>
  (await fetch(`${sandbox.ehr(key).fhirBase}/.well-known/smart-configuration`)).json() as Promise<{
    scopes_supported: string[]
    capabilities: string[]
  }>

describe('given scopes an EHR does not know', () => {
  test.each<[PersonalityKey, string, string[]]>([
    ['epic-like', 'patient/Flag.read patient/Flag.rs patient/ChargeItem.crs', ['patient/Flag.read', 'patient/Flag.rs']],
    ['athena-like', 'patient/Condition.read patient/Condition.write', ['patient/Condition.read']],
    [
      'athena-like',
      'patient/DocumentReference.rs patient/DocumentReference.c patient/Flag.rs',
      ['patient/DocumentReference.rs'],
    ],
    [
      'v1-scopes',
      'patient/Flag.crus patient/Flag.read patient/ChargeItem.write patient/*.rs',
      ['patient/Flag.read', 'patient/ChargeItem.write'],
    ],
    ['no-transaction', 'patient/Flag.crus patient/Flag.read', ['patient/Flag.crus', 'patient/Flag.read']],
    [
      'oracle-like',
      'user/ChargeItem.crs patient/Patient.rs patient/Coverage.read',
      ['user/ChargeItem.crs', 'patient/Patient.rs', 'patient/Coverage.read'],
    ],
  ])('%s, asked for %s, leaves them out', async (key, scope, expected) => {
    expect((await granted(key, scope)).toSorted()).toEqual(expected.toSorted())
  })

  test.each([
    'patient/Flag.rs',
    'patient/ChargeItem.cruds',
    'patient/*.rs',
    'patient/Task.read',
    'patient/Medication.rs',
  ])('oracle-like, asked for %s, refuses the whole request', async (scope) => {
    const oracle = at(sandbox, 'oracle-like')
    const launch = oracle.launch({ patient: 'ana' })
    const { atApp, params } = await authorize(oracle, `launch patient/Patient.rs ${scope}`, { launch })
    expect(atApp).toBe(true)
    expect(params.get('error')).toBe('invalid_scope')
    expect(params.get('error_description')).toContain(scope)
    expect(params.get('code')).toBeNull()
    expect(params.get('iss')).toBe(oracle.fhirBase.replace(/fhir$/, 'auth'))
  })
})

describe('given the smart-configuration of each EHR', () => {
  test.each<[PersonalityKey, string[]]>([
    ['full', ['permission-v1', 'permission-v2']],
    ['epic-like', ['permission-v1', 'permission-v2']],
    ['oracle-like', ['permission-v1', 'permission-v2']],
    ['v1-scopes', ['permission-v1']],
  ])('%s promises %j', async (key, versions) => {
    const { capabilities } = await configuration(key)
    expect(capabilities.filter((one) => /^permission-v/.test(one))).toEqual(versions)
  })

  test('then it lists the scopes it grants, and no other', async () => {
    const listed = async (key: PersonalityKey) => (await configuration(key)).scopes_supported
    expect(await listed('oracle-like')).toEqual(
      expect.arrayContaining(['user/ChargeItem.crs', 'patient/MedicationAdministration.rs', 'patient/Condition.crus']),
    )
    expect((await listed('oracle-like')).filter((one) => /Flag|\*/.test(one))).toEqual([])
    expect((await listed('v1-scopes')).filter((one) => /\/.*\.(?!read$|write$)/.test(one))).toEqual([])
    expect((await listed('athena-like')).filter((one) => /\.(write|.*[cud])$/.test(one.replace('.read', '')))).toEqual(
      [],
    )
    for (const key of ['oracle-like', 'v1-scopes', 'athena-like'] as const) {
      const resources = (await listed(key)).filter((one) => /^patient\//.test(one))
      expect((await granted(key, resources.join(' '))).toSorted()).toEqual(resources.toSorted())
    }
  })
})

test('a v1 scope opens what it names at the EHR of v1 scopes', async () => {
  const place = at(sandbox, 'v1-scopes')
  const { access_token } = await launched(place, 'launch patient/Flag.write patient/Patient.read')
  const ehr = fhirClient(place, access_token)
  expect((await ehr.get('Patient/ana')).status).toBe(200)
  expect((await ehr.post('Flag', flagFor('ana'))).status).toBe(201)
  expect((await ehr.search('Flag?patient=ana')).status).toBe(403)
})
