import type { Attested } from '@doseline/contract'
import type { FhirResource } from 'fhir/r4'
import { expect, test } from 'vitest'
import { chartFrom } from '../chart-from.ts'
import { CONTAINERS_OPENED, DISCARDED_AMOUNT, OPENED_AMOUNT } from '../systems.ts'
import { anAdministration, told, toldAmount } from '../testing/a-chart.ts'
import { chartedDose } from './charted-dose.ts'

const BY = { by: 'Practitioner/rn', at: '2026-03-02T20:00:00Z' }
const dose = (differs: object, attested?: Partial<Attested>, others: readonly object[] = []) =>
  chartedDose(chartFrom([anAdministration(differs), ...(others as FhirResource[])]), 'MedicationAdministration/ma-1', {
    attested: attested && { ...BY, ...attested },
  })
const opened = (value: object) => ({ url: CONTAINERS_OPENED, ...value })
const wasted = (value: number, unit = 'mg') => ({ url: DISCARDED_AMOUNT, valueQuantity: { value, unit } })

test.each([
  [{ valueInteger: 9 }, '9'],
  [{ valueUnsignedInt: 9 }, '9'],
  [{ valueQuantity: { value: 9, unit: 'vials' } }, '9'],
  [{ valueQuantity: { value: 9, system: 'http://unitsofmeasure.org', code: '1' } }, '9'],
  [{ valueQuantity: { value: 8.5, unit: 'vial' } }, /^unreadable/],
  [{ valueInteger: -1 }, /^unreadable/],
  [{ valueInteger: 1001 }, /^unreadable/],
  [{ valueInteger: Number.MAX_SAFE_INTEGER }, /^unreadable/],
  [{ valueString: 'nine' }, /^unreadable/],
])('containers opened, %o', (value, says) => {
  expect(told(dose({ extension: [opened(value)] }).containersOpened)).toMatch(says)
})

test('takes containers opened as 90 mg for an amount', () => {
  const read = dose({ extension: [opened({ valueQuantity: { value: 90, unit: 'mg' } })] })
  expect(toldAmount(read.amountOpened)).toBe('90 mg')
  expect(told(read.containersOpened)).toMatch(/^not-recorded/)
  expect(
    toldAmount(dose({ extension: [{ url: OPENED_AMOUNT, valueQuantity: { value: 45, unit: 'mL' } }] }).amountOpened),
  ).toBe('45 mL')
})

test('reads the discarded amount, and that nothing was discarded', () => {
  expect(toldAmount(dose({ extension: [wasted(2)] }).discarded)).toBe('2 mg')
  expect(toldAmount(dose({ extension: [wasted(0)] }).discarded)).toBe('0 mg')
  expect(toldAmount(dose({ extension: [wasted(-2)] }).discarded)).toMatch(/^unreadable/)
  expect(toldAmount(dose({ dosage: { extension: [wasted(2)] } }).discarded)).toBe('2 mg')
})

test('never works out waste, and offers a note only for confirmation', () => {
  const { discarded } = dose({
    extension: [opened({ valueInteger: 9 })],
    note: [{ text: 'Tolerated well. Wasted 2 mg; witness JB.' }],
  })
  expect(told(discarded)).toBe('not-recorded: A note reads “Wasted 2 mg;”; confirm the amount discarded.')
  expect(told(dose({ note: [{ text: '9 vials used' }] }).containersOpened)).toMatch(/A note reads “9 vials used”/)
})

test('what is attested fills what is missing, agrees with the chart, or contradicts it', () => {
  const filled = dose({}, { discardedMg: '2', openedMg: '90', containersOpened: 9 })
  expect([toldAmount(filled.discarded), toldAmount(filled.amountOpened), told(filled.containersOpened)]).toEqual([
    '2 mg',
    '90 mg',
    '9',
  ])
  expect(filled.discarded.known && filled.discarded.attested).toEqual(BY)
  expect(toldAmount(dose({ extension: [wasted(0.002, 'g')] }, { discardedMg: '2' }).discarded)).toBe('0.002 g')
  expect(told(dose({ extension: [wasted(3)] }, { discardedMg: '2' }).discarded)).toBe(
    'contradictory: The chart states the amount discarded as 3 mg, and the request as 2 mg.',
  )
  expect(told(dose({ extension: [opened({ valueInteger: 9 })] }, { containersOpened: 8 }).containersOpened)).toMatch(
    /^contradictory/,
  )
  expect(told(dose({}, { discardedMg: 'two' }).discarded)).toMatch(/^unreadable/)
})

test('two statements of the chart that differ are nobody’s to choose from', () => {
  expect(told(dose({ extension: [wasted(2), wasted(3)] }).discarded)).toMatch(/^contradictory/)
  expect(toldAmount(dose({ extension: [wasted(2), wasted(2)] }).discarded)).toBe('2 mg')
})

const dispense = (differs: object) => ({
  resourceType: 'MedicationDispense',
  id: 'd1',
  status: 'completed',
  quantity: { value: 9, unit: 'vial' },
  ...differs,
})
test('a dispense says what was opened only by our extension, and only of the dose it belongs to', () => {
  const states = { extension: [opened({ valueInteger: 9 }), wasted(2)] }
  const linked = { supportingInformation: [{ reference: 'MedicationDispense/d1' }] }
  expect(told(dose(linked, undefined, [dispense({})]).containersOpened)).toMatch(/^not-recorded/)
  expect(told(dose(linked, undefined, [dispense(states)]).containersOpened)).toBe('9')
  expect(told(dose({}, undefined, [dispense(states)]).containersOpened)).toMatch(/^not-recorded/)
  const partOf = { partOf: [{ reference: 'MedicationAdministration/ma-1' }] }
  expect(toldAmount(dose({}, undefined, [dispense({ ...states, ...partOf })]).discarded)).toBe('2 mg')
  expect(told(dose(linked, undefined, [dispense({ ...states, status: 'entered-in-error' })]).containersOpened)).toMatch(
    /^not-recorded/,
  )
})

test('a dispense of an order given twice belongs to neither dose', () => {
  const order = { request: { reference: 'MedicationRequest/r' } }
  const of = dispense({ authorizingPrescription: [order.request], extension: [wasted(2)] })
  expect(toldAmount(dose(order, undefined, [of]).discarded)).toBe('2 mg')
  expect(told(dose(order, undefined, [of, anAdministration({ ...order, id: 'ma-2' })]).discarded)).toMatch(
    /^not-recorded/,
  )
})
