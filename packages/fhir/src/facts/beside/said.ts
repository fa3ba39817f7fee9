import { type RecordBeside, type RecordKind, timeSpan } from '@doseline/dose'
import type { CodeableConcept, FhirResource, Period, Reference } from 'fhir/r4'
import { patientReference } from '../../chart/patient-reference.ts'
import { allOf, type Keyed, ofPatient } from '../../chart-index.ts'
import { keyOf, resolve } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import { mayHold } from '../may-hold.ts'
import { placeOn, type Reading } from '../reading.ts'
import { zoneOfPeriods } from '../span-of-days.ts'
import { namesIn } from './phrases.ts'
import { restsOn } from './rests-on.ts'

type OfType<T extends FhirResource['resourceType']> = Extract<FhirResource, { resourceType: T }>

/** The records of a type that are about the patient of the dose, or do not say whom they are about. */
export function aboutThePatient<T extends FhirResource['resourceType']>(
  reading: Reading,
  type: T,
): readonly Keyed<OfType<T>>[] {
  const { chart, patient } = reading
  if (!patient.known) return allOf(chart, type)
  const unnamed = allOf(chart, type).filter(({ resource }) => patientReference(resource) === undefined)
  return [...ofPatient(chart, type, patient.value), ...unnamed]
}

/** Whether the dose may have been given in a period; where none is written, it may. */
export function mayHoldTheDose(reading: Reading, period: Period | undefined): boolean {
  const { effectiveDateTime, effectivePeriod } = reading.given
  const moment = text(effectiveDateTime) ?? text(effectivePeriod?.start)
  const zone = zoneOfPeriods(reading)
  return mayHold(period, moment === undefined ? undefined : timeSpan(moment, zone), zone)
}

/** What a reader of one type found: a sentence, the element it stands in, and whether it is outright. */
export interface Said {
  readonly says: string
  readonly element: string
  readonly isCertain?: boolean
}

/** A record of what was found. */
export const recordOf = (key: string, kind: RecordKind, { says, element, isCertain }: Said): RecordBeside => ({
  reference: key,
  kind,
  says,
  ...(isCertain && { isCertain }),
  place: { ...placeOn({ key }, element), shows: quoted(says, 160) },
})

/** Whether references lead to this dose, to something else, or to nothing that tells. */
export type Bearing = 'this dose' | 'its visit' | 'what it rests on' | 'another' | 'unclear'

/**
 * What references of a record lead to. Those of types that say nothing of a dose (a person, a condition) are passed over;
 * `unclear` where none is left, or where what they lead to may be this dose's.
 */
export function bearingOf(reading: Reading, references: readonly (Reference | undefined)[]): Bearing {
  const { chart, key, given } = reading
  const own = new Set([key, keyOf(chart, given.request), keyOf(chart, given.medicationReference), ...madeOf(reading)])
  const visit = keyOf(chart, given.context)
  const named = references.flatMap((reference) => keyOf(chart, reference) ?? [])
  if (named.some((each) => own.has(each))) return 'this dose'
  if (visit !== undefined && named.includes(visit)) return 'its visit'
  if (named.some((each) => restsOn(reading).has(each))) return 'what it rests on'
  const telling = named.filter((each) => TELLING.has(typeOf(each)))
  const isElsewhere = (each: string): boolean =>
    typeOf(each) === 'MedicationAdministration' ||
    (typeOf(each) === 'MedicationRequest' && given.request !== undefined) ||
    (typeOf(each) === 'Encounter' && visit !== undefined) ||
    chart.resources.get(each) !== undefined
  return telling.length > 0 && telling.every(isElsewhere) ? 'another' : 'unclear'
}

/** Types of what is given, ordered, dispensed, charged, or where. */
const TELLING: ReadonlySet<string> = new Set([
  'MedicationAdministration',
  'MedicationRequest',
  'MedicationDispense',
  'Medication',
  'MedicationStatement',
  'ChargeItem',
  'Claim',
  'Encounter',
  'Immunization',
  'Procedure',
  'ServiceRequest',
  'Device',
  'Substance',
])

const typeOf = (key: string): string => key.slice(0, key.indexOf('/'))

/** What was dispensed or charged for the dose, by reference. */
function madeOf({ chart, key, patient }: Reading): string[] {
  if (!patient.known) return []
  const isOfIt = (references: readonly Reference[]): boolean => references.some((each) => keyOf(chart, each) === key)
  const charges = ofPatient(chart, 'ChargeItem', patient.value).filter(({ resource }) => isOfIt(list(resource.service)))
  const dispensed = ofPatient(chart, 'MedicationDispense', patient.value).filter(({ resource }) =>
    isOfIt([...list(resource.partOf), ...list(resource.supportingInformation)]),
  )
  return [...charges, ...dispensed].map((each) => each.key)
}

/** Every text, display and code of concepts. */
export const phrasesOf = (concepts: readonly (CodeableConcept | undefined)[]): readonly string[] =>
  concepts.flatMap((concept) => [
    ...[text(concept?.text)].flatMap((each) => each ?? []),
    ...list(concept?.coding).flatMap(({ display, code }) => text(display) ?? text(code) ?? []),
  ])

/** What concepts say in words: texts and displays, and codes only of what has neither. */
export const wordsOrCodes = (concepts: readonly (CodeableConcept | undefined)[]): readonly string[] =>
  concepts.flatMap((concept) => {
    const codings = list(concept?.coding)
    const words = [text(concept?.text), ...codings.map(({ display }) => text(display))].flatMap((each) => each ?? [])
    return words.length > 0 ? words : codings.flatMap(({ code }) => text(code) ?? [])
  })

/** What the drug of the dose is called in the chart. */
export function drugNames({ chart, key, given }: Reading): ReadonlySet<string> {
  const drug = resolve(chart, given.medicationReference, { key, resource: given })?.resource
  const code = drug?.resourceType === 'Medication' ? drug.code : undefined
  const called = text(given.medicationReference?.display)
  return namesIn([...phrasesOf([given.medicationCodeableConcept, code]), ...(called === undefined ? [] : [called])])
}

/** The codes of concepts, in lower case. */
export const lowerCodes = (concepts: readonly (CodeableConcept | undefined)[]): readonly string[] =>
  concepts.flatMap((concept) => list(concept?.coding).flatMap(({ code }) => text(code)?.toLowerCase() ?? []))
