import type { Condition, Encounter, MedicationRequest, Patient } from 'fhir/r4'
import type { Given } from '../given.ts'
import type { ChartedProduct } from '../registration.ts'
import { drugConcept } from './medication.ts'
import { to } from './names.ts'
import { prescriber } from './places.ts'
import { instant } from './times.ts'

/** The order behind the dose. It names the drug that was ordered, which need not be the one given. */
export function orderFrom(
  { dose }: Given,
  product: ChartedProduct,
  patient: Patient,
  visit: Encounter,
  reason: Condition | undefined,
): MedicationRequest {
  return {
    resourceType: 'MedicationRequest',
    id: `${patient.id}-rx1`,
    status: 'completed',
    intent: 'order',
    medicationCodeableConcept: drugConcept(product),
    subject: to(patient),
    encounter: to(visit),
    authoredOn: instant(dose.on, dose.at, -30),
    requester: to(prescriber, 'Maren Lindqvist, MD'),
    ...(reason && { reasonReference: [to(reason)] }),
  }
}
