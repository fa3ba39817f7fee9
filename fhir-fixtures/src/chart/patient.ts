import type { Observation, Patient } from 'fhir/r4'
import type { Given } from '../given.ts'
import { digits, sid, to } from './names.ts'
import { quantity } from './quantities.ts'
import { instant } from './times.ts'

/** The patient, with what a registration desk writes down. Phone numbers are of the kind kept for stories. */
export function patientFrom({ patient }: Given, key: string): Patient {
  return {
    resourceType: 'Patient',
    id: key,
    identifier: [
      {
        use: 'usual',
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }], text: 'MRN' },
        system: sid('mrn'),
        value: digits(`${key} mrn`, 8),
      },
    ],
    active: true,
    name: [{ use: 'official', family: patient.family, given: patient.given.split(' ') }],
    telecom: [{ system: 'phone', value: `919-555-01${digits(`${key} phone`, 2)}`, use: 'home' }],
    gender: patient.gender,
    birthDate: patient.birthDate,
    address: [
      {
        use: 'home',
        line: [`${digits(`${key} house`, 3)} Mill Pond Lane`],
        city: 'Durham',
        state: 'NC',
        postalCode: '27705',
        country: 'US',
      },
    ],
  }
}

/** The weight of the day, measured before the drug was drawn up. @see https://hl7.org/fhir/R4/bodyweight.html */
export function weightFrom({ weight, weighedOn, dose }: Given, patient: Patient): Observation[] {
  if (!weight) return []
  return [
    {
      resourceType: 'Observation',
      id: `${patient.id}-w1`,
      status: 'final',
      category: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
      ],
      code: { coding: [{ system: 'http://loinc.org', code: '29463-7', display: 'Body weight' }], text: 'Weight' },
      subject: to(patient),
      effectiveDateTime: instant(weighedOn ?? dose.on, dose.at, -25),
      valueQuantity: quantity(weight),
    },
  ]
}
