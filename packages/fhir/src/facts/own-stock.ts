import { isLayPerson } from '@doseline/contract'
import { addDays, type Place } from '@doseline/dose'
import type {
  CodeableConcept,
  MedicationAdministration,
  MedicationDispense,
  MedicationRequest,
  Reference,
} from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { type Keyed, ofPatient } from '../chart-index.ts'
import { codedIn } from '../coded.ts'
import { codesFrom } from '../concepts.ts'
import { keyOf, resolve } from '../references.ts'
import { isNothing, list, quoted, text } from '../shape.ts'
import { isOnlyOf, namesIn, wordList } from './beside/phrases.ts'
import { phrasesOf } from './beside/said.ts'
import { OF_ANY_DRUG } from './beside/words-of-drugs.ts'
import { dosesOf } from './charge-service.ts'
import { isForTheDose } from './dispensed-for.ts'
import { DISPENSE_STATUSES, WAS_NOT_DISPENSED } from './doses-elsewhere.ts'
import type { Reading } from './reading.ts'
import { spanOfDays } from './span-of-days.ts'

/** Why a drug may not have come from the clinic's own stock: a sentence, and where that is read. */
export interface NotOwnStock {
  readonly says: string
  readonly place: Place
}

/**
 * The first thing in a dispense of the dose, or in its order, by which the drug may have come from elsewhere than the stock
 * of the clinic: another pharmacy, the patient, a sample. Everything is read by what is usual of a clinic's own pharmacy.
 */
export function notOwnStock(reading: Reading): NotOwnStock | undefined {
  for (const { key, words, element } of said(reading)) {
    if (words === undefined) continue
    const says = `${key} says “${quoted(words, 80)}” (${element}), which may be another source than the clinic’s own stock.`
    return { says, place: { resource: key, element, shows: quoted(words, 160) } }
  }
  return undefined
}

interface SaidOfSource {
  readonly key: string
  readonly element: string
  readonly words: string | undefined
}

function* said(reading: Reading): Generator<SaidOfSource> {
  const { chart, given, key } = reading
  const order = resolve(chart, given.request, { key, resource: given })
  if (order?.resource.resourceType === 'MedicationRequest') yield* ofOrder(reading, order.key, order.resource)
  if (!reading.patient.known) return
  for (const other of ofPatient(chart, 'MedicationRequest', reading.patient.value))
    if (other.key !== order?.key && mayHaveSent(reading, other)) yield* ofOrder(reading, other.key, other.resource)
  for (const dispense of ofPatient(chart, 'MedicationDispense', reading.patient.value))
    if (isOfTheDrug(reading, dispense) && (isForTheDose(reading, dispense) || mayBeOfTheDose(reading, dispense)))
      yield* ofDispense(reading, dispense)
}

/** Whether another order of the drug, not long before the dose, may have had it sent. */
function mayHaveSent(reading: Reading, { key, resource }: Keyed<MedicationRequest>): boolean {
  const { given, timeZone, chart } = reading
  const [written, day] = [spanOfDays(resource.authoredOn, timeZone)?.earliest, dayOf(given, timeZone)]
  if (written === undefined || day === undefined || written > day || addDays(written, DAYS_AHEAD) < day) return false
  return SENDS.has(resource.status) && isOfOneDrug(chart, { key: reading.key, resource: given }, { key, resource })
}
const SENDS: ReadonlySet<string> = new Set(['active', 'completed'])

/** Days within which a pharmacy sends a drug ahead of its dose. */
const DAYS_AHEAD = 60

/**
 * Whether a dispense that leads to no dose may be of this one: handed over not long before it, without another dose of the
 * drug between.
 */
function mayBeOfTheDose(reading: Reading, { key, resource }: Keyed<MedicationDispense>): boolean {
  const { chart, given, patient, timeZone } = reading
  const status = codedIn(key, resource, 'status', DISPENSE_STATUSES)
  if (!patient.known || ('code' in status && WAS_NOT_DISPENSED.has(status.code))) return false
  if (dosesOf(chart, [{ reference: key }]).length > 0) return false
  const sent = spanOfDays(resource.whenHandedOver ?? resource.whenPrepared, timeZone)?.earliest
  const day = dayOf(given, timeZone)
  if (sent === undefined || day === undefined || sent > day || addDays(sent, DAYS_AHEAD) < day) return false
  return !ofPatient(chart, 'MedicationAdministration', patient.value).some((other) => {
    const on = dayOf(other.resource, timeZone)
    const isBetween = on !== undefined && sent <= on && on < day
    return (
      isBetween &&
      WAS_GIVEN.has(other.resource.status) &&
      isOfOneDrug(chart, { key: reading.key, resource: given }, other)
    )
  })
}

