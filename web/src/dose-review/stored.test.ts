import type { ChargeItem } from 'fhir/r4'
import { expect, test } from 'vitest'
import { chargesByDose } from './stored.ts'

const charge = (
  status: ChargeItem['status'],
  dose: string,
  system = 'https://doseline.example/fhir/sid/charge',
): ChargeItem => ({
  resourceType: 'ChargeItem',
  status,
  subject: { reference: 'Patient/p1' },
  code: {},
  identifier: [{ system, value: `${status} ${dose}` }],
  service: [{ reference: `https://ehr.example/fhir/MedicationAdministration/${dose}` }],
})

test.each<[string, ChargeItem[], string | undefined]>([
  ['lines that a person approved', [charge('planned', 'd1'), charge('billable', 'd1')], 'charged'],
  ['lines that the EHR has billed', [charge('billed', 'd1')], 'charged'],
  ['lines that are only suggested', [charge('planned', 'd1')], 'suggested'],
  ['lines that were voided', [charge('entered-in-error', 'd1')], undefined],
  ['a demonstration', [charge('not-billable', 'd1')], undefined],
  ['another dose', [charge('billable', 'd10')], undefined],
  ['a charge of somebody else', [charge('billable', 'd1', 'https://ehr.example/charges')], undefined],
])('%s', (_, charges, state) => {
  expect(chargesByDose(charges).get('MedicationAdministration/d1')).toBe(state)
})
