/** What billers call the resources of a type. A type that is not here is named as FHIR does. */
const CALLED: Readonly<Record<string, string>> = {
  Account: 'accounts',
  AdverseEvent: 'adverse events',
  AllergyIntolerance: 'allergies',
  ChargeItem: 'charges',
  Claim: 'claims',
  ClaimResponse: 'prior authorizations',
  Condition: 'diagnoses',
  Coverage: 'coverages',
  CoverageEligibilityResponse: 'eligibility answers',
  Encounter: 'visits',
  EpisodeOfCare: 'episodes of care',
  Flag: 'flags',
  ExplanationOfBenefit: 'payers’ explanations of benefits',
  Medication: 'drugs',
  MedicationAdministration: 'doses',
  MedicationDispense: 'dispenses',
  MedicationRequest: 'orders',
  MedicationStatement: 'reported drugs',
  Observation: 'results',
  Procedure: 'procedures',
}

/** The resources of a type as people call them, with the name that IT knows them by: `charges (ChargeItem)`. */
export function called(type: string): string {
  const name = CALLED[type]
  return name === undefined ? `${type} resources` : `${name} (${type})`
}
