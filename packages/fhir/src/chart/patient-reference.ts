import type { FhirResource, Reference } from 'fhir/r4'

/** The element that names the patient, for each type facts are read from. */
export function patientReference(resource: FhirResource): Reference | undefined {
  switch (resource.resourceType) {
    case 'MedicationAdministration':
    case 'MedicationDispense':
    case 'Condition':
    case 'MedicationRequest':
    case 'MedicationStatement':
    case 'Observation':
    case 'ChargeItem':
    case 'Flag':
    case 'AdverseEvent':
    case 'Communication':
      return resource.subject
    case 'ResearchSubject':
      return resource.individual
    case 'Task':
      return resource.for
    case 'Coverage':
      return resource.beneficiary
    case 'Claim':
    case 'ClaimResponse':
    case 'ExplanationOfBenefit':
    case 'AllergyIntolerance':
    case 'CoverageEligibilityResponse':
    case 'EpisodeOfCare':
    case 'Consent':
    case 'DetectedIssue':
      return resource.patient
    default:
      return undefined
  }
}
