import type { Attested } from '@doseline/contract'
import {
  type AdministeredWhen,
  addDays,
  type CalendarDate,
  calendarDate,
  dayOf,
  type Fact,
  isMidnightUtc,
  isSurelyAfter,
  isTimeZone,
  known,
  missing,
  type Place,
  type SpanOfDays,
  timeSpan,
} from '@doseline/dose'
import type { MedicationAdministration } from 'fhir/r4'
import { absentBecause } from '../extensions.ts'
import { quoted, text } from '../shape.ts'
import { placeOn } from './reading.ts'
import { spanOfDays } from './span-of-days.ts'

const WITHOUT_OFFSET = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/

/** What bears on the day beside the administration itself. */
export interface AroundTheDay {
  /** IANA zone of the place of care, as it was given: it may be none. */
  readonly timeZone?: string | undefined
  /** The zone that the chart itself gives, where the caller gives one too. */
  readonly chartZone?: string | undefined
  readonly visit?: AdministeredWhen['visit'] | undefined
  readonly attested?: Attested | undefined
  /** Takes midnight UTC for the day that is written: for doses around this one, of which the day is only compared. */
  readonly midnightIsWritten?: true
}

/**
 * The date of service: the day of the administration in the place's own zone. What ran past midnight counts on the day
 * it started. A time at exactly midnight UTC may be a day that a converter widened: it names two days, unless the visit
 * covers only one of them, the other end of the period shows that it is a real time, or a person states the day.
 * @see https://hl7.org/fhir/R4/medicationadministration-definitions.html#MedicationAdministration.effective_x_
 */
export function administeredOn(
  key: string,
  given: MedicationAdministration,
  around: AroundTheDay = {},
): Fact<CalendarDate> {
  const { timeZone, attested } = around
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    return missing('unreadable', `“${quoted(timeZone, 40)}” is not a time zone.`, {
      resource: 'request',
      element: 'timeZone',
    })
  }
  const { chartZone = timeZone } = around
  const charted = inBothZones(key, given, around)
  if (attested?.dateOfService === undefined) return charted
  const days = [daysPossible(given, timeZone), daysPossible(given, chartZone)].flatMap((each) => each ?? [])
  return settled(charted, spanOver(days), attested, attested.dateOfService)
}

/** The day in the zone that the caller gives, unless the place of care itself, by the chart, has another day then. */
function inBothZones(key: string, given: MedicationAdministration, around: AroundTheDay): Fact<CalendarDate> {
  const { timeZone, chartZone = timeZone } = around
  const charted = chartedDay(key, given, around)
  if (chartZone === timeZone || !charted.known) return charted
  const there = chartedDay(key, given, { ...around, timeZone: chartZone })
  if (!there.known || there.value === charted.value) return charted
  const says = `The dose was given on ${charted.value} in ${timeZone}, as the request says, and on ${there.value} in ${chartZone}, as the chart says of its place; confirm the day it was given.`
  return missing('contradictory', says, ...charted.places)
}

/** From the first day of all to the last. */
function spanOver(spans: readonly SpanOfDays[]): SpanOfDays | undefined {
  const [earliest] = spans.map((span) => span.earliest).toSorted()
  const latest = spans
    .map((span) => span.latest)
    .toSorted()
    .at(-1)
  return earliest && latest && { earliest, latest }
}

function chartedDay(key: string, given: MedicationAdministration, around: AroundTheDay): Fact<CalendarDate> {
  const moment = text(given.effectiveDateTime)
  const start = text(given.effectivePeriod?.start)
  const single = moment === undefined ? undefined : dayAt(moment, around, placeOn({ key }, 'effectiveDateTime', moment))
  if (start === undefined) return single ?? noDay(key, given, around)
  const place = placeOn({ key }, 'effectivePeriod.start', showsPeriod(given, start, around.timeZone))
  const end = text(given.effectivePeriod?.end)
  const started = dayAt(start, around, place, isRealTime(end))
  if (endsBefore(start, end, around.timeZone)) {
    const says = `The chart says that the dose ended (${end}) before it started (${start}); confirm the day it was given.`
    return missing('contradictory', says, place)
  }
  if (single?.known && started.known && single.value !== started.value) {
    const says = `The administration states two days, ${single.value} and ${started.value}.`
    return missing('contradictory', says, ...single.places, ...started.places)
  }
  return single?.known ? single : started
}

function endsBefore(start: string, end: string | undefined, timeZone: string | undefined): boolean {
  const [from, until] = [timeSpan(start, timeZone), end === undefined ? undefined : timeSpan(end, timeZone)]
  return from !== undefined && until !== undefined && isSurelyAfter(from, until)
}

/** A time that no converter made of a day: then the other end of its period is real too. */
const isRealTime = (end: string | undefined): boolean =>
  end !== undefined && !isMidnightUtc(end) && timeSpan(end)?.at !== undefined

/** A day read from a FHIR date or dateTime, or why it names none. `isReal`: it is known to be no widened day. */
function dayAt(moment: string, around: AroundTheDay, place: Place, isReal = false): Fact<CalendarDate> {
  const { timeZone } = around
  if (WITHOUT_OFFSET.test(moment)) {
    const says = `“${moment}” is a time without its time zone, so its day is not certain; confirm that it was given on ${moment.slice(0, 10)}.`
    return missing('unreadable', says, place)
  }
  if (isMidnightUtc(moment) && !isReal) return dayOfMidnight(moment, around, place)
  const read = dayOf(moment, timeZone)
  if ('day' in read) return known(read.day, place)
  const span = spanOfDays(moment, timeZone)
  const confirm = span && addDays(span.earliest, 1) === span.latest ? `; ${confirmOneOf(span)}` : ''
  return missing('unreadable', `The day of the dose is not known: ${read.noDay}${confirm}.`, place)
}

