import type { AllergyIntolerance, MedicationRequest, MedicationStatement, Observation, Patient } from 'fhir/r4'
import type { Given } from '../given.ts'
import { to } from './names.ts'
import { prescriber } from './places.ts'
import { quantity } from './quantities.ts'

const LOINC = {
  'T-score': { code: '80946-7', display: 'DXA Hip-L T-score BMD', category: 'imaging' },
  calcium: { code: '17861-6', display: 'Calcium [Mass/volume] in Serum or Plasma', category: 'laboratory' },
  'kidney function': {
    code: '33914-3',
    display: 'Glomerular filtration rate/1.73 sq M.predicted',
    category: 'laboratory',
  },
} as const

/** Results of the laboratory and of scans. @see https://hl7.org/fhir/R4/observation.html */
export function resultsFrom({ results }: Given, patient: Patient): Observation[] {
  return results.map(({ of, value, on, low }, at) => {
    const { category, ...coding } = LOINC[of]
    return {
      resourceType: 'Observation',
      id: `${patient.id}-r${at + 1}`,
      status: 'final',
      category: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: category }] },
      ],
      code: { coding: [{ system: 'http://loinc.org', ...coding }], text: of },
      subject: to(patient),
      effectiveDateTime: on,
      valueQuantity: value.includes(' ')
        ? quantity(value)
        : { value: Number(value), unit: 'T-Score', system: 'http://unitsofmeasure.org', code: '{T-Score}' },
      ...(low && { interpretation: [{ coding: [{ system: INTERPRETATION, code: 'L', display: 'Low' }] }] }),
    }
  })
}

const INTERPRETATION = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation'

/** What the patient was treated with before, and what was not tolerated. */
export function beforeFrom(
  { before }: Given,
  patient: Patient,
): (MedicationRequest | MedicationStatement | AllergyIntolerance)[] {
  return before.map(({ drug, from, until, as }, at) => {
    const id = `${patient.id}-b${at + 1}`
    const words = { text: drug }
    const period = { ...(from && { start: from }), ...(until && { end: until }) }
    if (as === 'intolerance') {
      return {
        resourceType: 'AllergyIntolerance',
        id,
        clinicalStatus: { coding: [{ system: CLINICAL, code: 'active' }] },
        verificationStatus: { coding: [{ system: VERIFICATION, code: 'confirmed' }] },
        type: 'intolerance',
        category: ['medication'],
        code: words,
        patient: to(patient),
      }
    }
    const common = {
      id,
      status: until ? ('completed' as const) : ('active' as const),
      medicationCodeableConcept: words,
      subject: to(patient),
    }
    if (as === 'statement') return { resourceType: 'MedicationStatement', ...common, effectivePeriod: period }
    return {
      resourceType: 'MedicationRequest',
      ...common,
      intent: 'order',
      ...(from && { authoredOn: from }),
      requester: to(prescriber, 'Maren Lindqvist, MD'),
      ...(until && { dispenseRequest: { validityPeriod: period } }),
    }
  })
}

const CLINICAL = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical'
const VERIFICATION = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification'
