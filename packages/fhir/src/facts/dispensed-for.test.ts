import { expect, test } from 'vitest'
import { chartFrom } from '../chart-from.ts'
import { chartedDose } from './charted-dose.ts'

const subject = { reference: 'Patient/p1' }
const context = { reference: 'Encounter/e1' }
const dose = {
  resourceType: 'MedicationAdministration',
  id: 'ma',
  status: 'completed',
  medicationCodeableConcept: { text: 'Prolia' },
  subject,
  context,
  request: { reference: 'MedicationRequest/o' },
  effectiveDateTime: '2026-03-02T09:00:00-05:00',
}
const dispense = {
  resourceType: 'MedicationDispense',
  id: 'd',
  status: 'completed',
  subject,
  medicationCodeableConcept: { text: 'Jubbonti' },
}
const order = { authorizingPrescription: [{ reference: 'MedicationRequest/o' }] }

test.each<[string, object, boolean]>([
  ['for its order', order, true],
  ['for its order, the week before', { ...order, whenHandedOver: '2026-02-25' }, true],
  ['on its day, for no order', { whenHandedOver: '2026-03-02T08:00:00-05:00' }, true],
  ['in its visit, on a day that is not charted', { context }, true],
  ['in its visit, on another day', { context, whenHandedOver: '2026-03-09' }, false],
  ['in another visit, on a day that is not charted', { context: { reference: 'Encounter/e2' } }, false],
  ['for nothing that leads to a dose', {}, false],
  ['in words that are not FHIR', { ...order, status: 'given' }, true],
  ['and never handed over', { ...order, status: 'cancelled' }, false],
  ['to another patient', { ...order, subject: { reference: 'Patient/p2' } }, false],
])('a drug that was dispensed %s is, or is not, for the dose', (_, differs, expected) => {
  const chart = chartFrom([dose, { ...dispense, ...differs }] as never)
  const { dispensedFor } = chartedDose(chart, 'MedicationAdministration/ma')
  expect(dispensedFor?.known && dispensedFor.value.map(({ reference }) => reference)).toEqual(
    expected ? ['MedicationDispense/d'] : [],
  )
})
