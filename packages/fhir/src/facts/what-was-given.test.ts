import { exactText } from '@doseline/dose'
import type { FhirResource } from 'fhir/r4'
import { expect, test } from 'vitest'
import type { ReadingOptions } from '../chart.ts'
import { chartFrom } from '../chart-from.ts'
import { NDC } from '../code-systems.ts'
import { anAdministration, told, toldAmount } from '../testing/a-chart.ts'
import { chartedDose } from './charted-dose.ts'

const dose = (differs: object, others: readonly object[] = [], options: ReadingOptions = {}) =>
  chartedDose(
    chartFrom([anAdministration(differs), ...(others as FhirResource[])]),
    'MedicationAdministration/ma-1',
    options,
  )

test.each([
  [{ status: 'stopped' }, '"stopped"'],
  [
    { status: 'given' },
    'unreadable: MedicationAdministration/ma-1 has the status “given”, which is not one that FHIR R4 has there.',
  ],
  [
    { status: 'Completed' },
    'unreadable: MedicationAdministration/ma-1 has the status “Completed”, which is not one that FHIR R4 has there.',
  ],
  [{ status: undefined }, 'not-recorded: MedicationAdministration/ma-1 has no status.'],
  [
    { modifierExtension: [{ url: 'urn:not', valueBoolean: true }] },
    'unreadable: The administration carries a modifier extension (urn:not) that may change what it means.',
  ],
  [
    { status: 5 },
    'unreadable: MedicationAdministration/ma-1 has the status something that is no code, which is not one that FHIR R4 has there.',
  ],
])('status of %o', (differs, says) => {
  expect(told(dose(differs).status)).toBe(says)
})

test('shows why a dose was not given', () => {
  const { status } = dose({ status: 'not-done', statusReason: [{ text: 'Patient refused' }] })
  expect(status.places[0]?.shows).toBe('not-done: Patient refused')
})

const at = (effective: object): object => ({ effectivePeriod: undefined, ...effective })
test.each([
  [{ effectiveDateTime: '2026-03-02' }, '"2026-03-02"'],
  [{ effectiveDateTime: '2026-03-02T23:30:00-05:00' }, '"2026-03-02"'],
  [{ effectiveDateTime: '2026-03-02T18:00:00Z' }, '"2026-03-02"'],
  [{ effectiveDateTime: '2026-03' }, 'unreadable: The day of the dose is not known: “2026-03” does not name a day.'],
  [
    { effectiveDateTime: '2026-02-30' },
    'unreadable: The day of the dose is not known: “2026-02-30” is not a day that exists.',
  ],
  [
    { effectiveDateTime: '2026-03-02T09:00:00' },
    'unreadable: “2026-03-02T09:00:00” is a time without its time zone, so its day is not certain; confirm that it was given on 2026-03-02.',
  ],
  [
    { effectivePeriod: { end: '2026-03-02' } },
    'unreadable: The chart says when the dose ended (2026-03-02) and not when it started; confirm that it was given on 2026-03-02.',
  ],
  [
    { effectiveDateTime: '2026-03-02', effectivePeriod: { start: '2026-03-04' } },
    'contradictory: The administration states two days, 2026-03-02 and 2026-03-04.',
  ],
  [{}, 'not-recorded: The chart does not say when the dose was given.'],
  [
    {
      _effectiveDateTime: {
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
      },
    },
    'not-recorded: The chart says that the time of the dose is absent (unknown).',
  ],
])('day of %o', (effective, says) => {
  expect(told(dose(at(effective)).administeredOn)).toBe(says)
})

test('says that what ran past midnight counts on the day it started', () => {
  const { administeredOn } = dose({
    effectivePeriod: { start: '2026-03-02T22:00:00-05:00', end: '2026-03-03T02:00:00-05:00' },
  })
  expect(administeredOn.known && administeredOn.value).toBe('2026-03-02')
  expect(administeredOn.places[0]?.shows).toContain('counted on the day it started')
})

