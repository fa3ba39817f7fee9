import { expect, test } from 'vitest'
import { aConnection } from '../testing/a-connection.ts'
import { askVersion, assertReadVersion, fhirVersionOf, isReadVersion } from './fhir-version.ts'

test.each(['4.0.1', '4.0.0', '4.0', '4.3.0', '4.3.0-cibuild'])('FHIR %s is read', (version) => {
  expect(isReadVersion(version)).toBe(true)
  expect(() => assertReadVersion(version)).not.toThrow()
})

test.each(['1.0.2', '3.0.2', '3.5.0', '4.1.0', '4.2.0', '4.6.0', '5.0.0', '6.0.0-ballot3', '40.1', '4.01', 'R4'])(
  'FHIR %s is not read, and the failure names it',
  (version) => {
    expect(() => assertReadVersion(version)).toThrow(
      expect.objectContaining({
        kind: 'other-fhir-version',
        about: { detail: `The EHR says that it speaks FHIR ${version}.` },
      }),
    )
  },
)

test('a DSTU2 server says its version in a Conformance resource', () => {
  expect(fhirVersionOf({ resourceType: 'Conformance', fhirVersion: '1.0.2' })).toBe('1.0.2')
})

test('a server that says no version does not stop the reading', async () => {
  expect([fhirVersionOf({}), fhirVersionOf({ fhirVersion: 4 }), fhirVersionOf(undefined)]).toEqual(Array(3))
  expect(() => assertReadVersion(undefined)).not.toThrow()
  expect(await askVersion(aConnection({}))).toBeUndefined()
  expect(await askVersion(aConnection({ metadata: { fhirVersion: '3.0.2' } }))).toBe('3.0.2')
})
