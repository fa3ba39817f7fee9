import { expect, test } from 'vitest'
import { BillingInterface } from './profile.ts'
import { profile } from './testing/a-message.ts'

test('code systems have the names of HL7 table 0396 where the site says nothing', () => {
  expect(profile().codeSystems).toEqual({ hcpcs: 'HCPCS', cpt: 'C4', icd10cm: 'I10C', ndc: 'NDC' })
})

test.each([
  ['ndc', { version: '2.3.1' }],
  ['acknowledgment', { acknowledgment: 'enhanced', delivery: { by: 'folder', folder: '/out' } }],
  ['identifiers.mrn', { identifiers: { mrn: {} } }],
  ['delivery.tls', { delivery: { by: 'mllp', host: 'a', port: 1, tls: { certificate: 'c.pem' } } }],
  ['delivery.port', { delivery: { by: 'mllp', host: 'a', port: 70_000 } }],
])('what cannot be meant is refused at %s', (path, differs) => {
  const { success, error } = BillingInterface.safeParse({ ...profile(), ...differs })
  expect([success, error?.issues[0]?.path.join('.')]).toEqual([false, path])
})
