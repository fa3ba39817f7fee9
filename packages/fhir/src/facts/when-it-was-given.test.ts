import type { Attested } from '@doseline/contract'
import type { FhirResource } from 'fhir/r4'
import { expect, test } from 'vitest'
import type { ReadingOptions } from '../chart.ts'
import { chartFrom } from '../chart-from.ts'
import { anAdministration, told, toldAmount } from '../testing/a-chart.ts'
import { chartedDose } from './charted-dose.ts'

const dose = (differs: object, others: readonly object[] = [], options: ReadingOptions = {}) =>
  chartedDose(
    chartFrom([anAdministration(differs), ...(others as FhirResource[])]),
    'MedicationAdministration/ma-1',
    options,
  )
const at = (effective: object): object => ({ effectivePeriod: undefined, ...effective })
const visit = (period: object): object => ({ resourceType: 'Encounter', id: 'e1', period })
const states = (facts: Partial<Attested>): ReadingOptions => ({
  attested: { by: 'Practitioner/n1', at: '2026-04-02T10:00:00Z', ...facts },
})
const MIDNIGHT = '2026-04-01T00:00:00.000Z'
const TWO_DAYS = /^contradictory: .*midnight UTC.*; confirm whether it was given on 2026-03-31 or on 2026-04-01\.$/

test.each([
  ['2026-04-01T00:00:00Z'],
  ['2026-04-01T00:00:00.000Z'],
  ['2026-04-01T00:00:00+00:00'],
  ['2026-04-01T00:00Z'],
])('%s may be a day that a converter widened, and names two days', (effectiveDateTime) => {
  expect(told(dose(at({ effectiveDateTime })).administeredOn)).toMatch(TWO_DAYS)
  expect(told(dose(at({ effectivePeriod: { start: effectiveDateTime } })).administeredOn)).toMatch(TWO_DAYS)
  const options = { timeZone: 'America/New_York' }
  expect(told(dose(at({ effectiveDateTime }), [], options).administeredOn)).toMatch(TWO_DAYS)
})

test.each([
  ['it is midnight there too', at({ effectiveDateTime: MIDNIGHT }), [], { timeZone: 'UTC' }, '2026-04-01'],
  ['it is the same day there', at({ effectiveDateTime: MIDNIGHT }), [], { timeZone: 'Pacific/Guam' }, '2026-04-01'],
  [
    'the visit was on the day written',
    at({ effectiveDateTime: MIDNIGHT }),
    [visit({ start: '2026-04-01' })],
    {},
    '2026-04-01',
  ],
  [
    'the visit was on the evening before',
    at({ effectiveDateTime: MIDNIGHT }),
    [visit({ start: '2026-03-31T18:00:00-05:00', end: '2026-03-31T20:00:00-05:00' })],
    {},
    '2026-03-31',
  ],
  [
    'the period ends at a time of the clock',
    at({ effectivePeriod: { start: MIDNIGHT, end: '2026-04-01T03:30:00Z' } }),
    [],
    { timeZone: 'America/New_York' },
    '2026-03-31',
  ],
  [
    'a person states the day',
    at({ effectiveDateTime: MIDNIGHT }),
    [],
    states({ dateOfService: '2026-04-01' }),
    '2026-04-01',
  ],
  ['it is midnight of the place', at({ effectiveDateTime: '2026-04-01T00:00:00-05:00' }), [], {}, '2026-04-01'],
  ['it is one second later', at({ effectiveDateTime: '2026-04-01T00:00:01Z' }), [], {}, '2026-03-31'],
] as const)('a midnight names one day where %s', (_, differs, others, options, day) => {
  const { administeredOn } = dose(differs, others, options)
  expect(told(administeredOn)).toBe(`"${day}"`)
})

test('a visit that is widened to midnight itself, or holds both days, settles nothing', () => {
  const effective = at({ effectiveDateTime: MIDNIGHT })
  for (const period of [{ start: MIDNIGHT, end: MIDNIGHT }, { start: '2026-03-30', end: '2026-04-02' }, {}])
    expect(told(dose(effective, [visit(period)]).administeredOn)).toMatch(TWO_DAYS)
  const both = at({ effectivePeriod: { start: MIDNIGHT, end: MIDNIGHT } })
  expect(told(dose(both).administeredOn)).toMatch(TWO_DAYS)
})

