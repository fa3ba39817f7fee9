import type { Fact } from '@doseline/dose'
import { exactText } from '@doseline/dose'
import type { FhirResource, MedicationAdministration } from 'fhir/r4'
import { HCPCS, ICD_10_CM, NDC } from '../code-systems.ts'

/** A completed dose of Mepsevii, 88 mg; a case says only what differs. */
export function anAdministration(differs: object = {}): MedicationAdministration {
  const usual: MedicationAdministration = {
    resourceType: 'MedicationAdministration',
    id: 'ma-1',
    status: 'completed',
    medicationCodeableConcept: {
      coding: [{ system: NDC, code: '69794-001-01', display: 'Mepsevii 10 mg/5 mL' }],
      text: 'vestronidase alfa-vjbk',
    },
    subject: { reference: 'Patient/p1' },
    context: { reference: 'Encounter/e1' },
    effectivePeriod: { start: '2026-03-02T09:00:00-05:00', end: '2026-03-02T13:00:00-05:00' },
    dosage: { dose: { value: 88, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' } },
  }
  return Object.assign(usual, differs)
}

/** A patient's whole chart around that dose: two conditions, a payer, an earlier dose, an authorization, a charge. */
export function aWholeChart(): FhirResource[] {
  return [
    { resourceType: 'Patient', id: 'p1' },
    {
      resourceType: 'Encounter',
      id: 'e1',
      status: 'finished',
      class: { code: 'AMB' },
      diagnosis: [{ condition: { reference: 'Condition/mps7' }, rank: 1 }],
    },
    anAdministration({
      note: [{ text: 'Tolerated well. Wasted 2 mg from the ninth vial.' }],
      request: { reference: 'MedicationRequest/mr1' },
    }),
    anAdministration({ id: 'ma-0', effectivePeriod: { start: '2026-02-16T09:00:00-05:00' } }),
    {
      resourceType: 'Condition',
      id: 'mps7',
      code: { coding: [{ system: ICD_10_CM, code: 'E76.29', display: 'Other mucopolysaccharidoses' }] },
      subject: { reference: 'Patient/p1' },
    },
    {
      resourceType: 'Condition',
      id: 'asthma',
      code: { coding: [{ system: ICD_10_CM, code: 'j45909' }] },
      subject: { reference: 'Patient/p1' },
    },
    {
      resourceType: 'Coverage',
      id: 'c1',
      status: 'active',
      beneficiary: { reference: 'Patient/p1' },
      payor: [{ reference: 'Organization/medicare' }],
      period: { start: '2025' },
    },
    { resourceType: 'Organization', id: 'medicare', name: 'Medicare Part B' },
    {
      resourceType: 'ClaimResponse',
      id: 'pa1',
      status: 'active',
      use: 'preauthorization',
      type: {},
      patient: { reference: 'Patient/p1' },
      created: '2026-01-01',
      insurer: { display: 'Payer' },
      outcome: 'complete',
      preAuthRef: 'PA-77',
      preAuthPeriod: { start: '2026-01-01', end: '2026-06-30' },
    },
    {
      resourceType: 'ChargeItem',
      id: 'old',
      status: 'billed',
      code: { coding: [{ system: HCPCS, code: 'J3397' }] },
      subject: { reference: 'Patient/p1' },
      service: [{ reference: 'MedicationAdministration/ma-0' }],
      quantity: { value: 88 },
    },
  ]
}

/** A fact as one text: what it says, or why it is missing. */
export function told(fact: Fact<unknown>): string {
  return fact.known ? JSON.stringify(fact.value) : `${fact.because}: ${fact.says}`
}

/** A quantity fact as one text: `88 mg`. */
export function toldAmount(fact: Fact<{ value: Parameters<typeof exactText>[0]; unit: string }>): string {
  return fact.known ? `${exactText(fact.value.value)} ${fact.value.unit}` : `${fact.because}: ${fact.says}`
}
