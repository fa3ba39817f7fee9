/**
 * What Doseline reads and writes, once: from this table come the scopes it asks for, the searches it makes, and the
 * elements that leave the EHR for the rules service.
 */
export interface Row {
  readonly type: string
  /** What the rules need it for. */
  readonly why: string
  readonly context: 'patient' | 'user'
  /** Read interactions, in the letters of SMART v2. */
  readonly reads: 'r' | 's' | 'rs'
  /** Write interactions, in the letters of SMART v2. */
  readonly writes?: 'c' | 'cu'
  /** Where neither a charge nor a flag can be created: asked for instead, the first that the server creates. */
  readonly instead?: true
  /** Searches, tried in this order while a server does not understand the one before; `{patient}` is the bare id. */
  readonly searches?: readonly string[]
  /** Searches for servers that find this type by visit only; `{encounter}` is the bare id of a visit of a dose. */
  readonly searchesByVisit?: readonly string[]
  /** What an EHR leaves out that wants this in a search. */
  readonly leavesOut?: { readonly where: string; readonly says: string }
  /** Read one by one, where a resource read before refers to it by one of these elements. */
  readonly follows?: readonly { readonly from: string; readonly element: string }[]
  /** The elements sent to the rules service; without any, the resource never leaves this browser. */
  readonly sends?: readonly string[]
}

/** Results that rules look at: T-scores, calcium, kidney function, weight. Not every result of the patient. */
const RESULTS = ['80946-7', '80948-3', '17861-6', '33914-3', '69405-9', '77147-7', '48642-3', '62238-1', '29463-7']
  .map((code) => encodeURIComponent(`http://loinc.org|${code}`))
  .join(',')

const PAGE = '_count=100'
const VERSION = ['id', 'meta.versionId', 'meta.lastUpdated']

