import type { RecordBeside } from '@doseline/dose'
import type { CarePlan, CarePlanActivity, MedicationStatement } from 'fhir/r4'
import { allOf, type Keyed, ofPatient } from '../../chart-index.ts'
import { keyOf, resolve } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { spanOfDays, spanOfPeriodEnd, zoneOfPeriods } from '../span-of-days.ts'
import { namesIn } from './phrases.ts'
import { drugNames, phrasesOf, recordOf, type Said } from './said.ts'
import { OF_ANY_DRUG } from './words-of-drugs.ts'

/**
 * What counts the doses of a course beside the doses themselves, where it may be over: plans of care and statements of the
 * drug. Whoever planned or took it counts doses that the chart does not hold.
 * @see https://hl7.org/fhir/R4/careplan.html
 */
export function coursesBeside(reading: Reading): readonly RecordBeside[] {
  const { chart, patient } = reading
  if (!patient.known) return []
  const own = new Set([...drugNames(reading)].filter((name) => !OF_ANY_DRUG.has(name)))
  return [
    ...allOf(chart, 'CarePlan')
      .filter(({ resource }) => keyOf(chart, resource.subject) === patient.value)
      .flatMap((plan) => saidByPlan(reading, plan, own).map((said) => recordOf(plan.key, 'report', said))),
    ...ofPatient(chart, 'MedicationStatement', patient.value).flatMap((statement) =>
      saidByStatement(reading, statement, own).map((said) => recordOf(statement.key, 'report', said)),
    ),
  ]
}

/** Doses that are counted, or a course that is called over. */
const OF_A_COURSE =
  /\b\d{1,2}\s?(of|\/)\s?\d{1,2}\b|\b(course|cycles?|series|therapy|treatment|regimen|all doses)\b.{0,40}\b(complete[sd]?|finished|over|ended|done)\b|\b(complete[sd]?|finished|final|last)\b.{0,40}\b(course|cycles?|series|regimen|doses?|injection|infusion)\b/i

const isOf = (words: readonly string[], own: ReadonlySet<string>): boolean =>
  [...namesIn(words)].some((word) => own.has(word))

const NOT_IN_FORCE: ReadonlySet<unknown> = new Set(['cancelled', 'stopped', 'on-hold', 'entered-in-error', 'unknown'])

function saidByPlan(reading: Reading, { key, resource }: Keyed<CarePlan>, own: ReadonlySet<string>): readonly Said[] {
  if (resource.status === 'entered-in-error') return []
  const words = wordsOfPlan(resource)
  const activities = list(resource.activity).filter((each) => isOfTheDose(reading, each, own))
  if (activities.length === 0 && !isOf(words, own)) return []
  const counted = words.find((each) => OF_A_COURSE.test(each))
  if (counted !== undefined)
    return [
      { says: `${key}, a plan of the drug, says “${quoted(counted, 80)}”: the course may be over.`, element: 'title' },
    ]
  const ended = endBefore(reading, resource.period?.end)
  if (ended !== undefined) return [{ says: `${key}, a plan of the drug, was over on ${ended}.`, element: 'period' }]
  return activities.flatMap((each) => saidByActivity(reading, key, each))
}

const wordsOfPlan = ({ title, description, note, activity }: CarePlan): readonly string[] =>
  [
    title,
    description,
    ...list(note).map((each) => each.text),
    ...list(activity).flatMap(({ detail, progress }) => [
      detail?.description,
      ...list(progress).map((each) => each.text),
    ]),
  ].flatMap((each) => text(each) ?? [])

/** An activity that is the order of the dose, or names its drug. */
function isOfTheDose({ chart, given }: Reading, { reference, detail }: CarePlanActivity, own: ReadonlySet<string>) {
  const [named, order] = [keyOf(chart, reference), keyOf(chart, given.request)]
  if (named !== undefined && named === order) return true
  return isOf(phrasesOf([detail?.code, detail?.productCodeableConcept]), own)
}

function saidByActivity(reading: Reading, key: string, { detail }: CarePlanActivity): readonly Said[] {
  const { status, scheduledTiming, scheduledPeriod } = detail ?? {}
  if (NOT_IN_FORCE.has(status))
    return [{ says: `${key} has the drug in its plan as “${String(status)}”.`, element: 'activity.detail.status' }]
  const ended = endBefore(reading, scheduledPeriod?.end ?? scheduledTiming?.repeat?.boundsPeriod?.end)
  if (ended !== undefined)
    return [{ says: `${key} planned the drug until ${ended}.`, element: 'activity.detail.scheduledTiming' }]
  const most = scheduledTiming?.repeat?.countMax ?? scheduledTiming?.repeat?.count
  return most === undefined
    ? []
    : [
        {
          says: `${key} plans ${most} doses of the drug, and nothing says how many of them were given.`,
          element: 'activity.detail.scheduledTiming',
        },
      ]
}

/** The day on which something ended, where that was before the dose. */
function endBefore(reading: Reading, end: string | undefined): string | undefined {
  const { effectiveDateTime, effectivePeriod } = reading.given
  const on = spanOfDays(effectiveDateTime ?? effectivePeriod?.start, reading.timeZone)
  const until = spanOfPeriodEnd(end, zoneOfPeriods(reading))
  return on && until && until.latest < on.earliest ? until.latest : undefined
}

/** A statement of the drug whose words count doses, or call the course over. */
function saidByStatement(
  { chart }: Reading,
  { key, resource }: Keyed<MedicationStatement>,
  own: ReadonlySet<string>,
): readonly Said[] {
  if (resource.status === 'entered-in-error' || resource.status === 'not-taken') return []
  const drug = resolve(chart, resource.medicationReference, { key, resource })?.resource
  const called = [
    ...phrasesOf([resource.medicationCodeableConcept, drug?.resourceType === 'Medication' ? drug.code : undefined]),
    ...[text(resource.medicationReference?.display)].flatMap((each) => each ?? []),
  ]
  if (!isOf(called, own)) return []
  const words = [
    ...list(resource.note).map((each) => text(each.text)),
    ...list(resource.dosage).map((each) => text(each.text)),
    ...phrasesOf(list(resource.statusReason)),
  ].find((each) => each !== undefined && OF_A_COURSE.test(each))
  return words === undefined
    ? []
    : [{ says: `${key} says of the drug “${quoted(words, 80)}”: the course may be over.`, element: 'note' }]
}
