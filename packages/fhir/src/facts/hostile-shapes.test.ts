import type { FhirResource } from 'fhir/r4'
import { expect, test } from 'vitest'
import { chartFrom } from '../chart-from.ts'
import { anAdministration, aWholeChart } from '../testing/a-chart.ts'
import { chartedDose } from './charted-dose.ts'

const DOSE = 'MedicationAdministration/ma-1'
const of = (...more: object[]) => chartedDose(chartFrom([...aWholeChart(), ...more] as FhirResource[]), DOSE)
const encounter = (differs: object) => ({
  resourceType: 'Encounter',
  id: 'before',
  status: 'finished',
  class: { code: 'IMP' },
  subject: { reference: 'Patient/p1' },
  period: { start: '2026-02-01', end: '2026-02-03' },
  ...differs,
})

test('an offset in which no zone is named leaves the ends of periods as they are written', () => {
  const dose = chartedDose(
    chartFrom([
      anAdministration({ effectiveDateTime: '2026-03-02T10:00:00-13:00' }),
      {
        resourceType: 'Coverage',
        id: 'c',
        status: 'active',
        beneficiary: { reference: 'Patient/p1' },
        payor: [{ display: 'Payer' }],
        period: { end: '2026-03-02T04:59:59Z' },
      },
    ] as FhirResource[]),
    DOSE,
  )
  expect(dose.coverages.known && dose.coverages.value[0]?.until).toBe('2026-03-02')
})

test.each([
  [
    'a bill without a period',
    {
      resourceType: 'Claim',
      id: 'b',
      status: 'active',
      use: 'claim',
      patient: { reference: 'Patient/p1' },
      billablePeriod: null,
      item: [{ sequence: 1, servicedPeriod: null, revenue: { coding: [{ code: '0120' }] } }],
    },
  ],
  [
    'a discharge by a word of every object',
    encounter({ hospitalization: { dischargeDisposition: { coding: [{ code: 'constructor' }] } } }),
  ],
])('%s tells of no stay', (_, resource) => {
  const { stays } = of(resource)
  expect(stays.known && stays.value.filter(({ dischargedOn, isCertain }) => dischargedOn || isCertain)).toEqual([])
})

test('who is discharged home, and not to skilled care, is at home', () => {
  const { stays } = of(encounter({ hospitalization: { dischargeDisposition: { text: 'Home, not skilled' } } }))
  expect(stays.known && stays.value.filter(({ dischargedOn }) => dischargedOn)).toEqual([])
})

test('a chain of thousands of places is followed to its end', () => {
  const places = Array.from({ length: 4500 }, (_, at) => ({
    resourceType: 'Location',
    id: `l${at}`,
    partOf: { reference: `Location/l${at + 1}` },
  }))
  const visit = encounter({
    id: 'e1',
    class: { code: 'AMB' },
    period: { start: '2026-03-02' },
    location: [{ location: { reference: 'Location/l0' } }],
  })
  const whole = aWholeChart().filter(({ resourceType }) => resourceType !== 'Encounter')
  const dose = chartedDose(chartFrom([...whole, visit, ...places] as FhirResource[]), DOSE)
  expect(dose.setting.known).toBe(true)
})

test('a substitution that is nonsense forbids nothing', () => {
  const chart = aWholeChart().map((each) =>
    each.resourceType === 'MedicationRequest'
      ? ({ ...each, substitution: { allowedBoolean: { toString: 5 } } } as unknown as FhirResource)
      : each,
  )
  const { order } = chartedDose(chartFrom(chart), DOSE)
  expect(order?.known && order.value?.asWritten).toBeFalsy()
})

test.each([
  ['without a coverage', { coverage: [{ priority: 1 }] }],
  ['with nothing for a coverage', { coverage: [{ coverage: null }] }],
  ['with an empty coverage', { coverage: {} }],
  ['with a coverage that is a word', { coverage: ['Aetna', null, { coverage: 'Aetna' }] }],
  ['whose coverage is called by a number', { coverage: [{ coverage: { display: 5, reference: 7 } }] }],
  ['with guarantors that are nothing', { guarantor: [null, {}, { party: null }] }],
])('an account %s names nobody to pay', (_, differs) => {
  const account = { resourceType: 'Account', id: 'a', status: 'active', subject: [{ reference: 'Patient/p1' }] }
  const { paysByRecords } = of({ ...account, ...differs })
  const named = paysByRecords?.known ? paysByRecords.value.flatMap(({ coverages }) => coverages) : undefined
  expect(named).toEqual([])
})
