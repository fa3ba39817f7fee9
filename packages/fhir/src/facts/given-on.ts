import { type CalendarDate, dayOf, type Fact, isTimeZone, known, missing, type Place } from '@doseline/dose'
import type { MedicationAdministration } from 'fhir/r4'
import { absentBecause } from '../extensions.ts'
import { quoted, text } from '../shape.ts'
import { placeOn } from './reading.ts'

const WITHOUT_OFFSET = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/

/**
 * The date of service: the day of the administration in the place's own zone. What ran past midnight counts on the day
 * it started.
 * @see https://hl7.org/fhir/R4/medicationadministration-definitions.html#MedicationAdministration.effective_x_
 */
export function givenOn(
  key: string,
  given: MedicationAdministration,
  timeZone: string | undefined,
): Fact<CalendarDate> {
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    return missing('unreadable', `“${quoted(timeZone, 40)}” is not a time zone.`, {
      resource: 'request',
      element: 'timeZone',
    })
  }
  const moment = text(given.effectiveDateTime)
  const start = text(given.effectivePeriod?.start)
  const single =
    moment === undefined ? undefined : dayAt(moment, timeZone, placeOn({ key }, 'effectiveDateTime', moment))
  if (start === undefined) return single ?? noDay(key, given)
  const started = dayAt(start, timeZone, placeOn({ key }, 'effectivePeriod.start', showsPeriod(given, start, timeZone)))
  if (single?.known && started.known && single.value !== started.value) {
    const says = `The administration states two days, ${single.value} and ${started.value}.`
    return missing('contradictory', says, ...single.places, ...started.places)
  }
  return single?.known ? single : started
}

/** A day read from a FHIR date or dateTime, or why it names none. */
function dayAt(moment: string, timeZone: string | undefined, place: Place): Fact<CalendarDate> {
  if (WITHOUT_OFFSET.test(moment)) {
    return missing('unreadable', `“${moment}” is a time without its time zone, so its day is not certain.`, place)
  }
  const read = dayOf(moment, timeZone)
  return 'day' in read
    ? known(read.day, place)
    : missing('unreadable', `The day of the dose is not known: ${read.noDay}.`, place)
}

function showsPeriod(given: MedicationAdministration, start: string, timeZone: string | undefined): string {
  const end = text(given.effectivePeriod?.end)
  if (end === undefined) return `from ${start}`
  const [first, last] = [dayOf(start, timeZone), dayOf(end, timeZone)]
  const spansTwo = 'day' in first && 'day' in last && first.day !== last.day
  return `${start} to ${end}${spansTwo ? ', counted on the day it started' : ''}`
}

function noDay(key: string, given: MedicationAdministration): Fact<CalendarDate> {
  const place = placeOn({ key }, 'effective')
  const absent = absentBecause(given._effectiveDateTime) ?? absentBecause(given.effectivePeriod)
  if (absent) return missing('not-recorded', `The chart says that the time of the dose is absent (${absent}).`, place)
  if (text(given.effectivePeriod?.end)) {
    return missing('unreadable', 'The chart says when the dose ended and not when it started.', place)
  }
  return missing('not-recorded', 'The chart does not say when the dose was given.', place)
}
