import { type BilledPatient, type ChargeMessage, chargeMessage } from './charge-message.ts'
import { chargeNumber } from './identifiers.ts'
import type { BillingInterface, IdentifierPlace } from './profile.ts'

/** What an interface team tries a profile with: a drug, what was discarded of it, its administration, and a void. No patient is meant. */
export function exampleMessages(
  profile: BillingInterface,
): readonly { readonly title: string; readonly text: string }[] {
  const { identifiers } = profile
  const patient = {
    identifiers: [exampleOf(identifiers.mrn, 'MRN00001')],
    family: 'EXAMPLE',
    given: ['PATIENT'],
    birthDate: '1950-01-01',
    sex: 'unknown' as const,
    ...(identifiers.account && { account: [exampleOf(identifiers.account, 'ACCT00001')] }),
    ...(identifiers.visit && { visit: [exampleOf(identifiers.visit, 'VISIT00001')] }),
  }
  const about = { at: '2026-03-02T15:04:05Z', patient } as const
  const charges = {
    ...about,
    key: 'example of charges',
    lines: [DRUG, DISCARDED, ADMINISTRATION],
  }
  const credit: ChargeMessage = { ...about, key: 'example of a credit', lines: [{ ...DISCARDED, kind: 'credit' }] }
  return [
    { title: 'Three charges: the drug, what was discarded, the administration', text: chargeMessage(charges, profile) },
    { title: 'A void: the credit of the second charge', text: chargeMessage(credit, profile) },
  ]
}

/** A message of one charge for a patient: to find out whether one can be made. Throws a MessageFault where it cannot. */
export const exampleMessageFor = (patient: BilledPatient, profile: BillingInterface): string =>
  chargeMessage({ key: EXAMPLE, at: '2026-03-02T15:04:05Z', patient, lines: [DRUG] }, profile)

const exampleOf = ({ system, type }: IdentifierPlace, value: string) => ({ system, type, value })

const EXAMPLE = 'example'

const DRUG = {
  number: chargeNumber('drug', EXAMPLE),
  kind: 'charge',
  code: 'X0000',
  codeSystem: 'hcpcs',
  description: 'Drug administered',
  units: 88,
  modifiers: ['TB'],
  dateOfService: '2026-03-02',
  diagnoses: ['M81.0'],
  ndc: { code: '00000000000', quantity: '4.4', unit: 'ML' },
} as const
const DISCARDED = {
  ...DRUG,
  number: chargeNumber('discarded', EXAMPLE),
  description: 'Drug discarded',
  units: 2,
  modifiers: ['TB', 'JW'],
  ndc: { ...DRUG.ndc, quantity: '0.1' },
} as const
const ADMINISTRATION = {
  ...DRUG,
  number: chargeNumber('administration', EXAMPLE),
  code: '00000',
  codeSystem: 'cpt',
  description: 'Administration',
  units: 1,
  modifiers: [],
  ndc: undefined,
} as const
