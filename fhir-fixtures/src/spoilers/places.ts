import { type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const ROLE_CODE = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode'
const POS = 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set'
const V2_CLASS = 'http://terminology.hl7.org/CodeSystem/v2-0004'
const THEIR_OWN = 'urn:oid:1.2.840.114350.1.72.1.7.7.10.696784.13260'

const STAY = 'the-stay'
const LONG_BEFORE = '2015-01-05'
const addStay = (chart: SpoiledChart, differs: object = {}): true =>
  chart.add({
    resourceType: 'Encounter',
    id: STAY,
    status: 'in-progress',
    class: { system: ACT_CODE, code: 'IMP' },
    subject: { reference: chart.patient },
    period: { start: LONG_BEFORE },
    ...differs,
  })

/** The place of the visit becomes one of this type; false where the dose has no visit. */
const moveTo = (chart: SpoiledChart, type: object): boolean =>
  set(chart.encounter, 'location', [{ location: { reference: 'Location/another-place' } }]) &&
  chart.add({ resourceType: 'Location', id: 'another-place', status: 'active', name: 'Site', type: [type] })

const at = (name: string, type: object, says: RegExp): Spoiler => ({
  name,
  spoil: (chart) => moveTo(chart, type),
  says,
})
const classed = (name: string, code: object, says: RegExp): Spoiler => ({
  name,
  spoil: ({ encounter }) => set(encounter, 'class', code),
  says,
})

const NOT_KNOWN = /setting-is-billable: .*no kind of place that is known here/
const NOT_PAID = /setting-is-billable: Given in .* no source/
const CONTRADICTS = /setting-is-billable: .*, and (Location|Encounter)\//
const NOT_KNOWN_OR_CONTRADICTS = /setting-is-billable/

/** Where the dose was given: stays, classes and places in which a drug is not charged by itself, and what nobody can read. */
export const PLACES: readonly Spoiler[] = [
  {
    name: 'a visit that is part of an inpatient stay',
    spoil: (chart) =>
      set(chart.encounter, 'partOf', { reference: `Encounter/${STAY}` }) && addStay(chart, { period: undefined }),
    says: /patient-was-not-admitted: .*part of an inpatient stay/,
  },
  {
    name: 'an inpatient stay that spans the dose',
    spoil: (chart) => addStay(chart),
    says: /patient-was-not-admitted: .*in an inpatient stay/,
  },
  {
    name: 'an inpatient stay that spans the dose, which names no visit',
    spoil: (chart) => set(chart.dose, 'context', undefined) && addStay(chart),
    says: /patient-was-not-admitted: .*in an inpatient stay/,
  },
  {
    name: 'an inpatient stay that is over and has no end',
    spoil: (chart) => addStay(chart, { status: 'finished' }),
    says: /patient-was-not-admitted: .*may have been in an inpatient stay/,
  },
  {
    name: 'an inpatient stay whose period cannot be read',
    spoil: (chart) => addStay(chart, { period: { start: 'last week', end: 'soon' } }),
    says: /patient-was-not-admitted: .*may have been in an inpatient stay/,
  },
  {
    name: 'a hospice visit that spans the dose',
    spoil: (chart) => addStay(chart, { class: { system: THEIR_OWN, code: '7', display: 'Hospice' } }),
    says: /patient-was-not-admitted: .*in hospice care/,
  },
  {
    name: 'a visit of an unknown class that spans the dose',
    spoil: (chart) => addStay(chart, { class: { system: THEIR_OWN, code: '7', display: 'LTAC' } }),
    says: /patient-was-not-admitted: .*“LTAC”/,
  },
  {
    name: 'a visit that was inpatient at the time of the dose',
    spoil: ({ encounter }) => set(encounter, 'classHistory', [{ class: { system: ACT_CODE, code: 'IMP' } }]),
    says: CONTRADICTS,
  },
  ...['inpatient', 'community'].map(
    (code): Spoiler => ({
      name: `MedicationAdministration.category ${code} beside an outpatient visit`,
      spoil: ({ dose, encounter }) =>
        encounter !== undefined &&
        set(dose, 'category', {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/medication-admin-category', code }],
        }),
      says: NOT_KNOWN_OR_CONTRADICTS,
    }),
  ),
  classed('Encounter.class I of HL7 v2, without a display', { system: V2_CLASS, code: 'I' }, NOT_PAID),
  classed('Encounter.class outside its code system', { system: ACT_CODE, code: 'AMB2' }, NOT_KNOWN),
  classed('Encounter.class before an admission', { system: ACT_CODE, code: 'PRENC' }, NOT_KNOWN),
  classed('Encounter.class virtual', { system: ACT_CODE, code: 'VR' }, NOT_KNOWN_OR_CONTRADICTS),
  classed('Encounter.class home health', { system: ACT_CODE, code: 'HH' }, NOT_KNOWN_OR_CONTRADICTS),
  ...['Swing Bed', 'LTAC', 'SNF', 'Nursing Home', 'IP', 'Hospital Encounter of some sort'].map((display) =>
    classed(`Encounter.class of the EHR’s own: ${display}`, { system: THEIR_OWN, code: '9', display }, NOT_KNOWN),
  ),
  ...['Telephone encounter', 'Hospital admission'].map(
    (display): Spoiler => ({
      name: `Encounter.type ${display}`,
      spoil: ({ encounter }) =>
        set(encounter, 'type', [{ coding: [{ system: 'http://snomed.info/sct', code: '0', display }] }]),
      says: CONTRADICTS,
    }),
  ),
  ...['02', '10'].map((code) =>
    at(
      `place of service ${code}, telehealth`,
      { coding: [{ system: POS, code }] },
      /telehealth visit, in which nothing/,
    ),
  ),
  ...['01', '05', '09', '12', '13', '21', '24', '26', '31', '32', '33', '34', '50', '51', '61', '65', '72'].map(
    (code) => at(`place of service ${code}, with rules of its own`, { coding: [{ system: POS, code }] }, NOT_PAID),
  ),
  ...['03', '41', '99', 'X'].map((code) =>
    at(`place of service ${code}, of which nothing is known`, { coding: [{ system: POS, code }] }, NOT_KNOWN),
  ),
  ...['SNF', 'PTRES', 'PHARM', 'HD'].map((code) =>
    at(`a place of the role ${code}`, { coding: [{ system: ROLE_CODE, code }] }, NOT_PAID),
  ),
  ...['ICU', 'HU', 'AMB', 'SCHOOL'].map((code) =>
    at(`a place of the role ${code}`, { coding: [{ system: ROLE_CODE, code }] }, NOT_KNOWN),
  ),
  {
    name: 'an off-campus department, without PO or PN',
    spoil: (chart) => chart.originalMedicare !== undefined && moveTo(chart, { coding: [{ system: POS, code: '19' }] }),
    says: /agree-with-the-chart: .*PO or PN/,
  },
  {
    name: 'a visit of another patient',
    spoil: ({ encounter }) => set(encounter, 'subject', { reference: 'Patient/somebody-else' }),
    says: /visit-took-place: .*Patient\/somebody-else/,
  },
  ...['not-done', 'entered-in-error', 'preparation', 'Completed'].map(
    (status): Spoiler => ({
      name: `a dose that is part of a procedure that is ${status}`,
      spoil: (chart) =>
        set(chart.dose, 'partOf', [{ reference: 'Procedure/the-injection' }]) &&
        chart.add({ resourceType: 'Procedure', id: 'the-injection', status, subject: { reference: chart.patient } }),
      says: /is-wholly-read: .*Procedure\/the-injection/,
    }),
  ),
  {
    name: 'a dose that the patient gave',
    spoil: (chart) => set(chart.dose, 'performer', [{ actor: { reference: chart.patient } }]),
    says: /is-documented: .*gave the dose/,
  },
  {
    name: 'a dose that a daughter gave',
    spoil: ({ dose }) => set(dose, 'performer', [{ actor: { reference: 'RelatedPerson/daughter' } }]),
    says: /is-documented: .*RelatedPerson\/daughter gave the dose/,
  },
  at('a place in words that are not known', { text: 'Hospital ward' }, NOT_KNOWN),
]
