import { type CalendarDate, daysBetween, exact, type SpanOfDays } from '@doseline/dose'
import type { MedicationRequest, Timing } from 'fhir/r4'
import { ofPatient } from '../chart-index.ts'
import { keyOf } from '../references.ts'
import { isNothing, list, text } from '../shape.ts'
import { isOfOneDrug } from './own-stock.ts'
import type { Reading } from './reading.ts'
import { spanOfDays } from './span-of-days.ts'

/**
 * Why a dose was not given as often as its order directs in codes: sooner after the one before, or several times a day of
 * which one is charted. Times that cannot be read, and several that differ, tell nothing. Whole sentences.
 * @see https://hl7.org/fhir/R4/datatypes.html#Timing
 */
export function againstItsTiming(reading: Reading, key: string, order: MedicationRequest): readonly string[] {
  const repeats = list(order.dosageInstruction).map(({ timing }) => timing?.repeat)
  if (repeats.some((each) => saysHowOften(each) && everyDays(each) === undefined))
    return [`${key} orders it at times that cannot be read, so nobody knows whether it was given then.`]
  const times = repeats.flatMap((each) => everyDays(each) ?? [])
  if (new Set(times).size > 1) return [`${key} has several directions, each with times of its own.`]
  const every = repeats.length > 1 ? undefined : times[0]
  const on = dayOf(reading, reading.given)
  if (every === undefined || on === undefined) return []
  const { before, thatDay } = dosesAround(reading, on)
  if (every <= A_DAY / 2 && thatDay === 1 && reading.given.status === 'completed')
    return [`${key} orders several doses a day, and one is charted.`]
  const since = before === undefined ? undefined : daysBetween(before, on.earliest)
  if (since === undefined || since === 0 || since >= every * EARLY) return []
  return [`${key} orders it every ${shown(every)}, and it was given ${since} days after the dose of ${before}.`]
}

const A_DAY = 1
/** So much of the time may have gone by: a visit is seldom on the day itself. No source says how much; four fifths are ours. */
const EARLY = 0.8

/** Days of a unit of time, the fewest that it has. */
const DAYS: Readonly<Record<string, number>> = { s: 0, min: 0, h: 1 / 24, d: 1, wk: 7, mo: 28, a: 365 }

/** Whether a timing names a time between two doses, in whatever shape. */
const saysHowOften = (repeat: Timing['repeat']): boolean => !isNothing(repeat?.period) || !isNothing(repeat?.periodUnit)

/** Days between two doses by a timing; undefined where it names none. */
function everyDays(repeat: Timing['repeat']): number | undefined {
  const { frequency = 1, frequencyMax = frequency, period, periodUnit } = repeat ?? {}
  const named = text(periodUnit) ?? ''
  const unit = Object.hasOwn(DAYS, named) ? DAYS[named] : undefined
  if (typeof period !== 'number' || unit === undefined || typeof frequencyMax !== 'number' || frequencyMax < 1)
    return undefined
  return exact(period) === undefined ? undefined : (period * unit) / frequencyMax
}

const shown = (days: number): string => (days >= A_DAY ? `${Math.round(days)} days` : 'few hours')

/** The last dose of the drug before the day, and how many there are of the day. */
function dosesAround({ chart, key, given, patient, timeZone }: Reading, on: SpanOfDays) {
  if (!patient.known) return { before: undefined, thatDay: 1 }
  const days = ofPatient(chart, 'MedicationAdministration', patient.value).flatMap((other): CalendarDate[] => {
    const isGiven = other.resource.status === 'completed' || other.resource.status === 'stopped'
    if (!isGiven || !isOfIt(other)) return []
    const day = dayOf({ timeZone }, other.resource)
    return day && day.earliest === day.latest ? [day.earliest] : []
  })
  return {
    before: days
      .filter((day) => day < on.earliest)
      .toSorted()
      .at(-1),
    thatDay: days.filter((day) => on.earliest <= day && day <= on.latest).length,
  }

  function isOfIt(other: Parameters<typeof isOfOneDrug>[2]): boolean {
    const [own, theirs] = [keyOf(chart, given.request), keyOf(chart, (other.resource as typeof given).request)]
    return (own !== undefined && own === theirs) || isOfOneDrug(chart, { key, resource: given }, other)
  }
}

const dayOf = (
  { timeZone }: Pick<Reading, 'timeZone'>,
  { effectiveDateTime, effectivePeriod }: Reading['given'],
): SpanOfDays | undefined => spanOfDays(effectiveDateTime ?? effectivePeriod?.start, timeZone)
