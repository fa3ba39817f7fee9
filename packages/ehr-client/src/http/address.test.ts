import { expect, test } from 'vitest'
import { addressWithin, baseOf, sameHost } from './address.ts'

test('scheme and host are the same in any case, and so is the usual port; the path is not', () => {
  expect(sameHost('HTTPS://EHR.Example:443/FHIR/Patient/A?x=Y')).toBe('https://ehr.example/FHIR/Patient/A?x=Y')
  expect(sameHost('http://localhost:4500/fhir/../Fhir')).toBe('http://localhost:4500/fhir/../Fhir')
  expect(baseOf('http://LOCALHOST:4500/fhir//')).toBe('http://localhost:4500/fhir')
})

test('what is no plain address stays as it is', () => {
  for (const other of ['Patient/1', 'urn:uuid:A', 'https://user@EHR.example/fhir', 'ftp://EHR.example', ''])
    expect(sameHost(other)).toBe(other)
})

test('a token goes nowhere but below the base', () => {
  expect(addressWithin('https://ehr.example/fhir', 'Patient/1')).toBe('https://ehr.example/fhir/Patient/1')
  for (const elsewhere of ['../admin', 'https://evil.example/fhir/Patient/1', '//evil.example/fhir'])
    expect(() => addressWithin('https://ehr.example/fhir', elsewhere)).toThrow()
})
