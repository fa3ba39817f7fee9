import { takenBackIn } from '@doseline/contract'
import { type CalendarDate, type Code, type Diagnosis, type Place, readOnce, type SpanOfDays } from '@doseline/dose'
import type { Condition } from 'fhir/r4'
import { ICD_10_CM } from '../code-systems.ts'
import type { Coded } from '../coded.ts'
import { conceptIn } from '../coded-concept.ts'
import { codesFrom, wordsOf } from '../concepts.ts'
import { absentBecause } from '../extensions.ts'
import { list, quoted, text } from '../shape.ts'
import { isOnlyOf, wordList } from './beside/phrases.ts'
import { phrasesOf } from './beside/said.ts'
import { diseasesNamed, isNotEstablished, takenBackBy, twoDiseasesIn } from './diagnosis-words.ts'
import { icd10cm } from './icd10cm.ts'
import { spanOfDays } from './span-of-days.ts'

/** Whether a condition stood on the day of the dose, and why not, or why nobody can tell. */
export interface Standing {
  readonly stands: boolean
  readonly because?: string
  /** One sentence that names the element; then it does not count as standing, and not as over either. */
  readonly doubt?: string
  /** The doubt is that the chart itself says it is none, or not established. */
  readonly isDenied?: true
}

/** @see https://hl7.org/fhir/R4/valueset-condition-clinical.html */
const CLINICAL = {
  element: 'clinicalStatus',
  system: 'http://terminology.hl7.org/CodeSystem/condition-clinical',
  allowed: ['active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved'],
} as const
const OVER: Readonly<Record<string, string>> = {
  inactive: 'it is inactive',
  remission: 'it is in remission',
  resolved: 'it is resolved',
}
/** @see https://hl7.org/fhir/R4/valueset-condition-ver-status.html */
const VERIFIED = {
  element: 'verificationStatus',
  system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status',
  allowed: ['unconfirmed', 'provisional', 'differential', 'confirmed', 'refuted', 'entered-in-error'],
} as const
/** Said of a diagnosis that the patient does not have, and of one that was never meant. */
export const REFUTED = 'it was refuted'
export const ENTERED_IN_ERROR = 'it was entered in error'
const NOT_CONFIRMED: Readonly<Record<string, string>> = {
  unconfirmed: 'it is not confirmed',
  provisional: 'it is not confirmed (provisional)',
  differential: 'it is not confirmed (differential)',
  refuted: REFUTED,
  'entered-in-error': ENTERED_IN_ERROR,
}

const AGAINST: ReadonlySet<string> = new Set([...Object.keys(OVER), ...Object.keys(NOT_CONFIRMED)])

/**
 * Whether a condition counts for a dose of that day, by the codes of R4 and no other words. One that is over today still
 * stood then if the chart dates its end after the dose. Without a clinical status nobody can tell; a verification status may
 * be left out, as R4 has it and many problem lists do, and is doubted only where something else stands there.
 * @see https://hl7.org/fhir/R4/condition-definitions.html#Condition.clinicalStatus
 * @see https://hl7.org/fhir/R4/condition-definitions.html#Condition.verificationStatus
 */
export function standing(
  key: string,
  condition: Condition,
  day: CalendarDate | undefined,
  timeZone: string | undefined,
): Standing {
  const verification = conceptIn(key, condition.verificationStatus, VERIFIED)
  const notConfirmed = 'code' in verification ? NOT_CONFIRMED[verification.code] : undefined
  if (notConfirmed) return { stands: false, because: notConfirmed }
  const ended = spanOfDays(condition.abatementDateTime ?? condition.abatementPeriod?.end, timeZone)
  if (day && ended && ended.latest < day) return { stands: false, because: `it ended ${ended.latest}, before the dose` }
  const began = beganAfter(condition, day, timeZone)
  if (began) return { stands: false, because: `it began ${began}, after the dose` }
  const clinical = conceptIn(key, condition.clinicalStatus, CLINICAL)
  const endedLater = day !== undefined && ended !== undefined && ended.earliest > day
  if ('code' in clinical && OVER[clinical.code] && !endedLater) {
    return { stands: false, because: OVER[clinical.code] ?? '' }
  }
  const doubt =
    'doubt' in clinical && !mayBeWithout(condition, clinical)
      ? clinical.doubt
      : (doubtIn(verification, condition) ??
        endedIn(key, condition, ended) ??
        endedAround(key, ended, day) ??
        takenBack(key, condition))
  if (doubt === undefined) return { stands: true }
  return { stands: false, doubt, ...(saysToo(condition) && { isDenied: true }) }
}

/** Whether one of several statuses, or the words of one, say that it is over, refuted or not confirmed. */
function saysToo({ clinicalStatus, verificationStatus }: Condition): boolean {
  const said = [clinicalStatus, verificationStatus].flatMap((concept) => [
    text(concept?.text),
    ...list(concept?.coding).map(({ code }) => text(code)),
  ])
  return said.some((each) => each !== undefined && AGAINST.has(each.toLowerCase()))
}

/**
 * Only a problem-list item has to say whether it is active; the diagnosis of a visit stood then. One that is written and
 * cannot be read, or that is said to be absent, stays a doubt.
 * @see https://hl7.org/fhir/R4/condition-definitions.html#Condition con-3
 */