const WAS_GIVEN: ReadonlySet<string> = new Set(['completed', 'stopped', 'in-progress'])
const dayOf = ({ effectiveDateTime, effectivePeriod }: MedicationAdministration, timeZone: string | undefined) =>
  spanOfDays(effectiveDateTime ?? effectivePeriod?.start, timeZone)?.earliest

function* ofOrder(reading: Reading, key: string, order: MedicationRequest): Generator<SaidOfSource> {
  yield { key, element: 'category', words: strange(list(order.category), CATEGORIES) }
  const performer = order.dispenseRequest?.performer
  yield { key, element: 'dispenseRequest.performer', words: otherSource(reading, { key, resource: order }, performer) }
}

function* ofDispense(reading: Reading, { key, resource }: Keyed<MedicationDispense>): Generator<SaidOfSource> {
  const holder = { key, resource }
  yield { key, element: 'category', words: strange([resource.category], CATEGORIES) }
  yield { key, element: 'type', words: strange([resource.type], TYPES) }
  for (const { actor } of list(resource.performer))
    yield { key, element: 'performer', words: otherSource(reading, holder, actor) }
  for (const element of ['location', 'destination'] as const)
    yield { key, element, words: otherPlace(reading, holder, resource[element]) }
  for (const receiver of list(resource.receiver))
    yield { key, element: 'receiver', words: layReceiver(reading, receiver) }
  for (const { text: note } of list(resource.note)) {
    const words = text(note)
    yield { key, element: 'note', words: words === undefined || isOnlyOf(words, OF_NOTES) ? undefined : words }
  }
  for (const { text: directions, patientInstruction } of list(resource.dosageInstruction))
    for (const words of [text(directions), text(patientInstruction)])
      yield { key, element: 'dosageInstruction', words: words !== undefined && AT_HOME.test(words) ? words : undefined }
}

/** By such directions the drug is for the patient to take. */
const AT_HOME = /\b(home|self|yourself|bring|brought|take with you|return to)\b/i
/** @see https://hl7.org/fhir/R4/valueset-medicationdispense-category.html */
const CATEGORIES = wordList(
  'inpatient outpatient clinic facility administered clinician medication medications drug infusion injection ambulatory',
  'procedure office hospital',
)
/** @see https://terminology.hl7.org/ValueSet-v3-ActPharmacySupplyType.html; a trial fill and a sample are none. */
const TYPES = wordList(
  'df em ff ffc ffp ffcs ffps ffs fs rf rfc rfp rfcs rfps rfs ud ude so tb first fill refill daily unit dose floor stock',
  'complete completion part partial fills initial emergency supply standard new script owing iv compounded',
)
const PHARMACY = wordList(
  'pharmacy pharmacist pharmacists pharmd rph technician tech cpht department dept main central satellite inpatient outpatient',
  'clinic clinics hospital hospitals infusion center centre oncology cancer medical office stock room the of and at inc dispensing',
)
const OF_NOTES = wordList(
  '0 1 2 3 4 5 6 7 8 9 10 12 20 24 25 30 48 50 60 90 100 120 250 500 a an and at by for from in is of on or the to until with per',
  'dispensed dispense compounded prepared prepare verified verify checked mixed mix bag syringe vial vials ns d5w pharmacy',
  'pharmacist rph tech technician infusion clinic center office nurse rn refrigerate refrigerated protect light stable expires',
  'expiration exp lot beyond use date bud label labeled room temperature deliver delivered sent tube system dose mg ml',
  'administration administer administered stock floor unit filter hours hour minutes subcutaneous intravenous iv sc',
)

/** The first phrase of concepts that is none of the usual words; a bare number is a code of the EHR's own. */
const strange = (concepts: readonly (CodeableConcept | undefined)[], usual: ReadonlySet<string>): string | undefined =>
  phrasesOf(concepts).find((phrase) => !/^[\d.]+$/.test(phrase) && !isOnlyOf(phrase, usual))

/** Who is none of the clinic: a pharmacy of another name. A practitioner, and who goes by the names of the place, is. */
function otherSource(reading: Reading, holder: Parameters<typeof resolve>[2], actor: Reference | undefined) {
  if (isNothing(actor)) return undefined
  const target = resolve(reading.chart, actor, holder)
  const type = text(actor?.type) ?? keyOf(reading.chart, actor)?.split('/')[0]
  if (type !== undefined && type !== 'Organization')
    return isLay(type) ? (keyOf(reading.chart, actor) ?? type) : undefined
  const name = target?.resource.resourceType === 'Organization' ? text(target.resource.name) : text(actor?.display)
  if (name === undefined || PERSON_OF_PHARMACY.test(name)) return undefined
  return isOnlyOf(name, PHARMACY, ownNames(reading)) ? undefined : name
}

