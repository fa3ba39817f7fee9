import type { AssessmentRequestInput, PlansRequestInput, WriteBackReservationRequestInput } from '@doseline/contract'

/** One Prolia injection in order, invented: small enough to read, whole enough to be ready. Shown in the API’s docs. */
export function exampleRequest(): AssessmentRequestInput {
  const subject = { reference: 'Patient/example' }
  return {
    focus: 'MedicationAdministration/example',
    asOf: '2026-03-03T10:00:00Z',
    include: ['text'],
    attested: {
      'MedicationAdministration/example': {
        discardedMg: '0',
        acquired: 'bought',
        by: 'Practitioner/nurse',
        at: '2026-03-02T15:20:00Z',
      },
    },
    resources: [
      { resourceType: 'Patient', id: 'example', birthDate: '1950-04-02' },
      {
        resourceType: 'MedicationAdministration',
        id: 'example',
        status: 'completed',
        subject,
        effectiveDateTime: '2026-03-02T10:15:00-05:00',
        medicationCodeableConcept: {
          coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '55513-710-21' }],
          text: 'Prolia 60 mg/mL prefilled syringe',
        },
        reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M81.0' }] }],
        dosage: {
          dose: { value: 60, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' },
          route: { coding: [{ system: 'http://snomed.info/sct', code: '34206005', display: 'Subcutaneous route' }] },
        },
      },
      {
        resourceType: 'Coverage',
        id: 'example',
        status: 'active',
        beneficiary: subject,
        payor: [{ display: 'Medicare Part B' }],
        period: { start: '2020-01-01' },
      },
    ],
  }
}

const ABOUT = { by: { reference: 'Practitioner/biller', display: 'A biller' }, server: 'sandbox' }

/** What a person may do with the same dose. */
export const examplePlans = (): PlansRequestInput => ({
  ...exampleRequest(),
  writeBack: { acts: ['approve', 'suggest'], ...ABOUT },
})

/** The same dose, approved. */
export const exampleReservation = (): WriteBackReservationRequestInput => ({
  ...exampleRequest(),
  writeBack: { act: 'approve', ...ABOUT },
})