const NEW_YORK = { url: 'http://hl7.org/fhir/StructureDefinition/timezone', valueCode: 'America/New_York' }
const LATE = { effectivePeriod: { start: '2026-03-03T04:30:00Z' } }
test('reads a UTC time in the zone the caller gives, or the chart of the place does', () => {
  expect(told(dose(LATE).administeredOn)).toMatch(/^unreadable/)
  expect(told(dose(LATE, [], { timeZone: 'America/New_York' }).administeredOn)).toBe('"2026-03-02"')
  const encounter = { resourceType: 'Encounter', id: 'e1', location: [{ location: { reference: 'Location/l' } }] }
  expect(
    told(dose(LATE, [encounter, { resourceType: 'Location', id: 'l', extension: [NEW_YORK] }]).administeredOn),
  ).toBe('"2026-03-02"')
  const served = { resourceType: 'Encounter', id: 'e1', serviceProvider: { reference: 'Organization/o' } }
  const clinic = { resourceType: 'Organization', id: 'o', address: [{ extension: [NEW_YORK] }] }
  expect(told(dose(LATE, [served, clinic]).administeredOn)).toBe('"2026-03-02"')
  expect(told(dose(LATE, [], { timeZone: 'Mars/Olympus' }).administeredOn)).toBe(
    'unreadable: “Mars/Olympus” is not a time zone.',
  )
})

const coded = (...coding: object[]): object => ({ medicationCodeableConcept: { coding } })
const namesOf = (differs: object, others: readonly object[] = []): object | string => {
  const { drug } = dose(differs, others)
  if (!drug.known) return told(drug)
  const names = Object.entries(drug.value).map(([kind, all]) => [kind, all.map(({ name }: { name: string }) => name)])
  return Object.fromEntries(names.filter(([, all]) => (all?.length ?? 0) > 0))
}