test('another dose at midnight counts on the day that is written: of it the day is only compared', () => {
  const { otherDoses } = dose({}, [anAdministration({ id: 'ma-0', ...at({ effectiveDateTime: MIDNIGHT }) })])
  expect(otherDoses.known && otherDoses.value.map(({ administeredOn }) => told(administeredOn))).toEqual([
    '"2026-04-01"',
  ])
})

test.each([
  [{}, '2026-03-02'],
  [{ effectivePeriod: { end: '2026-03-02T10:31:00-05:00' } }, '2026-03-02'],
  [{ effectivePeriod: { end: '2026-03-02T00:31:00-05:00' } }, '2026-03-01'],
  [{ effectiveDateTime: '2026-03' }, '2026-03-31'],
  [{ effectiveDateTime: '2026-03-02T10:30:00' }, '2026-03-02'],
  [{ effectiveDateTime: '2026-03-03T05:30:00Z' }, '2026-03-02'],
  [{ effectiveDateTime: '2026-03-02', effectivePeriod: { start: '2026-03-04' } }, '2026-03-04'],
])('the day of %o is stated by a person, who is named', (effective, dateOfService) => {
  const { administeredOn } = dose(at(effective), [], states({ dateOfService }))
  expect(administeredOn).toMatchObject({ known: true, value: dateOfService, attested: { by: 'Practitioner/n1' } })
})

test.each([
  [{ effectiveDateTime: '2026-03-02' }, '2026-03-03', /as 2026-03-02, and the request as 2026-03-03/],
  [{ effectiveDateTime: MIDNIGHT }, '2026-04-02', /as 2026-03-31 to 2026-04-01, and the request as 2026-04-02/],
  [{ effectiveDateTime: '2026-03' }, '2026-04-01', /as 2026-03-01 to 2026-03-31, and the request as 2026-04-01/],
  [{ effectivePeriod: { end: '2026-03-02' } }, '2026-03-03', /and the request as 2026-03-03/],
  [{}, '2026-02-30', /^unreadable: .*“2026-02-30”, which is no day/],
])('of %o a person cannot state %s', (effective, dateOfService, says) => {
  expect(told(dose(at(effective), [], states({ dateOfService })).administeredOn)).toMatch(says)
})

test('where only a visit of one day says when, its day is offered', () => {
  const { administeredOn } = dose(at({}), [
    visit({ start: '2026-03-02T09:00:00-05:00', end: '2026-03-02T14:30:00-05:00' }),
  ])
  expect(told(administeredOn)).toContain('in Encounter/e1; confirm that it was given on 2026-03-02.')
})

test.each([
  [{ deceasedDateTime: '2026-02-01' }, { on: { days: { earliest: '2026-02-01', latest: '2026-02-01' } } }],
  [{ deceasedDateTime: '2026' }, { on: { days: { earliest: '2026-01-01', latest: '2026-12-31' } } }],
  [{ deceasedBoolean: true }, { place: { element: 'deceasedBoolean' } }],
])('a death is read at its precision: %o', (deceased, death) => {
  const { given } = dose({}, [{ resourceType: 'Patient', id: 'p1', ...deceased }])
  expect(given?.known && given.value).toMatchObject({ hasPatient: true, death })
})

test('nobody is dead whose record does not say so', () => {
  for (const alive of [{}, { deceasedBoolean: false }]) {
    const { given } = dose({}, [{ resourceType: 'Patient', id: 'p1', ...alive }])
    expect(given?.known && given.value.death).toBeUndefined()
  }
  const { given } = dose({})
  expect(given?.known && given.value.hasPatient).toBe(false)
})

