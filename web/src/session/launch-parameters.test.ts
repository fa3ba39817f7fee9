import { expect, test } from 'vitest'
import { harmlessAddress, launchParameters } from './launch-parameters.ts'

const at = (query: string) => new URL(`https://app.example/app/launch.html?${query}`)

test('only the parameters we honour are read', () => {
  const address = at(
    'iss=https://ehr.example/fhir&launch=abc&codebook=cms&clientId=evil&fhirServiceUrl=https://evil.example',
  )
  expect(launchParameters(address)).toEqual({ iss: 'https://ehr.example/fhir', launch: 'abc', codebook: 'cms' })
})

test('a value that is not of its form is no value', () => {
  expect(launchParameters(at('iss=javascript:alert(1)&codebook=../x&patient=a%20b'))).toEqual({})
})

test('the library sees the registered issuer and the launch, and nothing that could override them', () => {
  const query = 'iss=https://ehr.example/fhir/&launch=abc&patientId=7&fhirServiceUrl=https://evil.example&clientId=evil'
  const address = harmlessAddress(at(query), 'https://ehr.example/fhir', { launch: 'abc', codebook: 'cms' })
  expect([...address.searchParams]).toEqual([
    ['iss', 'https://ehr.example/fhir'],
    ['launch', 'abc'],
    ['codebook', 'cms'],
  ])
})
