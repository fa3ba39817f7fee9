import { describe, expect, test } from 'vitest'
import { asRead, READING_PLAN } from '../read/reading-plan.ts'
import { isGranted, notGranted, scopesFor, scopeVersion } from './scopes.ts'

test('the scopes are the table, in either SMART version', () => {
  const v2 = scopesFor({ launch: 'ehr', version: 'v2' })
  expect(v2).toContain('launch openid fhirUser online_access patient/Patient.r')
  expect(v2).toContain('patient/MedicationAdministration.rs')
  expect(v2).toContain('patient/ChargeItem.crus')
  expect(v2).toContain('patient/Provenance.crs')
  expect(v2.split(' ')).toHaveLength(READING_PLAN.flatMap((row) => asRead(row) ?? []).length + 4)
  const v1 = scopesFor({ launch: 'standalone', version: 'v1' })
  expect(v1).toContain('launch/patient openid')
  expect(v1).toContain('patient/Flag.read patient/Flag.write')
  expect(v1).not.toMatch(/\.[cruds]+( |$)/)
})

describe('no scope is asked for', () => {
  const reading = ['read', 'search-type']
  test('to write what the server does not take, or to read what it does not have', () => {
    const offered = { Patient: ['read'], MedicationAdministration: reading, Flag: reading, ChargeItem: ['create'] }
    const scopes = scopesFor({ launch: 'ehr', version: 'v2', offered })
    expect(scopes).toContain('patient/Flag.rs')
    expect(scopes).toContain('patient/ChargeItem.c')
    expect(scopes).not.toMatch(/Coverage|Flag\.crus|ChargeItem\.\w*r/)
  })

  test('that the authorization server does not know: the patient’s where it knows them, else the user’s', () => {
    const supported = [
      ...['launch', 'openid', 'fhirUser', 'online_access'],
      ...['patient/Patient.rs', 'user/MedicationAdministration.rs', 'user/ChargeItem.crs', 'user/Coverage.cruds'],
    ]
    const scopes = scopesFor({ launch: 'ehr', version: 'v2', supported })
    expect(scopes).toBe(
      'launch openid fhirUser online_access patient/Patient.r user/MedicationAdministration.rs user/Coverage.rs user/ChargeItem.crs',
    )
  })

  test('of a context that allows less than the other', () => {
    const supported = ['patient/*.rs', 'user/*.cruds']
    const scopes = scopesFor({ launch: 'ehr', version: 'v2', supported })
    expect(scopes).toContain('user/ChargeItem.crus')
    expect(scopes).toContain('patient/MedicationAdministration.rs')
  })

  test('that is written in the other version', () => {
    const supported = ['openid', 'patient/*.read', 'patient/*.rs', 'patient/Flag.write']
    const offered = { Flag: [], Patient: [] }
    expect(scopesFor({ launch: 'ehr', version: 'v1', offered, supported })).toBe(
      'launch openid patient/Patient.read patient/Flag.read patient/Flag.write',
    )
    expect(scopesFor({ launch: 'ehr', version: 'v2', offered, supported })).toBe(
      'launch openid patient/Patient.r patient/Flag.rs',
    )
  })

  test('to stay signed in, where the server lists no such scope; a profile stands in for the FHIR user', () => {
    const scopes = scopesFor({ launch: 'ehr', version: 'v2', offered: {}, supported: ['openid', 'profile'] })
    expect(scopes).toBe('launch openid profile')
  })
})

test('an operation that creates charges needs the scope to create them', () => {
  const offered = { ChargeItem: ['read', 'search-type', '$create'] }
  expect(scopesFor({ launch: 'ehr', version: 'v2', offered })).toContain('patient/ChargeItem.crs')
})

test('v1 only where the server speaks no v2', () => {
  expect(scopeVersion(['launch-ehr', 'permission-v1'])).toBe('v1')
  expect(scopeVersion(['permission-v1', 'permission-v2'])).toBe('v2')
  expect(scopeVersion(['launch-ehr'], ['patient/*.read'])).toBe('v1')
  expect(scopeVersion(['launch-ehr'], ['patient/*.rs'])).toBe('v2')
  expect(scopeVersion(undefined)).toBe('v2')
})

test('what was granted is read in either version', () => {
  expect(isGranted('patient/Flag.crus launch', 'Flag', 'cu')).toBe(true)
  expect(isGranted('patient/Flag.rs', 'Flag', 'c')).toBe(false)
  expect(isGranted('patient/*.write', 'Flag', 'cu')).toBe(true)
  expect(isGranted('patient/ChargeItem.read', 'Flag', 'r')).toBe(false)
  expect(isGranted('openid launch', 'Flag', 'c')).toBe(true)
  expect(isGranted('patient/Flag.c user/Flag.rs', 'Flag', 'cr')).toBe(true)
})

describe('what was asked for and not granted', () => {
  const asked = 'launch openid fhirUser patient/MedicationAdministration.rs patient/Flag.crus user/Coverage.rs'
  test.each([
    ['every scope as it was asked', asked, []],
    ['the same in other spellings', 'openid fhirUser patient/*.cruds', []],
    ['nothing that names a resource: it does not say', 'openid fhirUser', []],
    ['reading alone', 'openid fhirUser patient/*.rs', ['patient/Flag.crus']],
    [
      'no identity and no Flag',
      'launch patient/MedicationAdministration.read user/Coverage.read',
      ['openid', 'fhirUser', 'patient/Flag.crus'],
    ],
  ])('%s', (_, granted, missing) => {
    expect(notGranted(asked, granted)).toEqual(missing)
  })
})