/** A place by another name than those of the clinic’s own. */
function otherPlace(reading: Reading, holder: Parameters<typeof resolve>[2], place: Reference | undefined) {
  const target = resolve(reading.chart, place, holder)
  const name = target?.resource.resourceType === 'Location' ? text(target.resource.name) : text(place?.display)
  if (name === undefined || isOnlyOf(name.replaceAll(/\d+/g, ' '), PHARMACY, ROOMS, ownNames(reading))) return undefined
  return name
}
const ROOMS = wordList(
  'room bay chair floor suite unit cabinet pyxis omnicell adc medication med treatment nurse nursing station',
)

/** Whether an organization is the clinic's own, by its name or by its place in the visit. */
export function isOfTheClinic(reading: Reading, actor: Reference | undefined): boolean {
  const { chart, key, given } = reading
  const visit = chart.resources.get(keyOf(chart, given.context) ?? '')
  const runs = visit?.resourceType === 'Encounter' ? keyOf(chart, visit.serviceProvider) : undefined
  if (runs !== undefined && keyOf(chart, actor) === runs) return true
  return otherSource(reading, { key, resource: given }, actor) === undefined
}

const PERSON_OF_PHARMACY = /,\s{0,2}(pharm\.?d|rph|cpht|r\.ph\.)\b/i
const isLay = (type: string): boolean => type === 'Patient' || type === 'RelatedPerson'

/** To whom it was handed, where that is the patient or a relative. */
function layReceiver({ chart }: Reading, receiver: Reference): string | undefined {
  const key = keyOf(chart, receiver)
  const type = text(receiver.type) ?? key?.split('/')[0]
  if (type !== undefined && isLay(type)) return key ?? type
  const display = text(receiver.display)
  return key === undefined && display !== undefined && isLayPerson(display) ? display : undefined
}

/** Words of the names of the visit's places, and of who runs them. */
function ownNames({ chart, given }: Reading): ReadonlySet<string> {
  const visit = chart.resources.get(keyOf(chart, given.context) ?? '')
  if (visit?.resourceType !== 'Encounter') return new Set()
  const places = list(visit.location).flatMap(({ location }) => {
    const place = chart.resources.get(keyOf(chart, location) ?? '')
    return place?.resourceType === 'Location' ? [place] : []
  })
  const runs = [visit.serviceProvider, ...places.map(({ managingOrganization }) => managingOrganization)].flatMap(
    (each) => {
      const organization = chart.resources.get(keyOf(chart, each) ?? '')
      return organization?.resourceType === 'Organization' ? [organization] : []
    },
  )
  return namesIn([...places, ...runs].flatMap(({ name }) => text(name) ?? []))
}

/** Whether a dispense that leads to the dose by its day alone is of its drug: by a code, or by a word of its name. */
function isOfTheDrug({ chart, given, key }: Reading, { key: dispense, resource }: Keyed<MedicationDispense>): boolean {
  if (list(resource.authorizingPrescription).length > 0 || list(resource.partOf).length > 0) return true
  return isOfOneDrug(chart, { key, resource: given }, { key: dispense, resource })
}

type OfDrug = Keyed<MedicationAdministration | MedicationDispense | MedicationRequest>

/** Whether two records are of one drug: by a code that both have, or by a word of their names. */
export function isOfOneDrug(chart: Chart, one: OfDrug, another: OfDrug): boolean {
  const drugOf = ({ key, resource }: OfDrug): readonly (CodeableConcept | undefined)[] => {
    const target = resolve(chart, resource.medicationReference, { key, resource })?.resource
    return [resource.medicationCodeableConcept, target?.resourceType === 'Medication' ? target.code : undefined]
  }
  const [own, other] = [drugOf(one), drugOf(another)]
  const codes = new Set(own.flatMap((each) => codesFrom(each)).flatMap(({ code }) => code ?? []))
  if (other.flatMap((each) => codesFrom(each)).some(({ code }) => code !== undefined && codes.has(code))) return true
  const names = namesIn(phrasesOf(own))
  return [...namesIn(phrasesOf(other))].some((word) => names.has(word) && !OF_ANY_DRUG.has(word))
}
