import type { Coding, FhirResource } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { chartFrom } from '../chart-from.ts'
import { aWholeChart } from '../testing/a-chart.ts'
import { chartedDose } from './charted-dose.ts'

const CPT = 'http://www.ama-assn.org/go/cpt'
const ROLE_CODE = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode'
const DOSE = 'MedicationAdministration/ma-1'

/** The whole chart, with a visit and a place that differ so. */
function dose(visit: object, place: object = {}, attested?: object) {
  const chart = aWholeChart().filter(({ resourceType }) => resourceType !== 'Location')
  const changed = chart.map((each) =>
    each.resourceType === 'Encounter'
      ? { ...each, class: { code: 'AMB' }, location: [{ location: { reference: 'Location/l' } }], ...visit }
      : each,
  )
  const stated = attested && { by: 'A biller', at: '2026-03-03T10:00:00Z', ...attested }
  return chartedDose(
    chartFrom([...changed, { resourceType: 'Location', id: 'l', ...place }] as FhirResource[]),
    DOSE,
    stated ? { attested: stated } : undefined,
  )
}
const saidOfVisit = (visit: object) => {
  const { recordsBeside } = dose(visit)
  return recordsBeside?.known ? recordsBeside.value.filter(({ kind }) => kind === 'visit') : 'not known'
}
const coded = (code: string, display?: string, system = CPT): readonly Coding[] => [
  { system, code, ...(display && { display }) },
]

describe('a visit of an outpatient', () => {
  test.each([
    coded(
      '99215',
      'Office or other outpatient visit for the evaluation and management of an established patient, which requires a medically appropriate history and/or examination and high level of medical decision making',
    ),
    coded('99213', 'PR OFFICE OUTPATIENT VISIT 15 MINUTES'),
    coded('96372', 'THER/PROPH/DIAG INJ SC/IM'),
    coded('AMB', undefined, 'http://terminology.hl7.org/CodeSystem/v3-ActCode'),
  ])('by the code %j is usual', (coding) => {
    expect(saidOfVisit({ type: [{ coding: [coding] }] })).toEqual([])
    expect(saidOfVisit({ type: [{ coding: [coding], text: coding.display }] })).toEqual([])
  })

  test.each([
    'Office or other outpatient visit',
    'Infusion Visit w/ Labs',
    'Non-Chemo Infusion',
    'Med Admin',
    'INJ/MED ADMIN',
    'LPN Visit',
    'Walk-In',
    'AWV',
    'Outpatient Registration',
    'Radiation Oncology',
    'Gynecologic Oncology',
    'Thoracic Oncology',
    'Medical Genetics',
    'Endocrine, Diabetes and Metabolism',
    'Hospital Encounter',
    'General Surgery',
  ])('in the words “%s” is usual', (text) => {
    expect(saidOfVisit({ type: [{ text }], serviceType: { text } })).toEqual([])
  })

  test.each([
    { text: 'Initial hospital care' },
    { text: 'Subsequent hospital care' },
    { text: 'Day hospital' },
    { text: 'Nursing center' },
    { text: 'Outpatient surgery' },
    { text: 'Same day surgery' },
    { text: 'Hospital medicine' },
    { coding: coded('99213', 'Workers comp visit') },
    { coding: coded('99213', 'A visit of our own', 'urn:oid:1.2.3') },
    { coding: coded('99213'), text: 'Charity' },
  ])('called %j is not', (type) => {
    expect(saidOfVisit({ type: [type] })).toHaveLength(1)
  })
})

const OUTPATIENT = { type: [{ coding: [{ system: ROLE_CODE, code: 'OF' }] }] }

describe('a place by its name', () => {
  test.each([
    'Infusion bed 4',
    'JC INFUSION BED 5',
    'Physical Medicine and Rehab',
    'Trauma & Orthopedic Clinic',
    'Research Triangle Rheumatology',
    'Emergency Physicians Clinic',
    'Veterans Blvd Clinic',
    'Hospice Drive Clinic',
    'Surgical Center Blvd Rheumatology',
    'Kidney Care & Endocrinology',
    'Richmond, VA',
  ])('“%s” is one of outpatients', (name) => {
    expect(dose({}, { ...OUTPATIENT, name }).setting).toMatchObject({ known: true, value: 'outpatient' })
  })

  test.each([
    'Home Infusion & Ambulatory Infusion Suite',
    'Option Care Home Infusion',
    'Inpatient & Outpatient Infusion',
    'Ambulatory Surgery & Infusion',
    'Tribal Court Road Clinic',
    'Hemodialysis & Infusion',
    'Carolina Urgent Care and Infusion',
    'Infusion Pharmacy',
    'Hines VA',
    'DVAMC',
    'ED 12',
    'Obs',
    'OBS Unit',
    'CDU',
    'PCU',
    'L&D',
    'Med-Surg 4',
    '7N',
    'Life Care Center of Durham',
    'Select Specialty Hospital',
    'Walgreens',
    'Hospice of Main Street',
    'Maple SNF, Elm Street',
  ])('“%s” may be another, and a person says which', (name) => {
    for (const place of [{ name }, { ...OUTPATIENT, name }]) {
      expect(dose({}, place).setting.known).toBe(false)
      expect(dose({ class: undefined }, place).setting.known).toBe(false)
      expect(dose({}, place, { setting: 'office' }).setting).toMatchObject({ known: true, value: 'office' })
    }
  })

  test('what a code says, no statement changes', () => {
    const place = { name: 'Clinic', type: [{ coding: [{ system: ROLE_CODE, code: 'SNF' }] }] }
    expect(dose({}, place, { setting: 'office' }).setting.known).toBe(false)
    expect(dose({}, { name: 'Urgent Care' }, { setting: 'home' }).setting.known).toBe(false)
  })

  const physicalType = (code: string, display: string) => ({ coding: [{ code, display }] })
  test.each([
    ['Infusion 3', physicalType('bd', 'Bed')],
    ['Clinic', { text: 'Chemo bed 4' }],
    ['Clinic', { text: 'Unit' }],
    ['Clinic', { text: 'Ambulatory Clinic' }],
    ['Clinic', { text: 'Medical Office Building' }],
  ])('“%s” of the physical type %j is one of outpatients', (name, type) => {
    expect(dose({}, { name, physicalType: type }).setting).toMatchObject({ known: true, value: 'outpatient' })
  })

  test('a bed of no clinic leaves it open', () => {
    expect(dose({}, { name: '4 West', physicalType: physicalType('bd', 'Bed') }).setting.known).toBe(false)
  })
})
