import { type Fact, known, type MedicineOnRecord, type Place } from '@doseline/dose'
import type { AllergyIntolerance, MedicationRequest, MedicationStatement, Period } from 'fhir/r4'
import { type Keyed, ofPatient } from '../chart-index.ts'
import { type Coded, codedIn } from '../coded.ts'
import { conceptIn } from '../coded-concept.ts'
import { list, text } from '../shape.ts'
import { STATEMENT_STATUSES } from './doses-elsewhere.ts'
import { medicineNames } from './medicine-names.ts'
import { NameCollector } from './name-collector.ts'
import { otherDosesOf } from './other-doses.ts'
import { notRead, type Reading } from './reading.ts'
import { spanOfDays } from './span-of-days.ts'

/**
 * What else the patient was treated with: orders, the patient's own statements, other doses, what was not tolerated, and
 * what a person attests. That something was never tried cannot be said of a chart, so an empty list says only that
 * nothing is on record here; a type that could not be read leaves the fact missing where nothing else was found.
 * @see https://hl7.org/fhir/R4/medicationrequest.html
 * @see https://hl7.org/fhir/R4/medicationstatement.html
 * @see https://hl7.org/fhir/R4/allergyintolerance.html
 */
export function medicinesOf(reading: Reading): Fact<readonly MedicineOnRecord[]> {
  if (!reading.patient.known) return reading.patient
  const { chart } = reading
  const patient = reading.patient.value
  const found = [
    ...ofPatient(chart, 'MedicationRequest', patient).flatMap((order) => fromOrder(reading, order)),
    ...ofPatient(chart, 'MedicationStatement', patient).flatMap((statement) => fromStatement(reading, statement)),
    ...fromDoses(reading),
    ...ofPatient(chart, 'AllergyIntolerance', patient).flatMap(fromIntolerance),
    ...attested(reading),
  ]
  const unread = (['MedicationRequest', 'MedicationStatement', 'AllergyIntolerance'] as const)
    .map((type) => notRead(chart, type))
    .find((why) => why !== undefined)
  if (found.length === 0 && unread) return unread
  return known(found, ...found.map(({ place }) => place))
}

const ORDER = [
  'active',
  'on-hold',
  'cancelled',
  'completed',
  'entered-in-error',
  'stopped',
  'draft',
  'unknown',
] as const
const WAS_ORDERED: ReadonlySet<string> = new Set(['active', 'completed', 'stopped'])
const INTENT = [
  'proposal',
  'plan',
  'order',
  'original-order',
  'reflex-order',
  'filler-order',
  'instance-order',
  'option',
] as const
const NO_ORDER: ReadonlySet<string> = new Set(['proposal', 'plan', 'option'])

/** An order counts by its status and its intent; one whose status or intent nobody can read is kept, and says so. */
function fromOrder(reading: Reading, { key, resource }: Keyed<MedicationRequest>): readonly MedicineOnRecord[] {
  if (resource.doNotPerform === true) return []
  const status = codedIn(key, resource, 'status', ORDER)
  const intent = codedIn(key, resource, 'intent', INTENT)
  if ('code' in status && status.code !== 'unknown' && !WAS_ORDERED.has(status.code)) return []
  if ('code' in intent && NO_ORDER.has(intent.code)) return []
  const doubts = [doubtIn(key, status), 'doubt' in intent ? intent.doubt : undefined]
  const period = resource.dispenseRequest?.validityPeriod
  return one(reading, { key, resource }, { ...(period ?? {}), start: period?.start ?? resource.authoredOn }, doubts)
}

const WAS_TAKEN: ReadonlySet<string> = new Set(['active', 'completed', 'stopped'])

function fromStatement(reading: Reading, { key, resource }: Keyed<MedicationStatement>): readonly MedicineOnRecord[] {
  const status = codedIn(key, resource, 'status', STATEMENT_STATUSES)
  if ('code' in status && status.code !== 'unknown' && !WAS_TAKEN.has(status.code)) return []
  const { effectivePeriod, effectiveDateTime } = resource
  return one(reading, { key, resource }, effectivePeriod ?? { start: effectiveDateTime }, [doubtIn(key, status)])
}

