import { type Civil, civilIn, civilText, dayNumber, dayOfNumber, daysIn } from './civil.ts'
import { dayAtOffset, dayInZone, epochMilliseconds } from './instant.ts'

/** A day on the calendar, `2026-03-02`. A date of service is a day, never an instant. Days compare as text. */
export type CalendarDate = string & { readonly calendarDate: unique symbol }

/** What a FHIR date or dateTime says about the day: the day itself, or why it says none. */
export type DayRead = { day: CalendarDate } | { noDay: string }

const PARTIAL_DAY = /^\d{4}(-\d{2})?$/
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

/** The day a text names; undefined where there is no such day (2024-02-30) or the text is not a full day. */
export function calendarDate(text: string): CalendarDate | undefined {
  return civilIn(text) && (text as CalendarDate)
}

/** As {@link calendarDate}, for a day of our own. Throws a TypeError where it is none. */
export function day(text: string): CalendarDate {
  const date = calendarDate(text)
  if (date === undefined) throw new TypeError(`${text} is not a day (yyyy-mm-dd)`)
  return date
}

/**
 * The day of a FHIR date or dateTime, in the place's own time zone (IANA name) where one is known.
 * Without one, a time with an offset means the day as written there; a UTC time means a day only where it is the same
 * day in every US state (UTC−10 to UTC−4), because many servers send every local time as UTC.
 */
export function dayOf(text: string, timeZone?: string): DayRead {
  if (PARTIAL_DAY.test(text)) return { noDay: `“${text}” does not name a day` }
  const time = DATE_TIME.exec(text)
  if (!time) {
    const date = calendarDate(text)
    return date ? { day: date } : { noDay: `“${text}” is not a day that exists` }
  }
  const [, written = '', offset = ''] = time
  const instant = epochMilliseconds(text)
  if (instant === undefined) return { noDay: `“${text}” is not a time that exists` }
  if (timeZone) return { day: dayInZone(instant, timeZone) as CalendarDate }
  if (offset !== 'Z' && offset !== '+00:00' && offset !== '-00:00') return { day: written as CalendarDate }
  const west = dayAtOffset(instant, -10 * 60)
  return west === dayAtOffset(instant, -4 * 60)
    ? { day: west as CalendarDate }
    : { noDay: `“${text}” is a UTC time, and the local day differs between time zones` }
}

/**
 * The day this many calendar months later; the last of the month where the day does not exist (31 August + 6). What would be
 * beyond the years 0 to 9999, which FHIR can write, is their first or last day.
 */
export function addMonths(from: CalendarDate, months: number): CalendarDate {
  const { year, month, day: dayOfMonth } = partsOf(from)
  const count = year * 12 + month - 1 + months
  if (count < 0) return FIRST_DAY
  const [inYear, inMonth] = [Math.floor(count / 12), (count % 12) + 1]
  if (inYear > 9999) return LAST_DAY
  return civilText({ year: inYear, month: inMonth, day: Math.min(dayOfMonth, daysIn(inYear, inMonth)) }) as CalendarDate
}

/** The day this many days later (earlier when negative), within the years 0 to 9999. */
export function addDays(from: CalendarDate, days: number): CalendarDate {
  return dayOfNumber(dayNumber(partsOf(from)) + days) as CalendarDate
}

/** Days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return dayNumber(partsOf(to)) - dayNumber(partsOf(from))
}

const FIRST_DAY = '0000-01-01' as CalendarDate
const LAST_DAY = '9999-12-31' as CalendarDate

function partsOf(date: CalendarDate): Civil {
  const parts = civilIn(date)
  if (!parts) throw new TypeError(`${date} is not a day (yyyy-mm-dd)`)
  return parts
}
