import { expect, test } from 'vitest'
import { CPT, HCPCS } from '../../code-systems.ts'
import { BILLED_NDC, CHARGE_MODIFIER } from '../../systems.ts'
import { aLine, aWriteBack } from '../../testing/a-write-back.ts'
import { type Identity, identityOf, urnOf } from '../identities.ts'
import { chargeItem } from './charge-item.ts'

test('a line as a ChargeItem, element by element', () => {
  expect(chargeItem(aWriteBack({ act: 'approve' }), aLine({ modifiers: ['TB', '25'] }), 0)).toEqual({
    resourceType: 'ChargeItem',
    extension: [
      {
        url: CHARGE_MODIFIER,
        extension: [
          { url: 'sequence', valuePositiveInt: 1 },
          { url: 'code', valueCodeableConcept: { coding: [{ system: HCPCS, code: 'TB' }] } },
        ],
      },
      {
        url: CHARGE_MODIFIER,
        extension: [
          { url: 'sequence', valuePositiveInt: 2 },
          { url: 'code', valueCodeableConcept: { coding: [{ system: CPT, code: '25' }] } },
        ],
      },
      {
        url: BILLED_NDC,
        extension: [
          { url: 'ndc', valueCoding: { system: 'http://hl7.org/fhir/sid/ndc', code: '69794000101' } },
          { url: 'quantity', valueQuantity: { value: 44, unit: 'ML' } },
        ],
      },
    ],
    identifier: [
      { system: 'https://doseline.example/fhir/sid/charge', value: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ],
    status: 'billable',
    code: { coding: [{ system: HCPCS, code: 'J3397' }], text: 'J3397-TB-25 × 88 administered' },
    subject: { reference: 'Patient/p1' },
    context: { reference: 'Encounter/e1' },
    occurrenceDateTime: '2026-03-02',
    quantity: { value: 88, unit: 'billing units' },
    enterer: { reference: 'Practitioner/biller' },
    enteredDate: '2026-03-03T10:00:00Z',
    reason: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'E76.29' }] }],
    service: [{ reference: 'MedicationAdministration/ma-1' }],
    supportingInformation: [{ reference: 'Condition/mps7' }, { reference: 'Coverage/c1' }],
    note: [{ text: '88 mg ÷ 1 mg per unit = 88 units; modifiers: TB, 25' }],
  })
})

test('an NDC of which no source says how much it is stands alone', () => {
  const { extension = [] } = chargeItem(aWriteBack(), aLine({ ndc: { ndc: '00006302602' } }), 0)
  expect(extension.find(({ url }) => url === BILLED_NDC)?.extension).toEqual([
    { url: 'ndc', valueCoding: { system: 'http://hl7.org/fhir/sid/ndc', code: '00006302602' } },
  ])
})

test('a CPT number stands under CPT', () => {
  expect(chargeItem(aWriteBack(), aLine({ code: '96372' }), 0).code.coding).toEqual([{ system: CPT, code: '96372' }])
})

const IDENTITY: Identity = { tenant: 't', server: 's', codebook: 'cms', about: ['b', 'a'], role: 'drug', ordinal: 0 }
test('an identity is of its parts, not of their order or of where one ends', () => {
  const same = identityOf({ ...IDENTITY, about: ['a', 'b'] })
  expect(identityOf(IDENTITY)).toBe(same)
  const others: Partial<Identity>[] = [
    { tenant: 'ts', server: '' },
    { about: ['ab'] },
    { about: ['a', 'b', ''] },
    { role: 'discarded drug' },
    { ordinal: 1 },
    { codebook: 'article' },
  ]
  const identities = others.map((differs) => identityOf({ ...IDENTITY, ...differs }))
  expect(new Set([same, ...identities]).size).toBe(7)
})

test('a urn is a UUID, always the same for the same identity', () => {
  expect(urnOf(identityOf(IDENTITY))).toMatch(
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  )
  expect(urnOf(identityOf(IDENTITY))).toBe(urnOf(identityOf(IDENTITY)))
})
