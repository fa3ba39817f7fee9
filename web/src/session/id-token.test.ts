import { expect, test } from 'vitest'
import { claimsOf, fhirUserOf, isNoStaff } from './id-token.ts'

function token(claims: object): string {
  const binary = String.fromCharCode(...new TextEncoder().encode(JSON.stringify(claims)))
  return `h.${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}.s`
}

test('names keep their accents, and base64url its signs', () => {
  const claims = { name: 'José Ångström ÿÿÿ>>>???', fhirUser: 'Practitioner/p1' }
  expect(token(claims)).toMatch(/[-_]/)
  expect(claimsOf(token(claims))).toEqual(claims)
})

test('a token that is none names nobody', () => {
  for (const bad of [undefined, '', 'a', 'a.b.c', 'a.bnVsbA.c']) expect(claimsOf(bad)).toEqual({})
})

test('the user is a person of this server', () => {
  const base = 'https://ehr.example/fhir'
  expect(fhirUserOf({ fhirUser: 'Practitioner/p1' }, base)).toBe('Practitioner/p1')
  expect(fhirUserOf({ fhirUser: `${base}/Practitioner/p1` }, base)).toBe('Practitioner/p1')
  expect(fhirUserOf({ fhirUser: 'https://EHR.Example/fhir/Practitioner/p1' }, base)).toBe('Practitioner/p1')
  expect(fhirUserOf({ fhirUser: 'https://other.example/fhir/Practitioner/p1' }, base)).toBeUndefined()
  expect(fhirUserOf({ fhirUser: 'Device/d1' }, base)).toBeUndefined()
})

test.each([
  ['Patient/p1', true],
  ['https://other.example/fhir/RelatedPerson/r1', true],
  ['Person/x', true],
  ['Practitioner/p1', false],
  ['https://ehr.example/fhir/PractitionerRole/p1', false],
  ['https://patient.example/Patient/fhir/Practitioner/p1', false],
  [undefined, false],
])('%s is a patient or a relative: %s', (fhirUser, expected) => {
  expect(isNoStaff({ fhirUser })).toBe(expected)
})