/** Why a status tells nothing: it is none, or says itself that it is not known. */
const doubtIn = (key: string, status: Coded<string>): string | undefined =>
  'doubt' in status ? status.doubt : status.code === 'unknown' ? `${key} has the status unknown.` : undefined

function one(
  reading: Reading,
  { key, resource }: Keyed<MedicationRequest | MedicationStatement>,
  { start, end }: Period,
  doubts: readonly (string | undefined)[],
): readonly MedicineOnRecord[] {
  const drug = medicineNames(reading, { key, resource })
  if (!drug) return []
  const from = spanOfDays(start, reading.timeZone)?.latest
  const until = spanOfDays(end, reading.timeZone)?.earliest
  const doubt = doubts.find((each) => each !== undefined)
  const shows = drug.text[0]?.name
  return [
    {
      reference: key,
      drug,
      ...(from && { from }),
      ...(until && { until }),
      ...(doubt !== undefined && { doubt }),
      place: { resource: key, element: 'medication', ...(shows && { shows }) },
    },
  ]
}

/** Other doses that were given in this chart. */
function fromDoses(reading: Reading): readonly MedicineOnRecord[] {
  const others = otherDosesOf(reading)
  if (!others.known) return []
  return others.value.flatMap(({ administration, status, administeredOn, drug }) => {
    if ((status !== 'completed' && status !== 'stopped') || !drug.known || !administeredOn.known) return []
    const place: Place = { resource: administration, element: 'medication' }
    return [
      { reference: administration, drug: drug.value, from: administeredOn.value, until: administeredOn.value, place },
    ]
  })
}

const ALLERGY = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical'
const VERIFIED = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification'

/**
 * An intolerance that stands. One without a verification counts as a problem list has them; one whose status is not
 * readable is kept, and says so.
 * @see https://hl7.org/fhir/R4/valueset-allergyintolerance-clinical.html
 */
function fromIntolerance({ key, resource }: Keyed<AllergyIntolerance>): readonly MedicineOnRecord[] {
  const clinical = conceptIn(key, resource.clinicalStatus, {
    element: 'clinicalStatus',
    system: ALLERGY,
    allowed: ['active', 'inactive', 'resolved'],
  })
  const verification = conceptIn(key, resource.verificationStatus, {
    element: 'verificationStatus',
    system: VERIFIED,
    allowed: ['unconfirmed', 'confirmed', 'refuted', 'entered-in-error'],
  })
  if ('code' in clinical && clinical.code !== 'active') return []
  if ('code' in verification && (verification.code === 'refuted' || verification.code === 'entered-in-error')) return []
  const doubts = [clinical, verification].flatMap((each, at) =>
    'doubt' in each && (at === 0 || each.isWritten) ? [each.doubt] : [],
  )
  const names = new NameCollector()
  names.addConcept(resource.code, { resource: key, element: 'code' })
  list(resource.reaction).forEach(({ substance }, at) => {
    names.addConcept(substance, { resource: key, element: `reaction[${at}].substance` })
  })
  if (!names.found) return []
  const shows = names.names.text[0]?.name
  return [
    {
      reference: key,
      drug: names.names,
      notTolerated: true,
      ...(doubts[0] !== undefined && { doubt: doubts[0] }),
      place: { resource: key, element: 'code', ...(shows && { shows }) },
    },
  ]
}

/** What a person states was tried, and how that ended. */
function attested({ options }: Reading): readonly MedicineOnRecord[] {
  return list(options.attested?.earlierTreatments).flatMap(({ name, outcome }, at) => {
    const words = text(name)
    if (words === undefined) return []
    const place: Place = {
      resource: 'request',
      element: `attested.earlierTreatments[${at}]`,
      shows: `${words}: ${outcome}`,
    }
    const drug = { ndc: [], rxnorm: [], hcpcs: [], text: [{ name: words, place }] }
    return [{ reference: 'request', drug, ...(outcome !== 'tried' && { notTolerated: true as const }), place }]
  })
}
