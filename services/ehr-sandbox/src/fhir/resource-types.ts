import type { ResourceType } from '@medplum/fhirtypes'

/** What this EHR keeps. A type that is not listed here answers 404, as on any real server. */
export const RESOURCE_TYPES: readonly ResourceType[] = [
  'Account',
  'AdverseEvent',
  'AllergyIntolerance',
  'AuditEvent',
  'CarePlan',
  'CareTeam',
  'ChargeItem',
  'Claim',
  'ClaimResponse',
  'Communication',
  'Condition',
  'Consent',
  'Coverage',
  'CoverageEligibilityResponse',
  'DetectedIssue',
  'Device',
  'DiagnosticReport',
  'DocumentReference',
  'Encounter',
  'EpisodeOfCare',
  'ExplanationOfBenefit',
  'Flag',
  'Group',
  'Immunization',
  'InsurancePlan',
  'Location',
  'Medication',
  'MedicationAdministration',
  'MedicationDispense',
  'MedicationRequest',
  'MedicationStatement',
  'Observation',
  'Organization',
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Procedure',
  'Provenance',
  'QuestionnaireResponse',
  'RelatedPerson',
  'ResearchStudy',
  'ResearchSubject',
  'ServiceRequest',
  'Specimen',
  'Substance',
  'Task',
]

const known = new Set<string>(RESOURCE_TYPES)

/** Does this EHR keep resources of that type? */
export function isSupported(type: string | undefined): type is ResourceType {
  return type !== undefined && known.has(type)
}
