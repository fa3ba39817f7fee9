import type { Bundle, FhirResource } from 'fhir/r4'
import { describe, expect, it } from 'vitest'
import { chartFrom } from './chart-from.ts'
import { Given } from './given.ts'

const words = {
  patient: { family: 'Halvorsen', given: 'Linnea', birthDate: '2003-06-18', gender: 'female' },
  dose: {
    product: 'Mepsevii',
    amount: '88 mg',
    on: '2026-03-02',
    at: '09:30-05:00',
    until: '13:30-05:00',
    opened: '9 vials',
    discarded: '2 mg',
  },
  reason: 'E76.29',
  conditions: [{ icd10cm: 'E76.29', text: 'Sly syndrome' }],
  coverage: { payer: 'medicare-part-b', from: '2024-07-01' },
}
const chartOf = (changes: object = {}): Bundle<FhirResource> =>
  chartFrom(Given.parse({ ...words, ...changes }), 'a story').chart
const only = <T extends FhirResource['resourceType']>(chart: Bundle<FhirResource>, type: T) => {
  const [first] = (chart.entry ?? []).flatMap(({ resource }) => (resource?.resourceType === type ? [resource] : []))
  return first as Extract<FhirResource, { resourceType: T }>
}
const doseOf = (dose: object) => only(chartOf({ dose: { ...words.dose, ...dose } }), 'MedicationAdministration')

describe('words become FHIR', () => {
  it('writes the dose with its UCUM code, opened containers and discard', () => {
    const dose = only(chartOf(), 'MedicationAdministration')
    expect(dose.dosage?.dose).toEqual({ value: 88, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' })
    expect(dose.extension).toEqual([
      { url: 'https://doseline.example/fhir/StructureDefinition/containers-opened', valueInteger: 9 },
      {
        url: 'https://doseline.example/fhir/StructureDefinition/discarded-amount',
        valueQuantity: { value: 2, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' },
      },
    ])
  })

  it('leaves out what was not recorded, instead of writing a zero', () => {
    const dose = doseOf({ amount: 'not recorded', opened: 'not recorded', discarded: 'not recorded' })
    expect(dose.dosage).toBeUndefined()
    expect(dose.extension).toBeUndefined()
  })

  it('writes mcg with the UCUM code ug', () => {
    expect(doseOf({ amount: '20 mcg' }).dosage?.dose).toMatchObject({ value: 20, unit: 'mcg', code: 'ug' })
  })

  it('gives an infusion a period and an injection a moment, both with the offset of the clinic', () => {
    expect(doseOf({}).effectivePeriod?.end).toBe('2026-03-02T13:30:00-05:00')
    expect(doseOf({ until: undefined }).effectiveDateTime).toBe('2026-03-02T09:30:00-05:00')
  })

  it('names the drug by reference, contained or as a concept', () => {
    expect(doseOf({ as: 'reference' }).medicationReference?.reference).toMatch(/^Medication\/med-mepsevii-/)
    expect(doseOf({ as: 'contained' }).medicationReference?.reference).toBe('#med')
    expect(
      doseOf({ as: 'codeable concept', names: ['text'], called: 'vestronidase' }).medicationCodeableConcept,
    ).toEqual({
      text: 'vestronidase',
    })
  })

  it('makes the same chart of the same words', () => expect(chartOf()).toEqual(chartOf()))

  it('counts only active conditions as diagnoses of the visit', () => {
    const conditions = [...words.conditions, { icd10cm: 'I10', text: 'Hypertension', status: 'resolved' }]
    expect(only(chartOf({ conditions }), 'Encounter').diagnosis).toHaveLength(1)
  })
})

describe('words that mean nothing are named', () => {
  it.each([
    [{ dose: { ...words.dose, product: 'Prolax' } }, 'no product “Prolax”'],
    [{ dose: { ...words.dose, amount: '88 mgs' } }, 'no unit “mgs”'],
    [{ reason: 'M81.0' }, 'no condition has the reason M81.0'],
    [{ dose: { ...words.dose, discard: '2 mg' } }, 'Unrecognized key: \\"discard\\"'],
  ])('%j', (changes, says) => {
    const made = () => chartOf(changes)
    expect(made).toThrow(new RegExp(says.replaceAll('\\"', '.{1,2}')))
  })
})