const ran = (start: string, end: string) => told(dose({ effectivePeriod: { start, end } }).minutes)
test.each([
  ['over the change to summer time', '2026-03-08T00:30:00-06:00', '2026-03-08T04:30:00-05:00', '180'],
  ['over the change to winter time', '2026-11-01T00:30:00-05:00', '2026-11-01T04:30:00-06:00', '300'],
  ['from 01:30 to the second 01:30', '2026-11-01T01:30:00-05:00', '2026-11-01T01:30:00-06:00', '60'],
  ['past midnight', '2026-03-02T22:00:00-05:00', '2026-03-03T02:00:00-05:00', '240'],
  ['on 29 February 2028', '2028-02-29T09:00:00-05:00', '2028-02-29T13:00:00-05:00', '240'],
  ['into 1 March 2028', '2028-02-29T23:00:00-05:00', '2028-03-01T01:00:00-05:00', '120'],
  ['with seconds left over', '2026-03-02T09:00:30-05:00', '2026-03-02T10:00:29-05:00', '59'],
  ['in two offsets', '2026-03-02T09:00:00-05:00', '2026-03-02T15:00:00Z', '60'],
  ['for a whole day', '2026-03-02T09:00:00-05:00', '2026-03-03T09:00:00-05:00', '1440'],
])('an infusion %s is counted by the clock', (_, start, end, minutes) => {
  expect(ran(start, end)).toBe(minutes)
})

test('a stop that was missed leaves the minutes open, and a person can state them', () => {
  const period = { start: '2026-03-02T09:00:00-05:00', end: '2026-03-03T11:00:00-05:00' }
  expect(told(dose({ effectivePeriod: period }).minutes)).toBe(
    `unreadable: The infusion is charted from ${period.start} to ${period.end}, 26 hours: the stop was probably missed.`,
  )
  const { minutes } = dose({ effectivePeriod: period }, [], states({ infusionMinutes: 240 }))
  expect(minutes).toMatchObject({ known: true, value: 240, attested: { by: 'Practitioner/n1' } })
})

test('a stop at the very moment of the start says nothing of the time, and a person can state it', () => {
  const at = '2026-03-02T09:00:00-05:00'
  const effectivePeriod = { start: at, end: at }
  expect(told(dose({ effectivePeriod }).minutes)).toBe(
    `unreadable: The infusion is charted to start and stop at the same moment (${at}), which does not say how long it ran.`,
  )
  const { minutes } = dose({ effectivePeriod }, [], states({ infusionMinutes: 240 }))
  expect(minutes).toMatchObject({ known: true, value: 240 })
})

test('Oracle’s time of the infusion is offered, and never taken', () => {
  const infused = (valueQuantity: object) => ({
    effectivePeriod: undefined,
    effectiveDateTime: '2026-03-02T09:30:00-05:00',
    extension: [{ url: 'https://fhir-ehr.cerner.com/r4/StructureDefinition/infuse-over-time', valueQuantity }],
  })
  const minutes = { value: 240, unit: 'min', system: 'http://unitsofmeasure.org', code: 'min' }
  expect(told(dose(infused(minutes)).minutes)).toBe(
    'not-recorded: The chart does not say when the infusion started and stopped; the EHR says that it was infused over 240 minutes: confirm that it ran 240 minutes.',
  )
  for (const other of [
    { value: 4, code: 'h' },
    { value: 0, code: 'min' },
    { value: 240.5, code: 'min' },
    { value: 9000, code: 'min' },
  ]) {
    expect(told(dose(infused(other)).minutes)).toBe(
      'not-recorded: The chart does not say when the infusion started and stopped.',
    )
  }
})

test('rate and amount offer a stop, and never take it', () => {
  const charted = {
    effectivePeriod: { start: '2026-03-02T09:30:00-05:00' },
    dosage: { dose: { value: 80, unit: 'mg' }, rateQuantity: { value: 20, unit: 'mg/h' } },
  }
  expect(told(dose(charted).minutes)).toBe(
    'not-recorded: The infusion started at 2026-03-02T09:30:00-05:00; the chart does not say when it stopped; 80 mg at 20 mg/h takes 240 minutes, until 2026-03-02T13:30:00-05:00: confirm that it ran 240 minutes.',
  )
  expect(told(dose(charted, [], states({ infusionMinutes: 240 })).minutes)).toBe('240')
  expect(told(dose({}, [], states({ infusionMinutes: 200 })).minutes)).toMatch(/^contradictory: .* 240, .* 200/)
})

