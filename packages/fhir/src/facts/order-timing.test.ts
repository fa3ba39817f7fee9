import type { FhirResource } from 'fhir/r4'
import { expect, test } from 'vitest'
import { chartFrom } from '../chart-from.ts'
import { anAdministration, aWholeChart } from '../testing/a-chart.ts'
import { chartedDose } from './charted-dose.ts'

/** What is said against a dose whose order has these directions. */
function against(...dosageInstruction: object[]): readonly string[] | undefined {
  const request = {
    ...{ resourceType: 'MedicationRequest', id: 'order', status: 'active', intent: 'order' },
    subject: { reference: 'Patient/p1' },
    dosageInstruction,
  }
  const chart = [
    ...aWholeChart().filter(({ id }) => id !== 'ma-1'),
    anAdministration({ request: { reference: 'MedicationRequest/order' } }),
    request as unknown as FhirResource,
  ]
  const { order } = chartedDose(chartFrom(chart), 'MedicationAdministration/ma-1')
  return order?.known ? order.value?.against : undefined
}
const every = (period: unknown, periodUnit: unknown, more: object = {}) => ({
  timing: { repeat: { frequency: 1, period, periodUnit, ...more } },
})
const UNREAD = /orders it at times that cannot be read/

test('an order of every two weeks says nothing against a dose two weeks after the last', () =>
  expect(against(every(2, 'wk'))).toBeUndefined())

test.each([
  ['a unit that every object has', every(6, 'constructor')],
  ['a unit that is none', every(6, 'fortnight')],
  ['a unit that is a number', every(6, 5)],
  ['a period without a unit', every(6, undefined)],
  ['a period that is a text', every('six', 'mo')],
  ['a frequency that is none', every(6, 'mo', { frequency: 'once' })],
])('of %s nobody knows whether the dose was on time', (_, directions) =>
  expect(against(directions)).toEqual([expect.stringMatching(UNREAD)]),
)

test('so where one of two directions cannot be read', () =>
  expect(against(every(6, 'mo'), every(6, 'constructor'))).toEqual([expect.stringMatching(UNREAD)]))

test('two directions with times that differ are named; with the same they are one', () => {
  expect(against(every(1, 'wk'), every(6, 'mo'))).toEqual([expect.stringMatching(/has several directions, each with/)])
  expect(against(every(1, 'wk'), every(7, 'd'))).toBeUndefined()
  expect(against(every(1, 'wk'), { timing: { repeat: { boundsDuration: { value: 1, unit: 'd' } } } })).toBeUndefined()
})

test('a most in a period whose unit every object has cannot be compared', () => {
  const maxDosePerPeriod = { numerator: { value: 60, code: 'mg' }, denominator: { value: 6, code: 'constructor' } }
  expect(against({ maxDosePerPeriod })).toEqual([expect.stringMatching(/that cannot be compared/)])
})
