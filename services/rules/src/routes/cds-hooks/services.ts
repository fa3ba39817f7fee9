import { HttpProblem } from '../../middleware/problem.ts'

/** One service of CDS Hooks 2.0. @see https://cds-hooks.hl7.org/2.0/ */
export interface CdsService {
  readonly id: string
  readonly hook: 'encounter-discharge' | 'patient-view' | 'order-sign'
  readonly title: string
  readonly description: string
  readonly usageRequirements: string
  readonly prefetch: Readonly<Record<string, string>>
}

/** What each prefetch key holds. A key that is not sent was not looked at, and the card says so. */
export const TYPE_OF_KEY: Readonly<Record<string, string>> = {
  patient: 'Patient',
  encounter: 'Encounter',
  administrations: 'MedicationAdministration',
  conditions: 'Condition',
  coverage: 'Coverage',
  orders: 'MedicationRequest',
  authorizations: 'ClaimResponse',
  charges: 'ChargeItem',
}

const OF_PATIENT = {
  patient: 'Patient/{{context.patientId}}',
  conditions: 'Condition?patient={{context.patientId}}',
  coverage: 'Coverage?patient={{context.patientId}}',
  orders: 'MedicationRequest?patient={{context.patientId}}',
  authorizations: 'ClaimResponse?patient={{context.patientId}}',
}
const ADMINISTRATIONS = {
  administrations:
    'MedicationAdministration?patient={{context.patientId}}&_include=MedicationAdministration:medication&_include=MedicationAdministration:context',
  charges: 'ChargeItem?patient={{context.patientId}}',
}
const FROM_PREFETCH_ALONE =
  'Works from prefetch alone and fetches nothing. Without administrations it cannot answer; any other key that is left out or came in part is named on the card. A prefetch of another patient is refused.'

export const CDS_SERVICES: readonly CdsService[] = [
  {
    id: 'infusion-readiness-discharge',
    hook: 'encounter-discharge',
    title: 'Billing readiness of the doses of this visit',
    description: 'Says before discharge which administered doses cannot be billed yet, why, and who can fix it.',
    usageRequirements: FROM_PREFETCH_ALONE,
    prefetch: { ...OF_PATIENT, ...ADMINISTRATIONS, encounter: 'Encounter/{{context.encounterId}}' },
  },
  {
    id: 'infusion-readiness-chart',
    hook: 'patient-view',
    title: 'Billing readiness of this patient’s doses',
    description: 'One card that counts the doses which cannot be billed yet; silent where there is nothing to say.',
    usageRequirements: FROM_PREFETCH_ALONE,
    prefetch: { ...OF_PATIENT, ...ADMINISTRATIONS },
  },
  {
    id: 'infusion-coverage-order',
    hook: 'order-sign',
    title: 'What a payer will ask of this drug',
    description:
      'Says when a drug is ordered what would keep its dose from being billed: diagnosis, coverage, authorization.',
    usageRequirements: 'Works from the draft orders and prefetch alone and fetches nothing.',
    prefetch: OF_PATIENT,
  },
]

/** The service of an address. Throws 404 where there is none. */
export function serviceCalled(id: string): CdsService {
  const found = CDS_SERVICES.find((each) => each.id === id)
  if (!found) throw new HttpProblem('not-found', 'There is no such service; see /cds-services.')
  return found
}
