import type { ReadOutcome } from '@doseline/contract'
import { exactText } from '@doseline/dose'
import type { FhirResource } from 'fhir/r4'
import { expect, test } from 'vitest'
import type { ReadingOptions } from '../chart.ts'
import { chartFrom } from '../chart-from.ts'
import { anAdministration, told } from '../testing/a-chart.ts'
import { chartedDose } from './charted-dose.ts'

const PATIENT = { reference: 'Patient/p1' }
const chartedWith = (
  others: readonly object[],
  given: object = {},
  options?: ReadingOptions,
  reads?: Record<string, ReadOutcome>,
) =>
  chartedDose(
    chartFrom([anAdministration(given), ...(others as FhirResource[])], reads),
    'MedicationAdministration/ma-1',
    options,
  )

const medicines = (...having: Parameters<typeof chartedWith>): string[] => {
  const { medicines: found } = chartedWith(...having)
  if (!found.known) return [told(found)]
  return found.value.map(({ reference, drug, from, until, notTolerated }) =>
    [reference, drug.text[0]?.name, from ?? '…', until ?? '…', notTolerated && 'not tolerated']
      .filter(Boolean)
      .join(' '),
  )
}
const order = (differs: object) => ({
  resourceType: 'MedicationRequest',
  id: 'o',
  status: 'completed',
  intent: 'order',
  subject: PATIENT,
  medicationCodeableConcept: { text: 'alendronate 70 mg tablet' },
  authoredOn: '2024-01-10',
  ...differs,
})
const statement = (differs: object) => ({
  resourceType: 'MedicationStatement',
  id: 's',
  status: 'completed',
  subject: PATIENT,
  medicationCodeableConcept: { text: 'risedronate' },
  effectivePeriod: { start: '2023', end: '2024-06' },
  ...differs,
})
const ofAllergy = (status: 'clinical' | 'verification', code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/allergyintolerance-${status}`, code }],
})
const intolerance = (differs: object) => ({
  resourceType: 'AllergyIntolerance',
  id: 'a',
  patient: PATIENT,
  clinicalStatus: ofAllergy('clinical', 'active'),
  code: { coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '46041', display: 'alendronate' }] },
  ...differs,
})

test.each<[string, object, string[]]>([
  ['an order, from the day it was written', order({}), ['MedicationRequest/o alendronate 70 mg tablet 2024-01-10 …']],
  [
    'an order with the time it held',
    order({ dispenseRequest: { validityPeriod: { start: '2024-02-01', end: '2025-02-01' } } }),
    ['MedicationRequest/o alendronate 70 mg tablet 2024-02-01 2025-02-01'],
  ],
  ['a stopped order', order({ status: 'stopped' }), ['MedicationRequest/o alendronate 70 mg tablet 2024-01-10 …']],
  ['an order that was cancelled', order({ status: 'cancelled' }), []],
  ['a draft', order({ status: 'draft' }), []],
  ['an order not to give it', order({ doNotPerform: true }), []],
  ['a proposal', order({ intent: 'proposal' }), []],
  ['an order without a drug', order({ medicationCodeableConcept: undefined }), []],
  ['an order of another patient', order({ subject: { reference: 'Patient/p2' } }), []],
  [
    'a statement of years and months, taken at their shortest',
    statement({}),
    ['MedicationStatement/s risedronate 2023-12-31 2024-06-01'],
  ],
  ['a statement that it was not taken', statement({ status: 'not-taken' }), []],
  ['an intolerance', intolerance({}), ['AllergyIntolerance/a alendronate … … not tolerated']],
  ['an intolerance that passed', intolerance({ clinicalStatus: ofAllergy('clinical', 'resolved') }), []],
  ['an intolerance that was refuted', intolerance({ verificationStatus: ofAllergy('verification', 'refuted') }), []],
  [
    'an intolerance named by its reaction',
    intolerance({ code: undefined, reaction: [{ substance: { text: 'zoledronic acid' }, manifestation: [] }] }),
    ['AllergyIntolerance/a zoledronic acid … … not tolerated'],
  ],
  ['an order on hold', order({ status: 'on-hold' }), []],
  ['an order that is only planned', order({ intent: 'plan' }), []],
])('what was tried before: %s', (_, resource, found) => expect(medicines([resource])).toEqual(found))

test.each([
  [
    'an order in a status of nobody',
    order({ status: 'Active' }),
    'MedicationRequest/o has the status “Active”, which is not one that FHIR R4 has there.',
  ],
  ['an order of unknown status', order({ status: 'unknown' }), 'MedicationRequest/o has the status unknown.'],
  ['an order without an intent', order({ intent: undefined }), 'MedicationRequest/o has no intent.'],
  ['a statement without a status', statement({ status: undefined }), 'MedicationStatement/s has no status.'],
  [
    'an intolerance without a status',
    intolerance({ clinicalStatus: undefined }),
    'AllergyIntolerance/a has no clinicalStatus.',
  ],
  [
    'an intolerance whose verification is no code',
    intolerance({ verificationStatus: { text: 'sure' } }),
    'AllergyIntolerance/a has the verificationStatus “sure”, which is not a code of http://terminology.hl7.org/CodeSystem/allergyintolerance-verification.',
  ],
])('%s is kept, and says what nobody can tell of it', (_, resource, doubt) => {
  const { medicines } = chartedWith([resource])
  expect(medicines).toMatchObject({ known: true, value: [{ doubt }] })
})

test('another dose is a treatment before too, where it was given on a day that is known', () => {
  const other = { ...anAdministration({ id: 'ma-0', effectiveDateTime: '2026-02-16' }), effectivePeriod: undefined }
  expect(medicines([other])).toEqual(['MedicationAdministration/ma-0 vestronidase alfa-vjbk 2026-02-16 2026-02-16'])
  expect(medicines([{ ...other, status: 'not-done' }])).toEqual([])
})

test('a person states what was tried', () => {
  const attested = {
    earlierTreatments: [
      { name: 'alendronate', outcome: 'tried' as const },
      { name: 'zoledronic acid', outcome: 'ruled out' as const },
    ],
    by: 'Dr Ames',
    at: '2026-03-02T14:00:00Z',
  }
  expect(medicines([], {}, { attested })).toEqual([
    'request alendronate … …',
    'request zoledronic acid … … not tolerated',
  ])
})

test('an order names its drug by a Medication, or by the words of its reference', () => {
  const medication = { resourceType: 'Medication', id: 'm', code: { text: 'Jubbonti' } }
  const byReference = order({
    medicationCodeableConcept: undefined,
    medicationReference: { reference: 'Medication/m' },
  })
  expect(medicines([byReference, medication])).toEqual(['MedicationRequest/o Jubbonti 2024-01-10 …'])
  const byWords = order({ medicationCodeableConcept: undefined, medicationReference: { display: 'Wyost' } })
  expect(medicines([byWords])).toEqual(['MedicationRequest/o Wyost 2024-01-10 …'])
})

test('nothing found says nothing where orders could not be read', () => {
  expect(medicines([], {}, undefined, { MedicationRequest: 'refused' })).toEqual([
    'refused: The EHR refused access to orders (MedicationRequest), so this cannot be known.',
  ])
})

const results = (...others: object[]): string[] => {
  const { results: found } = chartedWith(others)
  if (!found.known) return [told(found)]
  return found.value.map(({ codes, on, value, words, low }) =>
    [codes[0]?.code ?? codes[0]?.display, on, value && `${exactText(value.value)} ${value.unit}`, words, low && 'low']
      .filter(Boolean)
      .join(' '),
  )
}
const observation = (differs: object) => ({
  resourceType: 'Observation',
  id: 'r',
  status: 'final',
  subject: PATIENT,
  code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
  effectiveDateTime: '2026-02-20',
  ...differs,
})
const QUANTITY = { value: 22, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' }

test.each<[string, object, string[]]>([
  ['a weight', observation({ valueQuantity: QUANTITY }), ['29463-7 2026-02-20 22 kg']],
  ['a corrected one', observation({ status: 'corrected', valueQuantity: QUANTITY }), ['29463-7 2026-02-20 22 kg']],
  ['a preliminary one', observation({ status: 'preliminary', valueQuantity: QUANTITY }), []],
  [
    'a score below zero, without a unit',
    observation({ valueQuantity: { value: -2.5 } }),
    ['29463-7 2026-02-20 -2.5 {score}'],
  ],
  [
    'a value marked low',
    observation({ valueQuantity: { value: 7.9, unit: 'mg/dL' }, interpretation: [{ coding: [{ code: 'L' }] }] }),
    ['29463-7 2026-02-20 7.9 mg/dL low'],
  ],
  [
    'a comparator is no value',
    observation({ valueQuantity: { ...QUANTITY, comparator: '<' } }),
    ['29463-7 2026-02-20'],
  ],
  ['words', observation({ valueString: 'deficient' }), ['29463-7 2026-02-20 deficient']],
  [
    'a month, at its latest',
    observation({ effectiveDateTime: '2026-01', valueQuantity: QUANTITY }),
    ['29463-7 2026-01-31 22 kg'],
  ],
  [
    'the parts of a panel',
    observation({
      component: [{ code: { text: 'T-score' }, valueQuantity: { value: -3.1, unit: 'T-Score', code: '{T-Score}' } }],
    }),
    ['29463-7 2026-02-20', 'T-score 2026-02-20 -3.1 {T-Score}'],
  ],
])('results: %s', (_, resource, found) => expect(results(resource)).toEqual(found))

const documented = (...having: Parameters<typeof chartedWith>) => {
  const { documentation } = chartedWith(...having)
  return documentation.known && documentation.value
}

test('the record of giving: lot and expiry of the product, route, site, who and by which order', () => {
  const medication = {
    resourceType: 'Medication',
    id: 'm',
    code: { text: 'Mepsevii' },
    batch: { lotNumber: 'A12', expirationDate: '2027-04' },
  }
  const given = {
    medicationCodeableConcept: undefined,
    medicationReference: { reference: 'Medication/m' },
    request: { reference: 'MedicationRequest/o' },
    performer: [{ actor: { reference: 'Practitioner/n1' } }],
    dosage: {
      route: { coding: [{ system: 'http://snomed.info/sct', code: '47625008' }] },
      site: { text: 'right forearm' },
    },
  }
  expect(documented([medication], given)).toEqual({
    lot: 'A12',
    expires: '2027-04-30',
    route: 'intravenous',
    site: 'right forearm',
    person: 'Practitioner/n1',
    order: 'MedicationRequest/o',
  })
  expect(documented([])).toEqual({})
})

test.each([
  ['SubCut', 'subcutaneous'],
  ['SC injection', 'subcutaneous'],
  ['IV piggyback', 'intravenous'],
  ['by mouth', 'oral'],
  ['IM', 'intramuscular'],
  ['as ordered', 'as ordered'],
])('a route written as “%s” is %s', (text, route) => {
  expect(documented([], { dosage: { route: { text } } })).toEqual({ route })
})

const setting = (others: readonly object[]) => told(chartedWith(others).setting)
const visit = (differs: object) => ({ resourceType: 'Encounter', id: 'e1', status: 'finished', ...differs })
const place = (type: object) => ({ resourceType: 'Location', id: 'l', type: [type] })
const AT_PLACE = { class: { code: 'AMB' }, location: [{ location: { reference: 'Location/l' } }] }
const ROLE = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode'
const POS = 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set'

test.each<[string, readonly object[], string]>([
  ['an ambulatory visit', [visit({ class: { code: 'AMB' } })], '"outpatient"'],
  ['an inpatient stay', [visit({ class: { code: 'IMP' } })], '"inpatient"'],
  ['a class of the EHR’s own, in words', [visit({ class: { code: '13', display: 'Infusion visit' } })], '"outpatient"'],
  [
    'a class of the EHR’s own, that says nothing',
    [visit({ class: { code: '13', display: 'Series' } })],
    'not-recorded: The visit does not say whether it was inpatient or outpatient.',
  ],
  [
    'a class of the EHR’s own, in words that are not known',
    [visit({ class: { system: 'urn:oid:1.2.840.114350.1', code: '9', display: 'Swing Bed' } })],
    'unreadable: Encounter/e1 is of the class “Swing Bed”, which is no kind of place that is known here.',
  ],
  [
    'a class of the EHR’s own, in a code alone',
    [visit({ class: { system: 'urn:oid:1.2.840.114350.1', code: '9' } })],
    'unreadable: Encounter/e1 is of the class “9”, which is no kind of place that is known here.',
  ],
  [
    'a patient class of HL7 v2',
    [visit({ class: { system: 'http://terminology.hl7.org/CodeSystem/v2-0004', code: 'I' } })],
    '"inpatient"',
  ],
  ['a class as R5 writes it', [visit({ class: [{ coding: [{ code: 'IMP' }] }] })], '"inpatient"'],
  ['a class as a concept', [visit({ class: { coding: [{ code: 'EMER' }] } })], '"emergency department"'],
  ['a class in a word', [visit({ class: 'inpatient' })], '"inpatient"'],
  ['a class in small letters', [visit({ class: { code: 'imp' } })], '"inpatient"'],
  ['no class', [visit({})], 'not-recorded: The visit does not say whether it was inpatient or outpatient.'],
  ['no visit', [], 'not-recorded: The chart does not hold the visit in which the dose was given.'],
  [
    'a place of service, before the class',
    [visit(AT_PLACE), place({ coding: [{ system: POS, code: '19' }] })],
    '"off-campus outpatient hospital"',
  ],
  [
    'a dialysis unit, by its words',
    [visit(AT_PLACE), place({ text: 'Hemodialysis unit (dialysis)' })],
    '"dialysis facility"',
  ],
  [
    'a unit of a hospital, by the code of the role',
    [visit(AT_PLACE), place({ coding: [{ system: ROLE, code: 'ICU' }] })],
    'unreadable: Location/l is of the type “ICU”, which is no kind of place that is known here.',
  ],
  ['the patient’s home', [visit(AT_PLACE), place({ coding: [{ system: ROLE, code: 'PTRES' }] })], '"home"'],
  [
    'an inpatient in an infusion center',
    [visit({ ...AT_PLACE, class: { code: 'IMP' } }), place({ coding: [{ system: ROLE, code: 'OF' }] })],
    '"inpatient"',
  ],
  [
    'a class that the visit had at the time',
    [
      visit({
        ...AT_PLACE,
        classHistory: [{ class: { code: 'IMP' }, period: { start: '2026-03-02', end: '2026-03-02' } }],
      }),
    ],
    'contradictory: Encounter/e1 was then of the class “IMP”, and Encounter/e1 is of the class “AMB”.',
  ],
  [
    'a class that the visit had on another day',
    [visit({ ...AT_PLACE, classHistory: [{ class: { code: 'IMP' }, period: { start: '2026-03-04' } }] })],
    '"outpatient"',
  ],
  [
    'a place of service that is no kind known here',
    [visit(AT_PLACE), place({ coding: [{ system: POS, code: '99' }] })],
    'unreadable: Location/l is of the type “99”, which is no kind of place that is known here.',
  ],
  [
    'a telephone call',
    [visit({ class: { code: 'AMB' }, type: [{ coding: [{ display: 'Telephone encounter' }] }] })],
    'contradictory: Encounter/e1 is of the type “Telephone encounter”, and Encounter/e1 is of the class “AMB”.',
  ],
  ['a place that says nothing', [visit(AT_PLACE), place({ text: 'Room 4' })], '"outpatient"'],
  [
    'a number of another system',
    [visit(AT_PLACE), place({ coding: [{ system: 'urn:rooms', code: '21' }] })],
    '"outpatient"',
  ],
])('where it was given: %s', (_, others, found) => expect(setting(others)).toBe(found))

test.each(['inpatient', 'outpatient'])('without the visit, the category of the administration says it: %s', (code) => {
  expect(told(chartedWith([], { category: { coding: [{ code }] } }).setting)).toBe(`"${code}"`)
  const stay = visit({ class: { code: 'IMP' } })
  expect(told(chartedWith([stay], { category: { coding: [{ code }] } }).setting)).toBe('"inpatient"')
})

test('a person states where it was given where the chart leaves it open, and never against it', () => {
  const attested = { by: 'Ada', at: '2026-03-03T10:00:00Z', setting: 'office' as const }
  const stated = (differs: object) => chartedWith([visit(differs)], {}, { attested }).setting
  expect(stated({ class: { code: '13', display: 'HOV' } })).toMatchObject({ value: 'office', attested: { by: 'Ada' } })
  expect(told(stated({ class: { code: 'AMB' } }))).toBe('"office"')
  expect(told(stated({ class: { code: 'IMP' } }))).toMatch(/^contradictory: .* inpatient, and .* office/)
})

const stays = (others: readonly object[], given: object = {}) => {
  const { stays: found } = chartedWith(others, given)
  return found.known
    ? found.value.map(({ reference, kind, written, isCertain, isParent }) => ({
        reference,
        kind,
        written,
        isCertain,
        isParent,
      }))
    : []
}
const stay = (differs: object) => ({
  resourceType: 'Encounter',
  id: 'e9',
  status: 'finished',
  class: { code: 'IMP' },
  subject: PATIENT,
  period: { start: '2026-03-01', end: '2026-03-03' },
  ...differs,
})

test.each<[string, readonly object[], object | undefined]>([
  ['an inpatient stay that spans the dose', [stay({})], { kind: 'inpatient', isCertain: true, isParent: false }],
  [
    'one that goes on',
    [stay({ status: 'in-progress', period: { start: '2026-03-01' } })],
    { kind: 'inpatient', isCertain: true, isParent: false },
  ],
  [
    'one that ended on the day of the dose',
    [stay({ period: { start: '2026-03-01', end: '2026-03-02' } })],
    { kind: 'inpatient', isCertain: false, isParent: false },
  ],
  [
    'one without an end',
    [stay({ period: { start: '2026-03-01' } })],
    { kind: 'inpatient', isCertain: false, isParent: false },
  ],
  ['one that was over', [stay({ period: { start: '2026-02-01', end: '2026-02-03' } })], undefined],
  ['one of another patient', [stay({ subject: { reference: 'Patient/other' } })], undefined],
  ['one that was cancelled', [stay({ status: 'cancelled' })], undefined],
  ['another outpatient visit', [stay({ class: { code: 'AMB' } })], undefined],
  [
    'a visit in words that are not known',
    [stay({ class: { display: 'LTAC' } })],
    { written: 'LTAC', isCertain: true, isParent: false },
  ],
  [
    'a stay that the visit is part of, whenever it was',
    [visit({ class: { code: 'AMB' }, partOf: { reference: 'Encounter/e9' } }), stay({ period: undefined })],
    { kind: 'inpatient', isCertain: true, isParent: true },
  ],
])('stays of the patient: %s', (_, others, found) => {
  expect(stays(others)).toEqual(
    found ? [{ reference: 'Encounter/e9', kind: undefined, written: undefined, ...found }] : [],
  )
})

test('an authorization states the units and doses it covers', () => {
  const attested = {
    authorization: { number: 'PA-1', units: 120, visits: 2 },
    by: 'Desk',
    at: '2026-03-02T14:00:00Z',
  }
  const { authorizations } = chartedWith([], {}, { attested })
  expect(authorizations.known && authorizations.value).toMatchObject([{ number: 'PA-1', units: 120, visits: 2 }])
})
