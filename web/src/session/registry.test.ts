import { expect, test } from 'vitest'
import { almost, issFor, issuerFor, type Registry } from './registry.ts'

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

test('the host of an address is the same in any case, and with the usual port; its path is not', () => {
  for (const same of ['https://EHR.Example/fhir', 'HTTPS://ehr.EXAMPLE/fhir/', 'https://ehr.example:443/fhir'])
    expect(keyOf(same), same).toBe('clinic')
  for (const other of ['https://ehr.example/FHIR', 'https://ehr.example/fhir/../fhir', 'https://ehr.example/%66hir'])
    expect(keyOf(other), other).toBeUndefined()
})

test('the registered address that somebody meant is named, and not gone on with', () => {
  for (const meant of ['https://ehr.example/FHIR/', 'http://ehr.example/fhir', 'HTTP://EHR.example/Fhir'])
    expect(almost(registry, meant), meant).toBe('https://ehr.example/fhir')
  for (const other of ['https://ehr.example.evil/fhir', 'https://ehr.example/fhir2'])
    expect(almost(registry, other), other).toBeUndefined()
})

test('a launch goes on with the address as it was registered', () => {
  const [clinic, sim] = registry.issuers
  expect(clinic && issFor(clinic, 'https://EHR.example/fhir')).toBe('https://ehr.example/fhir')
  expect(clinic && issFor(clinic, 'https://ehr.example/fhir/')).toBe('https://ehr.example/fhir/')
  const path = '/v/r4/sim/WzIsIiJd/fhir'
  expect(sim && issFor(sim, `https://LAUNCH.example${path}`)).toBe(`https://launch.example${path}`)
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
