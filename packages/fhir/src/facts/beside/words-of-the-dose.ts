import { addDays, type CalendarDate, exact } from '@doseline/dose'
import type { FhirResource, Period } from 'fhir/r4'
import { text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { spanOfPeriodEnd, zoneOfPeriods } from '../span-of-days.ts'
import { isOnlyOf, speaksAgainst, stops, wordList, wordsIn } from './phrases.ts'
import { OF_ANY_DRUG } from './words-of-drugs.ts'

/** By such a word a sentence speaks of what was given, of what was left of it, or of who pays. */
const OF_A_DOSE = wordList(
  'dose doses dosing injection injections injected infusion infusions infused syringe syringes vial vials ampule ampules',
  'waste wasted wastage discard discards discarded unused leftover leak leaked leakage spilled spill extravasated extravasation infiltrated infiltration',
)

/** What notes of care say of a dose that was given whole, in the order of how often: none denies, counts, or takes back. */
const OF_CARE = wordList(
  'a an and as at after all also again any are be been before by did does during each every for from given had has have here her him his he i in into is it its',
  'me my no not none of on once one only or our per pt patient she seen so than that the their them then there these they this to today tolerated under up was we well were which while with without you your via',
  'administer administered administration administering complete completed completes received receive receives got gave infuse inject started start starts begun began continue continued continues continuing ongoing resume on track',
  'injection injections infusion infusions injected infused dose doses drug medication medications med meds therapy treatment treatments shot visit visits appointment clinic office room chair center nurse rn provider physician md np pa staff',
  'for osteoporosis osteopenia bone metastases metastatic cancer breast prostate myeloma mps vii sly syndrome disease pagets postmenopausal fracture fractures prevention management maintenance indication diagnosis',
  'scheduled schedule next last previous prior due follow followup following return returns returned recheck month months monthly week weeks weekly year years yearly annual annually day days daily every now date period since until',
  'order ordered orders reviewed confirmed verified checked check consent obtained education educated provided discussed instructions discharge discharged home stable condition good fine ok okay',
  'reaction reactions adverse event events complication complications issue issues problem problems symptom symptoms signs side effect effects sign noted observed observation denies denied reports complaint complaints pain redness swelling bleeding bruising itching rash fever nausea headache',
  'site arm arms abdomen thigh thighs left right upper lower outer deltoid forearm hand subcutaneous subcutaneously subcut sc sq subq iv intravenous intravenously im peripheral port picc line access flushed flush saline catheter removed dressing bandage applied intact patent blood return',
  'calcium vitamin supplement supplements labs lab level levels normal creatinine within range adequate hydration fluids dental exam kidney function weight height vital vitals',
  'prefilled syringe vial solution single mg ml mcg lot exp expiration number ndc manufacturer documented documentation mar per protocol label plan note progress nursing summary assessment record history list',
)
/** Beside these a date is of another day than the dose, and says so. */
const OF_ANOTHER_DAY = wordList('next last previous prior due follow followup return since until scheduled schedule')

/** What is named as an injection and is none of the drug. */
const VACCINE = /\b(flu|influenza|covid(-19)?|pneumo\w*|shingles|tdap|hepatitis|rsv)\W+(vaccine|vaccination|shot)s?\b/gi

/** Somebody is cared for by a hospice, which pays for much. */
const HOSPICE =
  /\b(on|under|in|to|enrolled|elected|admitted|receiving|patient|pt)\b(?!.{0,40}\b(no|not|never|declin\w+)\b).{0,40}\bhospice\b|^(?!.*\b(no|not|never|declin\w+|without)\b).*\bhospice (patient|pt|election|nurse|team|rn)\b/i

const SENTENCE = /[.!?;\n](?=\s|$)|\n/

/**
 * The first sentence that speaks of the drug, of a dose or of what was left of one, and says more than that it was given with
 * usual care: nobody but a person knows what. Another amount or another day than the dose’s is more.
 */
export function unclearOfTheDose(
  texts: readonly string[],
  names: ReadonlySet<string>,
  reading: Reading,
): string | undefined {
  const own = new Set([...names].filter((name) => !OF_ANY_DRUG.has(name)))
  return texts
    .flatMap((words) => words.split(SENTENCE))
    .find((sentence) => {
      const said = wordsIn(sentence.replaceAll(VACCINE, ' '))
      if (!said.some((word) => OF_A_DOSE.has(word) || own.has(word))) return false
      const plain = withoutAmount(sentence.replaceAll(VACCINE, ' '), reading)
      if (DATE.test(plain) && !said.some((word) => OF_ANOTHER_DAY.has(word))) return true
      return !isOnlyOf(`care ${withoutSpans(plain)}`, CARE_AND, OF_CARE, names)
    })
}

/** A day that is written out. */
const DATE = /\b\d{1,2}\/\d{1,2}(\/\d{2,4})?\b|\b20\d\d-\d\d-\d\d\b/
const CARE_AND = wordList('care')

/** `every 6 months`, `at 10:15`, `2 weeks`: how long and when, which count nothing. */
const withoutSpans = (sentence: string): string =>
  sentence
    .replaceAll(/\b\d{1,2}:\d{2}( ?[ap]m)?\b/gi, ' ')
    .replaceAll(/\b\d{1,2}\/\d{1,2}(\/\d{2,4})?\b|\b20\d\d(-\d\d-\d\d)?\b/g, ' ')
    .replaceAll(/\b(\d{1,3}|one|two|three|four|six|twelve)[ -]?(days?|weeks?|months?|years?)\b/gi, ' ')
    .replaceAll(/\bq ?\d{1,2} ?(d|w|wk|wks|m|mo|mos|months?|weeks?)\b/gi, ' ')

/** A sentence without the amount that is charted. */
function withoutAmount(sentence: string, { given }: Reading): string {
  const { value, unit, code } = given.dosage?.dose ?? {}
  const amount = typeof value === 'number' ? exact(value) : undefined
  const own = [unit, code].map((each) => text(each)?.toLowerCase())
  return sentence.replaceAll(AN_AMOUNT, (written, number: string, of: string) =>
    amount && own.includes(of.toLowerCase()) && exact(number)?.equals(amount) ? ' ' : written,
  )
}
const AN_AMOUNT = /(?<![\d.,])(\d{1,9}(?:\.\d{1,6})?) ?([a-z]{1,5})\b(?!\/)/gi

/** What is to be looked at in texts of a record of the day of the dose, or about it: what speaks against it, or of it in a way that is not usual. */
export const saidOfTheDose = (
  reading: Reading,
  { words: texts, called }: { readonly words: readonly string[]; readonly called: readonly string[] },
  { names, isOfTheDose }: { readonly names: ReadonlySet<string>; readonly isOfTheDose: boolean },
): string | undefined =>
  texts.flatMap((each) => speaksAgainst(each, names, isOfTheDose) ?? [])[0] ??
  texts.find(stops) ??
  texts.flatMap((each) => each.split(SENTENCE)).find((sentence) => HOSPICE.test(sentence)) ??
  unclearOfTheDose(called, names, reading)

/** Elements that say when a record is of. */
const WHEN = [
  'effectiveDateTime',
  'performedDateTime',
  'date',
  'authored',
  'authoredOn',
  'occurrenceDateTime',
  'start',
  'sent',
  'received',
  'created',
]

/** What a record says of when it is of, as it is written. */
function whenOf(resource: FhirResource): readonly string[] {
  const { effectivePeriod, performedPeriod, period }: Readonly<Record<string, Period | undefined>> = resource as never
  return [
    ...WHEN.map((element) => text(Reflect.get(resource, element))),
    ...[effectivePeriod, performedPeriod, period].map((each) => text(each?.start)),
  ].filter((each) => each !== undefined)
}

/** The days that a record is of. */
export const daysIn = (reading: Reading, resource: FhirResource): readonly CalendarDate[] =>
  whenOf(resource).flatMap((each) => dayWritten(reading, each) ?? [])

/** Whether a record does not say when it is of. */
export const isUndated = (resource: FhirResource): boolean => whenOf(resource).length === 0

/** Whether a record is of the day of the dose, or of the day after: a note is often written then. */
export function isOfThatDay(reading: Reading, resource: FhirResource): boolean {
  const given = dayWritten(reading, reading.given.effectiveDateTime ?? reading.given.effectivePeriod?.start)
  const on = whenOf(resource)
    .map((each) => dayWritten(reading, each))
    .find((day) => day !== undefined)
  return given !== undefined && on !== undefined && given <= on && on <= addDays(given, 1)
}

const DAYS_BEFORE = 366
const DAYS_AFTER = 60

/** Whether a record may be of the time of the dose: of the year before it, or soon after it; also where it does not say when it is of. */
export function mayBeOfThatTime(reading: Reading, resource: FhirResource): boolean {
  const given = dayWritten(reading, reading.given.effectiveDateTime ?? reading.given.effectivePeriod?.start)
  const days = daysIn(reading, resource)
  return (
    given === undefined ||
    days.length === 0 ||
    days.some((day) => addDays(given, -DAYS_BEFORE) <= day && day <= addDays(given, DAYS_AFTER))
  )
}

/** The day of a moment as it is written; undefined where it is none. */
export const dayWritten = (reading: Reading, written: string | undefined): CalendarDate | undefined =>
  spanOfPeriodEnd(written, zoneOfPeriods(reading))?.earliest