function mayBeWithout({ category, clinicalStatus }: Condition, clinical: Coded<string>): boolean {
  const categories = list(category).flatMap((each) => list(each.coding).map(({ code }) => code))
  const isOfAVisit = categories.includes('encounter-diagnosis') && !categories.includes('problem-list-item')
  return isOfAVisit && clinicalStatus === undefined && 'doubt' in clinical && !clinical.isWritten
}

/** What diagnoses are listed as. A history is coded as such, and of a relative it is none of the patient. */
const CATEGORIES = wordList(
  'problem list item items encounter diagnosis diagnoses health concern visit admission admitting admit discharge medical',
  'active current chronic acute billing principal primary secondary final working condition disease finding disorder problems dx',
  'the a of and for established',
)

const categoryIn = readOnce((phrase) => ({ isUsual: /^[\d.-]+$/.test(phrase) || isOnlyOf(phrase, CATEGORIES) }))

/** By its category it is none that stands, or a note takes it back. */
function takenBack(key: string, { category, note }: Condition): string | undefined {
  const strange = phrasesOf(list(category)).find((each) => !categoryIn(each).isUsual)
  if (strange !== undefined)
    return `${key} is listed as “${quoted(strange, 60)}”, which is no diagnosis that the patient has.`
  const words = list(note).flatMap((each) => takenBackIn(text(each.text) ?? '') ?? [])[0]
  return words && `A note of ${key} says “${quoted(words, 60)}”.`
}

const ABATEMENTS = [
  'abatementDateTime',
  'abatementPeriod',
  'abatementAge',
  'abatementRange',
  'abatementString',
  'abatementBoolean',
] as const

/**
 * A condition that stands and has ended, without a day of its end. STU3 has a boolean too.
 * @see https://hl7.org/fhir/R4/condition-definitions.html#Condition.abatement_x_
 */
function endedIn(key: string, condition: Condition, ended: SpanOfDays | undefined): string | undefined {
  if (ended) return undefined
  const element = ABATEMENTS.find((name) => !isNothing(Reflect.get(condition, name)))
  return element && `${key} is active and has ended too (${element}), without a day that can be read.`
}

/** Of an end that names a month or a year nobody can tell whether it was before the dose. */
const endedAround = (key: string, ended: SpanOfDays | undefined, day: CalendarDate | undefined): string | undefined =>
  ended && day && ended.earliest !== ended.latest && ended.earliest <= day && day <= ended.latest
    ? `${key} is active and ended between ${ended.earliest} and ${ended.latest}, before the dose or after it.`
    : undefined

/** Only a boolean can say that it did not end. A period began to end, wherever it stops. */
const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || String(value) === 'false'

/** A verification that is merely left out is none; one that is said to be absent, or is written otherwise, is. */
const doubtIn = (verification: Coded<string>, { verificationStatus }: Condition): string | undefined =>
  'doubt' in verification && (verification.isWritten || absentBecause(verificationStatus) !== undefined)
    ? verification.doubt
    : undefined

/** The first day the condition could have begun, where that is after the dose. */
function beganAfter(
  { onsetDateTime, onsetPeriod }: Condition,
  day: CalendarDate | undefined,
  timeZone: string | undefined,
): CalendarDate | undefined {
  const onset = text(onsetDateTime ?? onsetPeriod?.start)
  // Most of a problem list began years ago. No zone moves an earlier written day past the dose, so those need no calendar.
  if (day === undefined || onset === undefined || onset.slice(0, 10) < day) return undefined
  const earliest = spanOfDays(onset, timeZone)?.earliest
  return earliest !== undefined && earliest > day ? earliest : undefined
}

/** The diagnoses a concept names: one for each ICD-10-CM code, or one without where it has none. */
export function diagnosesFrom(
  concept: Condition['code'],
  from: Diagnosis['from'],
  standing: Standing,
  place: Place,
): readonly Diagnosis[] {
  const codes = codesFrom(concept)
  if (codes.length === 0) return []
  const icd = [...new Set(codes.map(icdOf).filter((code) => code !== undefined))]
  const words = wordsOf(concept)
  const isDenied = words !== undefined && isNotEstablished(words)
  const inWords = isDenied ? `says “${quoted(words, 60)}”` : undefined
  const taken = standing.stands ? (takenBackBy(concept, icd) ?? twoDiseasesIn(icd) ?? inWords) : undefined
  const as: Standing =
    taken === undefined
      ? standing
      : {
          stands: false,
          doubt: `${place.resource} ${taken}.`,
          ...(isDenied && { isDenied: true }),
        }
  const names = words === undefined || isDenied ? undefined : diseasesNamed(words)
  const one = (code: string | undefined): Diagnosis => ({
    ...(code !== undefined && { icd10cm: code }),
    codes,
    from,
    ...as,
    ...(words !== undefined && words !== code && { words }),
    ...(names && { names }),
    place: {
      ...place,
      shows: [code, words === code ? undefined : words].filter((part) => part !== undefined).join(' '),
    },
  })
  return icd.length === 0 ? [one(undefined)] : icd.map(one)
}

const icdOf = ({ system, code }: Code): string | undefined => (system === ICD_10_CM ? icd10cm(code) : undefined)
