import type { CapabilityStatement } from 'fhir/r4'

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
  readonly writes?: 'c' | 'cu'
  /** Searches, tried in this order while a server does not understand the one before; `{patient}` is the bare id. */
  readonly searches?: readonly string[]
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
]

/** The row of a type. */
export const rowOf = (type: string): Row | undefined => READING_PLAN.find((row) => row.type === type)

/** What a server offers, by type; an empty list of interactions means that it does not say. */
export type Offered = Readonly<Record<string, readonly string[]>>

/** What a CapabilityStatement offers; undefined where it could not be read, and then everything is asked for. */
export function offeredBy(statement: CapabilityStatement | undefined): Offered | undefined {
  const server = statement?.rest?.find(({ mode }) => mode === 'server') ?? statement?.rest?.[0]
  if (!server?.resource?.length) return undefined
  return Object.fromEntries(
    server.resource.map(({ type, interaction = [] }) => [type, interaction.map(({ code }) => code)]),
  )
}

/** The rows a server has anything for. */
export const planFor = (offered: Offered | undefined): readonly Row[] =>
  READING_PLAN.filter(({ type }) => !offered || type in offered)

/** Whether a server offers all interactions needed to write a type. */
export function maySend(row: Row, offered: Offered | undefined): boolean {
  const interactions = offered?.[row.type]
  if (!row.writes) return false
  if (!offered || interactions?.length === 0) return true
  const needed = row.writes === 'cu' ? ['create', 'update'] : ['create']
  return needed.every((code) => interactions?.includes(code))
}

export interface ScopeOptions {
  readonly launch: 'ehr' | 'standalone'
  readonly version: 'v1' | 'v2'
  readonly offered?: Offered | undefined
}

/** The scope string: the table, as far as the server offers it, in the words of its SMART version. */
export function scopesFor({ launch, version, offered }: ScopeOptions): string {
  const resources = planFor(offered).flatMap((row) => {
    const writes = maySend(row, offered) ? (row.writes ?? '') : ''
    const at = `${row.context}/${row.type}`
    if (version === 'v1') return [`${at}.read`, ...(writes ? [`${at}.write`] : [])]
    return [`${at}.${[...'cruds'].filter((letter) => `${row.reads}${writes}`.includes(letter)).join('')}`]
  })
  return [launch === 'ehr' ? 'launch' : 'launch/patient', 'openid', 'fhirUser', 'online_access', ...resources].join(' ')
}

/** SMART v2 where the server says that it speaks it. */
export const scopeVersion = (capabilities: readonly string[] | undefined): 'v1' | 'v2' =>
  capabilities === undefined || capabilities.includes('permission-v2') ? 'v2' : 'v1'

/** Whether a granted scope string allows what is needed of a type; one that names no resource at all does not say. */
export function isGranted(scope: string, type: string, need: string): boolean {
  const granted = scope.split(/\s+/).flatMap((one) => /^(?:patient|user)\/(\*|[A-Za-z]+)\.([a-z*]+)/.exec(one) ?? [])
  if (granted.length === 0) return true
  return scope.split(/\s+/).some((one) => {
    const [, of, permission = ''] = /^(?:patient|user)\/(\*|[A-Za-z]+)\.([a-z*]+)/.exec(one) ?? []
    if (of !== type && of !== '*') return false
    const letters = V1[permission] ?? permission
    return [...need].every((letter) => letters.includes(letter))
  })
}

const V1: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' }