export const READING_PLAN: readonly Row[] = [
  { type: 'Patient', why: 'the banner on this screen', context: 'patient', reads: 'r' },
  { type: 'Practitioner', why: 'the name of who approves', context: 'user', reads: 'r' },
  {
    type: 'MedicationAdministration',
    why: 'the doses',
    context: 'patient',
    reads: 'rs',
    searches: [
      `patient=Patient/{patient}&_include=MedicationAdministration:medication&${PAGE}`,
      `patient=Patient/{patient}&${PAGE}`,
      `patient={patient}&effective-time=ge1990-01-01T00:00:00Z&${PAGE}`,
      'subject=Patient/{patient}',
    ],
    sends: [
      ...VERSION,
      'contained',
      'extension',
      'modifierExtension.url',
      'status',
      'statusReason',
      'category',
      'medicationCodeableConcept',
      'medicationReference',
      'subject.reference',
      'context.reference',
      'supportingInformation.reference',
      'effectiveDateTime',
      '_effectiveDateTime',
      'effectivePeriod',
      'reasonCode',
      'reasonReference.reference',
      'reasonReference.display',
      'request.reference',
      'performer.actor.reference',
      'note.text',
      'dosage.text',
      'dosage.extension',
      'dosage.site',
      'dosage.route',
      'dosage.dose',
      'dosage.rateRatio',
      'dosage.rateQuantity',
    ],
  },
  {
    type: 'Medication',
    why: 'the product that was given',
    context: 'patient',
    reads: 'r',
    follows: [
      { from: 'MedicationAdministration', element: 'medicationReference' },
      { from: 'Medication', element: 'ingredient.itemReference' },
      { from: 'MedicationRequest', element: 'medicationReference' },
      { from: 'MedicationStatement', element: 'medicationReference' },
    ],
    sends: [...VERSION, 'code', 'form', 'amount', 'ingredient', 'batch'],
  },
  {
    type: 'Encounter',
    why: 'the visit and its diagnoses',
    context: 'patient',
    reads: 'r',
    follows: [{ from: 'MedicationAdministration', element: 'context' }],
    sends: [
      ...VERSION,
      'contained',
      'extension',
      'status',
      'class',
      'subject.reference',
      'period',
      'reasonCode',
      'reasonReference.reference',
      'reasonReference.display',
      'diagnosis.condition.reference',
      'diagnosis.condition.display',
      'diagnosis.use',
      'diagnosis.rank',
      'location.location.reference',
      'serviceProvider.reference',
    ],
  },
  {
    type: 'Condition',
    why: 'the diagnosis that supports the drug',
    context: 'patient',
    reads: 'rs',
    searches: [`patient=Patient/{patient}&${PAGE}`, `patient={patient}&${PAGE}`, 'subject=Patient/{patient}'],
    sends: [
      ...VERSION,
      'modifierExtension.url',
      'clinicalStatus',
      'verificationStatus',
      'category',
      'code',
      'subject.reference',
      'encounter.reference',
      'onsetDateTime',
      'onsetPeriod',
      'abatementDateTime',
      'abatementPeriod',
    ],
  },
  {
    type: 'Coverage',
    why: 'the payer on the day of the dose',
    context: 'patient',
    reads: 'rs',
    searches: [
      `patient=Patient/{patient}&${PAGE}`,
      `beneficiary=Patient/{patient}&${PAGE}`,
      `patient={patient}&${PAGE}`,
    ],
    sends: [
      ...VERSION,
      'contained',
      'status',
      'type',
      'beneficiary.reference',
      'period',
      'payor.reference',
      'payor.display',
      'payor.identifier',
      'class',
      'order',
    ],
  },
  {
    type: 'Organization',
    why: 'the name of the payer',
    context: 'patient',
    reads: 'r',
    follows: [
      { from: 'Coverage', element: 'payor' },
      { from: 'Encounter', element: 'serviceProvider' },
    ],
    sends: [...VERSION, 'extension', 'identifier', 'name', 'alias', 'address.extension'],
  },
  {
    type: 'Location',
    why: 'what kind of place it was, and its time zone',
    context: 'patient',
    reads: 'r',
    follows: [{ from: 'Encounter', element: 'location.location' }],
    sends: [...VERSION, 'extension', 'type', 'address.extension', 'managingOrganization.reference'],
  },
  {
    type: 'ClaimResponse',
    why: 'prior authorizations',
    context: 'patient',
    reads: 'rs',
    searches: [`patient=Patient/{patient}&${PAGE}`, `patient={patient}&${PAGE}`],
    sends: [
      ...VERSION,
      'status',
      'use',
      'outcome',
      'disposition',
      'patient.reference',
      'request.reference',
      'preAuthRef',
      'preAuthPeriod',
      'item',
      'addItem',
    ],
  },
  {
    type: 'Claim',
    why: 'what an authorization was asked for',
    context: 'patient',
    reads: 'r',
    follows: [{ from: 'ClaimResponse', element: 'request' }],
    sends: [...VERSION, 'item.sequence', 'item.productOrService'],
  },
  {
    type: 'MedicationRequest',
    why: 'what was tried before, and what the payer answered to the order',
    context: 'patient',
    reads: 'rs',
    searches: [`patient=Patient/{patient}&${PAGE}`, `patient={patient}&${PAGE}`],
    sends: [
      ...VERSION,
      'extension',
      'status',
      'intent',
      'doNotPerform',
      'medicationCodeableConcept',
      'medicationReference',
      'subject.reference',
      'authoredOn',
      'dispenseRequest.validityPeriod',
    ],
  },
  {
    type: 'MedicationStatement',
    why: 'what was tried before',
    context: 'patient',
    reads: 'rs',
    searches: [`patient=Patient/{patient}&${PAGE}`, `patient={patient}&${PAGE}`],
    sends: [
      ...VERSION,
      'status',
      'medicationCodeableConcept',
      'medicationReference',
      'subject.reference',
      'effectiveDateTime',
      'effectivePeriod',
    ],
  },
  {
    type: 'AllergyIntolerance',
    why: 'what was not tolerated',
    context: 'patient',
    reads: 'rs',
    searches: [`patient=Patient/{patient}&${PAGE}`, `patient={patient}&${PAGE}`],
    sends: [...VERSION, 'clinicalStatus', 'verificationStatus', 'code', 'patient.reference', 'reaction.substance'],
  },
  {
    type: 'Observation',
    why: 'weight, T-score, calcium and kidney function',
    context: 'patient',
    reads: 'rs',
    searches: [`patient=Patient/{patient}&code=${RESULTS}&${PAGE}`, `patient={patient}&code=${RESULTS}&${PAGE}`],
    sends: [
      ...VERSION,
      'status',
      'code',
      'subject.reference',
      'effectiveDateTime',
      'effectivePeriod',
      'effectiveInstant',
      'issued',
      'valueQuantity',
      'valueString',
      'valueCodeableConcept',
      'interpretation',
      'component.code',
      'component.valueQuantity',
      'component.valueString',
      'component.valueCodeableConcept',
      'component.interpretation',
    ],
  },
  {
    type: 'MedicationDispense',
    why: 'what was opened and discarded',
    context: 'patient',
    reads: 'rs',
    searches: [`patient=Patient/{patient}&${PAGE}`, `patient={patient}&${PAGE}`],
    sends: [
      ...VERSION,
      'extension',
      'status',
      'subject.reference',
      'partOf.reference',
      'supportingInformation.reference',
      'authorizingPrescription.reference',
    ],
  },
  {
    type: 'ChargeItem',
    why: 'charges already made, and the lines you approve',
    context: 'patient',
    reads: 'rs',
    writes: 'cu',
    searches: [`patient=Patient/{patient}&${PAGE}`, `subject=Patient/{patient}&${PAGE}`, `patient={patient}&${PAGE}`],
    // Oracle Health finds charges of one visit, and only those that are billable.
    searchesByVisit: [
      `context=Encounter/{encounter}&${PAGE}`,
      `context=Encounter/{encounter}&-status=billable&${PAGE}`,
      'context={encounter}&-status=billable',
    ],
    leavesOut: {
      where: '-status=billable',
      says: 'this EHR shows billable charges only: one that was billed already is not seen',
    },
    sends: [
      ...VERSION,
      'extension',
      'identifier.system',
      'identifier.value',
      'status',
      'code',
      'subject.reference',
      'context.reference',
      'occurrenceDateTime',
      'occurrencePeriod',
      'occurrenceTiming.event',
      'quantity',
      'service.reference',
    ],
  },
  {
    type: 'Flag',
    why: 'the billing readiness shown in the chart',
    context: 'patient',
    reads: 'rs',
    writes: 'cu',
    searches: [`patient=Patient/{patient}&${PAGE}`, `subject=Patient/{patient}&${PAGE}`, `patient={patient}&${PAGE}`],
  },
  { type: 'Provenance', why: 'who approved what', context: 'patient', reads: 'rs', writes: 'c' },
  {
    type: 'Task',
    why: 'the charge as a task for the billing office',
    context: 'patient',
    reads: 's',
    writes: 'c',
    instead: true,
  },
  { type: 'Communication', why: 'the charge as a message', context: 'patient', reads: 's', writes: 'c', instead: true },
  {
    type: 'DocumentReference',
    why: 'the charge as a document',
    context: 'patient',
    reads: 's',
    writes: 'c',
    instead: true,
  },
]

/** The row of a type. */
export const rowOf = (type: string): Row | undefined => READING_PLAN.find((row) => row.type === type)
