/** Every resource type of FHIR R4. @see https://hl7.org/fhir/R4/resourcelist.html */
const R4_TYPES: ReadonlySet<string> = new Set(
  `
  Account ActivityDefinition AdverseEvent AllergyIntolerance Appointment AppointmentResponse AuditEvent Basic Binary
  BiologicallyDerivedProduct BodyStructure Bundle CapabilityStatement CarePlan CareTeam CatalogEntry ChargeItem
  ChargeItemDefinition Claim ClaimResponse ClinicalImpression CodeSystem Communication CommunicationRequest
  CompartmentDefinition Composition ConceptMap Condition Consent Contract Coverage CoverageEligibilityRequest
  CoverageEligibilityResponse DetectedIssue Device DeviceDefinition DeviceMetric DeviceRequest DeviceUseStatement
  DiagnosticReport DocumentManifest DocumentReference EffectEvidenceSynthesis Encounter Endpoint EnrollmentRequest
  EnrollmentResponse EpisodeOfCare EventDefinition Evidence EvidenceVariable ExampleScenario ExplanationOfBenefit
  FamilyMemberHistory Flag Goal GraphDefinition Group GuidanceResponse HealthcareService ImagingStudy Immunization
  ImmunizationEvaluation ImmunizationRecommendation ImplementationGuide InsurancePlan Invoice Library Linkage List
  Location Measure MeasureReport Media Medication MedicationAdministration MedicationDispense MedicationKnowledge
  MedicationRequest MedicationStatement MedicinalProduct MedicinalProductAuthorization
  MedicinalProductContraindication MedicinalProductIndication MedicinalProductIngredient MedicinalProductInteraction
  MedicinalProductManufactured MedicinalProductPackaged MedicinalProductPharmaceutical
  MedicinalProductUndesirableEffect MessageDefinition MessageHeader MolecularSequence NamingSystem NutritionOrder
  Observation ObservationDefinition OperationDefinition OperationOutcome Organization OrganizationAffiliation
  Parameters Patient PaymentNotice PaymentReconciliation Person PlanDefinition Practitioner PractitionerRole
  Procedure Provenance Questionnaire QuestionnaireResponse RelatedPerson RequestGroup ResearchDefinition
  ResearchElementDefinition ResearchStudy ResearchSubject RiskAssessment RiskEvidenceSynthesis Schedule
  SearchParameter ServiceRequest Slot Specimen SpecimenDefinition StructureDefinition StructureMap Subscription
  Substance SubstanceNucleicAcid SubstancePolymer SubstanceProtein SubstanceReferenceInformation
  SubstanceSourceMaterial SubstanceSpecification SupplyDelivery SupplyRequest Task TerminologyCapabilities
  TestReport TestScript ValueSet VerificationResult VisionPrescription
  `
    .trim()
    .split(/\s+/),
)

/** What other versions call a resource that says nothing about a dose Doseline would read: it is passed over. */
const OF_ANOTHER_VERSION: ReadonlySet<string> = new Set(
  `
  ActorDefinition AdministrableProductDefinition ArtifactAssessment BiologicallyDerivedProductDispense BodySite
  Citation ClinicalUseDefinition ConditionDefinition DataElement DeviceAssociation DeviceComponent DeviceDispense
  DeviceUsage DiagnosticOrder EvidenceReport FormularyItem GenomicStudy ImagingManifest ImagingSelection Ingredient
  InventoryItem InventoryReport ManufacturedItemDefinition MedicationOrder MedicinalProductDefinition NutritionIntake
  NutritionProduct PackagedProductDefinition Permission ProcedureRequest ReferralRequest RegulatedAuthorization
  RequestOrchestration Requirements Sequence ServiceDefinition SubscriptionStatus SubscriptionTopic
  SubstanceDefinition TestPlan Transport
  `
    .trim()
    .split(/\s+/),
)

const lettersOf = (name: string): string => name.replace(/[^A-Za-z]/g, '').toLowerCase()
const BY_LETTERS = new Map([...R4_TYPES].map((type) => [lettersOf(type), type]))

/** Whether R4 has a resource type of that name, spelled exactly so. */
export const isResourceType = (name: string): boolean => R4_TYPES.has(name)

/** Whether the name is one of another FHIR version that Doseline need not read. */
export const isPassedOver = (name: string): boolean => OF_ANOTHER_VERSION.has(name)

/** The type that a misspelled name means: `Medication Administration`, `chargeitem`; undefined where it means none. */
export const meantBy = (name: string): string | undefined => BY_LETTERS.get(lettersOf(name))

/** The resource types that a text names as words of their own, such as “2 Coverage resources were left out”. */
export const typesNamedIn = (words: string): string[] => [
  ...new Set(words.split(/[^A-Za-z]+/).filter((word) => R4_TYPES.has(word))),
]
