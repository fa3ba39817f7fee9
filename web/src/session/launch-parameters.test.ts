import { expect, test } from 'vitest'
import { harmlessAddress, launchParameters } from './launch-parameters.ts'

const at = (query: string) => new URL(`https://app.example/app/launch.html?${query}`)

test('only the parameters we honor are read', () => {
  const address = at(
    'iss=https://ehr.example/fhir&launch=abc&codebook=cms&clientId=evil&fhirServiceUrl=https://evil.example',
  )
  expect(launchParameters(address)).toEqual({ iss: 'https://ehr.example/fhir', launch: 'abc', codebook: 'cms' })
})

test('a patient may be named by reference', () => {
  expect(launchParameters(at('iss=HTTPS://EHR.example/fhir&patient=Patient/p1'))).toEqual({
    iss: 'HTTPS://EHR.example/fhir',
    patient: 'p1',
  })
})

test('a value that is not of its form is no value', () => {
  expect(launchParameters(at('codebook=../x&patient=a%20b'))).toEqual({})
})

test.each([
  ['of no web address', 'javascript:alert(1)'],
  ['that is empty', ''],
  ['that is a name', 'Riverside'],
])('an iss %s is told, not taken for none', (_, iss) => {
  expect(launchParameters(at(`iss=${iss}&launch=abc`))).toEqual({ malformedIss: iss, launch: 'abc' })
})

test('what an EHR encoded twice is read as it was meant, the launch too', () => {
  const twice = (text: string) => encodeURIComponent(encodeURIComponent(text))
  expect(launchParameters(at(`iss=${twice('https://ehr.example/fhir')}&launch=${twice('a+b==')}`))).toEqual({
    iss: 'https://ehr.example/fhir',
    launch: 'a+b==',
  })
  expect(launchParameters(at('iss=https%253A%252F%252Fehr.example%252F%25E0&launch=a'))).toMatchObject({
    malformedIss: 'https%3A%2F%2Fehr.example%2F%E0',
  })
  // A launch with a percent sign of its own, from an EHR that encodes once.
  expect(launchParameters(at('iss=https://ehr.example/fhir&launch=a%2520b'))).toMatchObject({ launch: 'a%20b' })
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