test.each([
  [
    'an oid, as Epic and others write it',
    coded({ system: 'urn:oid:2.16.840.1.113883.6.69', code: '55513-710-01' }),
    { ndc: ['55513071001'] },
  ],
  ['eleven digits', coded({ system: NDC, code: '55513071001' }), { ndc: ['55513071001'] }],
  [
    'one drug in two spellings',
    coded({ system: NDC, code: '55513-0710-01' }, { system: NDC, code: '55513-710-01' }),
    { ndc: ['55513071001'] },
  ],
  [
    'RxNorm by oid',
    coded({ system: 'urn:oid:2.16.840.1.113883.6.88', code: '993456', display: 'Prolia' }),
    { rxnorm: ['993456'], text: ['Prolia'] },
  ],
  [
    'an old HCPCS address',
    coded({ system: 'https://bluebutton.cms.gov/resources/codesystem/hcpcs', code: 'j0897' }),
    { hcpcs: ['J0897'] },
  ],
  [
    'https and a slash',
    coded({ system: 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets/', code: 'J0897' }),
    { hcpcs: ['J0897'] },
  ],
  [
    'HCPCS under the CPT system',
    coded({ system: 'http://www.ama-assn.org/go/cpt', code: 'J3397' }),
    { hcpcs: ['J3397'] },
  ],
  [
    'text and equal display',
    { medicationCodeableConcept: { text: 'Prolia', coding: [{ display: 'PROLIA' }] } },
    { text: ['Prolia'] },
  ],
  ['ten bare digits', coded({ system: NDC, code: '5551371001' }), { partialNdc: ['5551371001'] }],
  ['an NDC without its package part', coded({ system: NDC, code: '55513-710' }), { partialNdc: ['55513-710'] }],
  [
    'an NDC that cannot be read',
    coded({ system: NDC, code: '55513-0710-014' }),
    'unreadable: NDC “55513-0710-014” cannot be read: it is neither hyphenated as 10 or 11 digits nor 11 digits long.',
  ],
  [
    'a local code',
    coded({ system: 'urn:local', code: '77' }),
    'unreadable: The drug has a code (77) of a system that Doseline does not read.',
  ],
  [
    'nothing',
    { medicationCodeableConcept: undefined },
    'not-recorded: The administration does not name the drug that was given.',
  ],
])('names of the drug: %s', (_, differs, names) => {
  expect(namesOf(differs)).toEqual(names)
})

const referred = (medicationReference: object): object => ({
  medicationCodeableConcept: undefined,
  medicationReference,
})
test('reads what a mixture is made of by its names only', () => {
  const bag = {
    resourceType: 'Medication',
    id: 'bag',
    ingredient: [
      { itemReference: { reference: '#vial' } },
      { itemCodeableConcept: { coding: [{ system: NDC, code: '0338-0049-04', display: 'Sodium chloride 0.9%' }] } },
    ],
  }
  const vial = {
    resourceType: 'Medication',
    id: 'vial',
    code: { coding: [{ system: NDC, code: '69794-001-01', display: 'Mepsevii' }] },
  }
  expect(namesOf({ ...referred({ reference: '#bag' }), contained: [bag, vial] })).toEqual({
    text: ['Mepsevii', 'Sodium chloride 0.9%'],
  })
})

test('takes the display of a Medication that is not there, and says that it is not', () => {
  const { drug } = dose(referred({ reference: 'Medication/gone', display: 'Xgeva 120 mg' }))
  expect(drug.places.map(({ shows }) => shows)).toEqual(['Xgeva 120 mg (Medication/gone is not in the chart)'])
  expect(namesOf(referred({ reference: 'Medication/gone' }))).toBe(
    'not-recorded: The drug that was given, Medication/gone is not in the chart.',
  )
  expect(namesOf(referred({ identifier: { system: NDC, value: '55513-730-01' } }))).toEqual({ ndc: ['55513073001'] })
  const refused = chartFrom([anAdministration(referred({ reference: 'Medication/gone' }))], { Medication: 'refused' })
  expect(told(chartedDose(refused, 'MedicationAdministration/ma-1').drug)).toMatch(/^refused: The EHR refused/)
})

const UCUM = 'http://unitsofmeasure.org'
test.each([
  [{ value: 60, unit: 'mg', system: UCUM, code: 'mg' }, '60 mg'],
  [{ value: 60, unit: 'MG' }, '60 mg'],
  [{ value: 60, unit: 'milligram(s)', code: 'mg' }, '60 mg'],
  [{ value: 500, unit: 'µg', system: UCUM, code: 'ug' }, '500 ug'],
  [{ value: 500, unit: 'mcg' }, '500 ug'],
  [{ value: 0.1, unit: 'g', system: 'https://unitsofmeasure.org/', code: 'g' }, '0.1 g'],
  [{ value: 1.7, unit: 'cc' }, '1.7 mL'],
  [{ value: 4, unit: 'MG/KG' }, '4 mg/kg'],
  [
    { value: 2, unit: 'TAB', system: 'http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm', code: 'TAB' },
    '2 {tablet}',
  ],
  [{ value: 1, unit: 'vial(s)', system: UCUM, code: '{Vial}' }, '1 {vial}'],
  [{ value: 1, unit: 'Syringe', system: UCUM, code: '1' }, '1 {syringe}'],
  [{ value: 60, unit: 'mg of denosumab', system: UCUM, code: 'mg' }, '60 mg'],
  [{ value: 60, unit: 'mg', system: UCUM, code: 'mg{denosumab}' }, '60 mg'],
  [{ value: 60, unit: 'mg', system: 'urn:local', code: '1234' }, '60 mg'],
  [{ value: '60.50', unit: 'mg' }, '60.5 mg'],
  [
    { value: 60, unit: 'g', code: 'mg' },
    'contradictory: The dose 60 has the unit “g” and the code “mg”, which differ.',
  ],
  [{ value: 60 }, 'not-recorded: The dose 60 has no unit.'],
  [{ unit: 'mg' }, 'not-recorded: The dose has no value.'],
  [{ value: 0, unit: 'mg' }, 'unreadable: The dose is charted as 0, which cannot be.'],
  [{ value: -5, unit: 'mg' }, 'unreadable: The dose is charted as -5, which cannot be.'],
  [{ value: 60, comparator: '<', unit: 'mg' }, 'unreadable: The dose is charted as “< 60”, not as an amount.'],
  [
    { value: 0.30000000000000004, unit: 'mg' },
    'unreadable: The dose “0.30000000000000004” has more digits than can be read exactly.',
  ],
  [{ value: 'sixty', unit: 'mg' }, 'unreadable: The dose “sixty” is not a number.'],
])('dose of %o', (quantity, says) => {
  expect(toldAmount(dose({ dosage: { dose: quantity } }).dose)).toBe(says)
})

test.each([
  ['22 mg/h for four hours', { rateQuantity: { value: 22, unit: 'mg/h' } }, '88 mg'],
  ['0.4 mg/min for 240 minutes', { rateQuantity: { value: 0.4, unit: 'mg/min' } }, '96 mg'],
  [
    '11 mg in each half hour',
    { rateRatio: { numerator: { value: 11, unit: 'mg' }, denominator: { value: 30, unit: 'min' } } },
    '88 mg',
  ],
])('a rate of mass by the time it ran: %s', (_, dosage, amount) => {
  const { dose: given } = dose({ dosage })
  expect(given.known && `${exactText(given.value.value)} ${given.value.unit}`).toBe(amount)
})

test.each([
  ['the same amount', '60 mg SC once', true],
  ['the same amount in another unit', 'give 60000 mcg', true],
  ['a strength only', 'Prolia 60 mg/mL, one syringe', true],
  ['a dose by weight', '4 mg/kg every two weeks', true],
  ['both amounts', '60 mg of 120 mg', true],
  ['another drug by the thousand', 'SC once. Calcium 1,000 mg daily', true],
  ['another amount', '120 mg SC once', false],
])('a dose of 60 mg whose text states %s', (_, text, stands) => {
  const { dose: given } = dose({ dosage: { text, dose: { value: 60, unit: 'mg' } } })
  expect(given.known).toBe(stands)
  if (!given.known)
    expect([given.because, given.says]).toEqual([
      'contradictory',
      'The dose is charted as 60 mg, and its text says “120 mg SC once”.',
    ])
})

test.each([
  [undefined, 'The administration does not say how much was given.'],
  [{ text: '60 mg SC once' }, 'The dose is charted as text only: “60 mg SC once”.'],
  [
    { rateQuantity: { value: 11, unit: 'mL/h' } },
    'The chart gives a rate (11 mL/h from 2026-03-02T09:00:00-05:00 to 2026-03-02T13:00:00-05:00) and no dose; confirm the amount given.',
  ],
  [{ rateQuantity: { value: 22, unit: 'mg' } }, /a rate \(22 mg from/],
  [{ rateQuantity: { value: 22, unit: 'mg/kg/h' } }, /a rate \(22 mg\/kg\/h from/],
  [
    { rateRatio: { numerator: { value: 8, unit: 'mL' }, denominator: { value: 1, unit: 'min' } } },
    /a rate \(8 mL per 1 min/,
  ],
  [
    [{ dose: { value: 1, unit: 'mg' } }, { dose: { value: 1, unit: 'mg' } }],
    'The administration has more than one dosage.',
  ],
])('no dose in %o', (dosage, says) => {
  const { dose: missing } = dose({ dosage })
  expect(missing.known ? undefined : missing.says).toMatch(says ?? '')
})

test('reads the encounter, the patient, and says where they are somebody else', () => {
  expect(told(dose({}).encounter)).toBe('"Encounter/e1"')
  expect(told(dose({ context: { reference: 'EpisodeOfCare/x' } }).encounter)).toMatch(/^unreadable/)
  expect(told(dose({ subject: { reference: 'Group/g' } }).patient)).toMatch(/^unreadable/)
  expect(told(dose({ subject: undefined }).patient)).toMatch(/^not-recorded/)
})

test('knows nothing about a dose that is not in the chart', () => {
  const nothing = chartedDose(chartFrom([]), 'MedicationAdministration/none')
  expect(told(nothing.status)).toBe('not-recorded: MedicationAdministration/none is not in the chart.')
})
