import { expect, test } from 'vitest'
import results from '../../../packages/codebook/data/results.yaml?raw'
import { isGranted, maySend, offeredBy, planFor, READING_PLAN, rowOf, scopesFor, scopeVersion } from './reading-plan.ts'

test('the scopes are the table, in either SMART version', () => {
  const v2 = scopesFor({ launch: 'ehr', version: 'v2' })
  expect(v2).toContain('launch openid fhirUser online_access patient/Patient.r')
  expect(v2).toContain('patient/MedicationAdministration.rs')
  expect(v2).toContain('patient/ChargeItem.crus')
  expect(v2).toContain('patient/Provenance.crs')
  expect(v2.split(' ')).toHaveLength(READING_PLAN.length + 4)
  const v1 = scopesFor({ launch: 'standalone', version: 'v1' })
  expect(v1).toContain('launch/patient openid')
  expect(v1).toContain('patient/Flag.read patient/Flag.write')
  expect(v1).not.toMatch(/\.[cruds]+( |$)/)
})

test('no write is asked for that the server does not offer, and no type it does not have', () => {
  const offered = {
    Patient: ['read'],
    MedicationAdministration: ['read', 'search-type'],
    Flag: ['read', 'search-type'],
  }
  const scopes = scopesFor({ launch: 'ehr', version: 'v2', offered })
  expect(scopes).toContain('patient/Flag.rs')
  expect(scopes).not.toMatch(/Coverage|Flag\.crus/)
  expect(planFor(offered).map(({ type }) => type)).toEqual(['Patient', 'MedicationAdministration', 'Flag'])
})

test('a server that lists no interactions does not say, so it is asked', () => {
  const flag = rowOf('Flag')
  expect(flag && maySend(flag, { Flag: [] })).toBe(true)
  expect(flag && maySend(flag, { Flag: ['create'] })).toBe(false)
})

test('a CapabilityStatement that cannot be read offers everything', () => {
  expect(offeredBy(undefined)).toBeUndefined()
  expect(planFor(undefined)).toHaveLength(READING_PLAN.length)
})

test('v1 only where the server speaks no v2', () => {
  expect(scopeVersion(['launch-ehr', 'permission-v1'])).toBe('v1')
  expect(scopeVersion(['permission-v1', 'permission-v2'])).toBe('v2')
})

test('what was granted is read in either version', () => {
  expect(isGranted('patient/Flag.crus launch', 'Flag', 'cu')).toBe(true)
  expect(isGranted('patient/Flag.rs', 'Flag', 'c')).toBe(false)
  expect(isGranted('patient/*.write', 'Flag', 'cu')).toBe(true)
  expect(isGranted('patient/ChargeItem.read', 'Flag', 'r')).toBe(false)
  expect(isGranted('openid launch', 'Flag', 'c')).toBe(true)
})

test('the results asked for are those the code book reads by a code', () => {
  const listed = [...results.matchAll(/\b\d{4,5}-\d\b/g)].map(([code]) => code)
  const [search = ''] = rowOf('Observation')?.searches ?? []
  const asked = [...decodeURIComponent(search).matchAll(/loinc\.org\|(\d{4,5}-\d)/g)].map(([, code]) => code)
  expect(asked.toSorted()).toEqual(listed.toSorted())
})
