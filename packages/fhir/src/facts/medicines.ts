import { type Fact, known, type MedicineOnRecord, type Place } from '@doseline/dose'
import type { AllergyIntolerance, CodeableConcept, MedicationRequest, MedicationStatement, Period } from 'fhir/r4'
import { type Keyed, ofPatient } from '../chart-index.ts'
import { firstCode } from '../concepts.ts'
import { resolve } from '../references.ts'
import { list, text } from '../shape.ts'
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

const NOT_ORDERED = new Set(['draft', 'entered-in-error', 'cancelled', 'unknown', 'on-hold'])
const NO_ORDER = new Set(['proposal', 'plan'])
const NOT_TAKEN = new Set(['entered-in-error', 'intended', 'not-taken', 'unknown', 'on-hold'])

function fromOrder(reading: Reading, { key, resource }: Keyed<MedicationRequest>): readonly MedicineOnRecord[] {
  if (NOT_ORDERED.has(resource.status) || NO_ORDER.has(resource.intent) || resource.doNotPerform === true) return []
  const period = resource.dispenseRequest?.validityPeriod
  return one(reading, { key, resource }, resource.medicationCodeableConcept, {
    ...(period ?? {}),
    start: period?.start ?? resource.authoredOn,
  })
}

function fromStatement(reading: Reading, { key, resource }: Keyed<MedicationStatement>): readonly MedicineOnRecord[] {
  if (NOT_TAKEN.has(resource.status)) return []
  const { effectivePeriod, effectiveDateTime } = resource
  return one(
    reading,
    { key, resource },
    resource.medicationCodeableConcept,
    effectivePeriod ?? { start: effectiveDateTime },
  )
}

function one(
  { chart, timeZone }: Reading,
  { key, resource }: Keyed<MedicationRequest | MedicationStatement>,
  concept: CodeableConcept | undefined,
  { start, end }: Period,
): readonly MedicineOnRecord[] {
  const names = new NameCollector()
  names.addConcept(concept, { resource: key, element: 'medicationCodeableConcept' })
  const target = resolve(chart, resource.medicationReference, { key, resource })
  if (target?.resource.resourceType === 'Medication') {
    names.addConcept(target.resource.code, { resource: target.key, element: 'code' })
  } else {
    names.addText(resource.medicationReference?.display, { resource: key, element: 'medicationReference.display' })
  }
  if (!names.found) return []
  const from = spanOfDays(start, timeZone)?.latest
  const until = spanOfDays(end, timeZone)?.earliest
  const shows = names.names.text[0]?.name
  return [
    {
      reference: key,
      drug: names.names,
      ...(from && { from }),
      ...(until && { until }),
      place: { resource: key, element: 'medication', ...(shows && { shows }) },
    },
  ]
}

/** Other doses that were given in this chart. */
function fromDoses(reading: Reading): readonly MedicineOnRecord[] {
  const others = otherDosesOf(reading)
  if (!others.known) return []
  return others.value.flatMap(({ administration, status, givenOn, drug }) => {
    if ((status !== 'completed' && status !== 'stopped') || !drug.known || !givenOn.known) return []
    const place: Place = { resource: administration, element: 'medication' }
    return [{ reference: administration, drug: drug.value, from: givenOn.value, until: givenOn.value, place }]
  })
}

const NO_LONGER = new Set(['inactive', 'resolved'])
const NEVER_WAS = new Set(['refuted', 'entered-in-error'])

function fromIntolerance({ key, resource }: Keyed<AllergyIntolerance>): readonly MedicineOnRecord[] {
  if (NO_LONGER.has(firstCode(resource.clinicalStatus) ?? '')) return []
  if (NEVER_WAS.has(firstCode(resource.verificationStatus) ?? '')) return []
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