const UCUM = 'http://unitsofmeasure.org'
test.each([
  [
    { value: 60, unit: 'mg', system: UCUM, code: 'Mg' },
    /^contradictory: .* “mg” and the code “Mg”, which in UCUM counts millions/,
  ],
  [{ value: 60, unit: 'mg', code: 'Mg' }, /^contradictory/],
  [{ value: 60, system: UCUM, code: 'Mg' }, /^contradictory: The dose 60 has the code “Mg”/],
  [{ value: 1, system: UCUM, code: 'ML' }, /^contradictory/],
  [{ value: 1, unit: 'mg', system: UCUM, code: 'ML' }, /^contradictory/],
  [{ value: 4, unit: 'mg/kg', system: UCUM, code: 'Mg/kg' }, /^contradictory/],
  [{ value: 1, unit: 'mL', system: UCUM, code: 'ML' }, /^1 mL$/],
  [{ value: 60, unit: 'mg', system: UCUM, code: 'MG' }, /^60 mg$/],
  [{ value: 60, system: UCUM, code: 'MG' }, /^60 mg$/],
  [{ value: 60, unit: 'Mg' }, /^60 mg$/],
  [{ value: 1, unit: 'ml', system: UCUM, code: 'ml' }, /^1 mL$/],
  [{ value: 60, unit: 'mg', system: UCUM, code: 'mcg' }, /^contradictory/],
])('UCUM tells capitals apart: %o', (quantity, says) => {
  expect(toldAmount(dose({ dosage: { dose: quantity } }).dose)).toMatch(says)
})

test('what a person states of the amount is kept apart from what is charted', () => {
  const { dose: charted, doseStated } = dose(
    { dosage: { dose: { value: 1, unit: 'syringe' } } },
    [],
    states({ administeredMg: '60' }),
  )
  expect(toldAmount(charted)).toBe('1 {syringe}')
  expect(doseStated && toldAmount(doseStated)).toBe('60 mg')
  expect(dose({}, [], states({ administeredMg: '0' })).doseStated?.known).toBe(false)
})

const SUBCUTANEOUS = { route: { coding: [{ system: 'http://snomed.info/sct', code: '34206005' }] } }
const INTRAVENOUS = { route: { coding: [{ system: 'http://snomed.info/sct', code: '47625008' }] } }
const HOUR = { effectivePeriod: { start: '2026-03-02T08:00:00-05:00', end: '2026-03-02T09:00:00-05:00' } }
const started = { effectivePeriod: { start: '2026-03-02T08:00:00-05:00' } }
const AN_HOUR = { minutes: 60, ran: { from: Date.UTC(2026, 2, 2, 13), until: Date.UTC(2026, 2, 2, 14) } }
test.each([
  ['by its route and period', { ...HOUR, dosage: INTRAVENOUS }, AN_HOUR],
  ['by its route alone', { ...at({ effectiveDateTime: '2026-03-02T08:00:00-05:00' }), dosage: INTRAVENOUS }, {}],
  ['by its period, without a route', HOUR, AN_HOUR],
  ['by its rate, without a route', { ...started, dosage: { rateQuantity: { value: 20, unit: 'mL/h' } } }, {}],
  ['not under the skin, whatever the period', { ...HOUR, dosage: SUBCUTANEOUS }, undefined],
  ['not by mouth', { ...HOUR, dosage: { route: { text: 'Oral' } } }, undefined],
  ['not without a route and at one moment', at({ effectiveDateTime: '2026-03-02T08:00:00-05:00' }), undefined],
])('another dose went into a vein: %s', (_, differs, vein) => {
  const { otherDoses } = dose({}, [{ ...anAdministration({ id: 'ma-9', ...differs }) }])
  expect(otherDoses.known && otherDoses.value[0]?.intoAVein).toEqual(vein === undefined ? undefined : vein)
  expect(otherDoses.known && otherDoses.value[0]?.encounter).toBe('Encounter/e1')
})
