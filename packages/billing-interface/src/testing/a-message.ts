import type { ChargeMessage, PostedLine } from '../charge-message.ts'
import { BillingInterface } from '../profile.ts'

/** A site with FT1-29, and account and visit numbers. */
export const profile = (differs: object = {}): BillingInterface =>
  BillingInterface.parse({
    version: '2.5.1',
    sendingApplication: 'DOSELINE',
    sendingFacility: 'RIVERSIDE',
    receivingApplication: 'BILLING',
    receivingFacility: 'RIVERSIDE',
    identifiers: {
      mrn: { system: 'urn:oid:1.2.3.1', authority: 'RIV' },
      account: { type: 'AN' },
      visit: { type: 'VN' },
    },
    creditType: 'CR',
    ndc: 'FT1-29',
    delivery: { by: 'mllp', host: 'engine.riverside.example', port: 2575 },
    ...differs,
  })

export const line = (differs: Partial<PostedLine> = {}): PostedLine => ({
  number: 'DRUG0F00SE01',
  kind: 'charge',
  code: 'J3397',
  codeSystem: 'hcpcs',
  description: 'Drug administered',
  units: 88,
  modifiers: ['TB'],
  dateOfService: '2026-03-02',
  diagnoses: ['E76.29'],
  ndc: { code: '69794000101', quantity: '44', unit: 'ML' },
  ...differs,
})

export const message = (differs: Partial<ChargeMessage> = {}): ChargeMessage => ({
  key: 'write-back 1',
  at: '2026-03-02T15:04:05.678-05:00',
  patient: {
    identifiers: [
      { system: 'urn:oid:1.2.3.1', type: 'MR', value: '4711' },
      { system: 'urn:oid:9', type: 'SS', value: '999' },
    ],
    family: 'Lovelace',
    given: ['Ada', 'King'],
    birthDate: '1950-12-10',
    sex: 'female',
    account: [{ type: 'AN', value: 'A-1' }],
    visit: [{ type: 'VN', value: 'V-1' }],
  },
  lines: [line()],
  ...differs,
})
