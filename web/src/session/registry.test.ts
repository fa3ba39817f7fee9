import { expect, test } from 'vitest'
import { issuerFor, type Registry } from './registry.ts'

const registry: Registry = {
  signIn: false,
  issuers: [
    { key: 'clinic', label: 'Clinic', iss: 'https://ehr.example/fhir', clientId: 'a' },
    {
      key: 'sim',
      label: 'Simulator',
      issPattern: { origin: 'https://launch.example', path: '/v/r4/sim/*/fhir' },
      clientId: 'b',
    },
  ],
}
const keyOf = (iss: string) => issuerFor(registry, iss)?.key

test('an EHR is known by its very address, with or without the last slash', () => {
  expect(keyOf('https://ehr.example/fhir')).toBe('clinic')
  expect(keyOf('https://ehr.example/fhir/')).toBe('clinic')
})

test('an address that only looks alike is another EHR', () => {
  const alike = [
    'http://ehr.example/fhir',
    'https://ehr.example/fhir2',
    'https://ehr.example.evil/fhir',
    'https://ehr.example/fhir?x=1',
  ]
  for (const iss of alike) expect(keyOf(iss), iss).toBeUndefined()
})

test('a pattern allows one segment where it has a star, and nothing else', () => {
  expect(keyOf('https://launch.example/v/r4/sim/WzIsIiJd/fhir')).toBe('sim')
  const others = [
    'https://launch.example/v/r4/sim/a/b/fhir',
    'https://launch.example/v/r4/sim//fhir',
    'https://launch.example/v/r4/sim/a/fhir?x',
    'https://user@launch.example/v/r4/sim/a/fhir',
    'https://other.example/v/r4/sim/a/fhir',
    'not an address',
  ]
  for (const iss of others) expect(keyOf(iss), iss).toBeUndefined()
})