const confirmOneOf = ({ earliest, latest }: SpanOfDays): string =>
  `confirm whether it was given on ${earliest} or on ${latest}`

function dayOfMidnight(
  moment: string,
  { timeZone, visit, midnightIsWritten }: AroundTheDay,
  place: Place,
): Fact<CalendarDate> {
  const span = timeSpan(moment, timeZone)?.days
  if (!span)
    return missing('unreadable', `The day of the dose is not known: “${moment}” is not a time that exists.`, place)
  if (span.earliest === span.latest) return known(span.latest, place)
  const [only, ...others] = [span.earliest, span.latest].filter((day) => covers(visit, day))
  if (visit && only !== undefined && others.length === 0) {
    const shows = `${moment}, midnight UTC; of its two days the visit covers ${only}`
    return known(only, { ...place, shows }, visit.place)
  }
  const written = calendarDate(moment.slice(0, 10))
  if (midnightIsWritten && written) return known(written, place)
  const says = `The dose is charted at exactly midnight UTC (${moment}), which a converter may have made of a day; ${confirmOneOf(span)}.`
  return missing('contradictory', says, place)
}

function covers(visit: AdministeredWhen['visit'], day: CalendarDate): boolean {
  const { start, end } = visit ?? {}
  return !(start && day < start.days.earliest) && !(end && day > end.days.latest)
}

/** The days that what is charted leaves possible; undefined where nothing is charted. */
function daysPossible(given: MedicationAdministration, timeZone: string | undefined): SpanOfDays | undefined {
  const { start, end } = given.effectivePeriod ?? {}
  const begun = [text(given.effectiveDateTime), text(start)].flatMap((moment) =>
    moment === undefined ? [] : (timeSpan(moment, timeZone)?.days ?? []),
  )
  const ended = begun.length === 0 ? spanOfDays(end, timeZone) : undefined
  // Of what ran past midnight only the end may be charted.
  const spans = ended ? [{ earliest: addDays(ended.earliest, -1), latest: ended.latest }] : begun
  return spanOver(spans)
}

/** The day that a person states, where what is charted leaves it possible. */
function settled(
  charted: Fact<CalendarDate>,
  possible: SpanOfDays | undefined,
  { by, at }: Attested,
  stated: string,
): Fact<CalendarDate> {
  const place: Place = { resource: 'request', element: 'attested.dateOfService', shows: stated }
  const day = calendarDate(stated)
  if (!day)
    return missing('unreadable', `The date of service is stated as “${quoted(stated, 40)}”, which is no day.`, place)
  const chartedDays = charted.known ? { earliest: charted.value, latest: charted.value } : possible
  if (chartedDays && (day < chartedDays.earliest || day > chartedDays.latest)) {
    const { earliest, latest } = chartedDays
    const says = `The chart states the day of the dose as ${earliest === latest ? earliest : `${earliest} to ${latest}`}, and the request as ${day}.`
    return missing('contradictory', says, ...charted.places, place)
  }
  return charted.known ? charted : { ...known(day, place, ...charted.places), attested: { by, at } }
}

function showsPeriod(given: MedicationAdministration, start: string, timeZone: string | undefined): string {
  const end = text(given.effectivePeriod?.end)
  if (end === undefined) return `from ${start}`
  const [first, last] = [dayOf(start, timeZone), dayOf(end, timeZone)]
  const spansTwo = 'day' in first && 'day' in last && first.day !== last.day
  return `${start} to ${end}${spansTwo ? ', counted on the day it started' : ''}`
}

function noDay(key: string, given: MedicationAdministration, { timeZone, visit }: AroundTheDay): Fact<CalendarDate> {
  const place = placeOn({ key }, 'effective')
  const absent = absentBecause(given._effectiveDateTime) ?? absentBecause(given.effectivePeriod)
  if (absent) return missing('not-recorded', `The chart says that the time of the dose is absent (${absent}).`, place)
  const end = text(given.effectivePeriod?.end)
  const ended = spanOfDays(end, timeZone)
  const offered = ended ? onlyDay(ended) : visitDay(visit)
  const confirm = offered === undefined ? '' : `; confirm that it was given on ${offered}`
  if (end) {
    const says = `The chart says when the dose ended (${end}) and not when it started${confirm}.`
    return missing('unreadable', says, place)
  }
  const during = confirm && visit ? ` in ${visit.reference}` : ''
  return missing('not-recorded', `The chart does not say when the dose was given${during}${confirm}.`, place)
}

const onlyDay = ({ earliest, latest }: SpanOfDays): CalendarDate | undefined =>
  earliest === latest ? latest : undefined

/** The day of a visit that began and ended on one. */
function visitDay(visit: AdministeredWhen['visit']): CalendarDate | undefined {
  if (!visit?.start || !visit.end) return undefined
  return onlyDay({ earliest: visit.start.days.earliest, latest: visit.end.days.latest })
}
