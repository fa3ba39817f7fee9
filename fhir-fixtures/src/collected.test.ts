import type { Bundle, FhirResource, MedicationAdministration } from 'fhir/r4'
import { describe, expect, it } from 'vitest'
import { collected } from './collected.ts'
import { scenario } from './scenarios.ts'

const doseIn = ({ entry = [] }: Bundle<FhirResource>): MedicationAdministration => {
  const dose = entry.map(({ resource }) => resource).find((each) => each?.resourceType === 'MedicationAdministration')
  if (dose?.resourceType !== 'MedicationAdministration') throw new Error('no dose')
  return dose
}

describe('a chart as a server holds it', () => {
  it('turns urn:uuid references into relative ones', () => {
    const { chart } = scenario('medicare-prolia-osteoporosis-in-snomed-only')
    expect(doseIn(chart).subject.reference).toBe('Patient/2b6f1c7e-83d0-9a41-6e52-0c9d7f3b1a24')
  })

  it('keeps whom a conditional reference means where the chart does not hold them', () => {
    const { chart } = scenario('medicare-prolia-osteoporosis-in-snomed-only')
    const encounter = chart.entry?.map(({ resource }) => resource).find((each) => each?.resourceType === 'Encounter')
    expect(encounter?.resourceType === 'Encounter' && encounter.participant?.[0]?.individual).toEqual({
      type: 'Practitioner',
      identifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '9999961797' },
      display: 'Dr. Devin82 Runte676',
    })
  })

  it('turns absolute and versioned references to what it holds into relative ones', () => {
    const { subject, context } = doseIn(scenario('medicare-prolia-given-as-j3397').chart)
    expect(subject.reference).toBe('Patient/5d3c2f9a-4b1e-4c88-9f70-e2a61b8d07c4')
    expect(context?.reference).toBe('Encounter/c0b7a1f5-6e32-4d09-8a5b-7f914c3e2d60')
  })

  it('holds what came twice, in a Bundle inside a Bundle, once', () => {
    const { chart, sent } = scenario('medicare-zoledronic-measure-test-case')
    const types = (bundle: Bundle<FhirResource>) =>
      bundle.entry?.map(({ resource }) => resource?.resourceType).toSorted()
    expect(types(sent)).toContain('Bundle')
    expect(types(chart)).toEqual([
      'Condition',
      'Coverage',
      'Encounter',
      'MeasureReport',
      'MedicationAdministration',
      'Organization',
      'Patient',
    ])
  })

  it('keeps references into contained resources', () => {
    const dose = doseIn(scenario('blue-cross-nc-prolia-late-in-the-day').chart)
    expect(dose.medicationReference?.reference).toBe('#m1')
  })

  it('says which resource has neither id nor address', () => {
    const nameless: Bundle<FhirResource> = {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [{ resource: { resourceType: 'Patient' } }],
    }
    expect(() => collected(nameless)).toThrow('a Patient has neither an id nor an address')
  })
})
