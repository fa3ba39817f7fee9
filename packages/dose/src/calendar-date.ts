import { Temporal } from 'temporal-polyfill'

/** A day on the calendar, `2026-03-02`. A date of service is a day, never an instant. Days compare as text. */
export type CalendarDate = string & { readonly calendarDate: unique symbol }

/** What a FHIR date or dateTime says about the day: the day itself, or why it says none. */
export type DayRead = { day: CalendarDate } | { noDay: string }

const FULL_DAY = /^\d{4}-\d{2}-\d{2}$/
const PARTIAL_DAY = /^\d{4}(-\d{2})?$/
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

/** The day a text names; undefined where there is no such day (2024-02-30) or the text is not a full day. */
export function calendarDate(text: string): CalendarDate | undefined {
  if (!FULL_DAY.test(text)) return undefined
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() as CalendarDate
  } catch {
    return undefined
  }
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
  const instant = instantOf(text)
  if (instant === undefined) return { noDay: `“${text}” is not a time that exists` }
  if (timeZone) return { day: dayIn(instant, timeZone) }
  if (offset !== 'Z' && offset !== '+00:00' && offset !== '-00:00') return { day: written as CalendarDate }
  const west = dayIn(instant, '-10:00')
  return west === dayIn(instant, '-04:00')
    ? { day: west }
    : { noDay: `“${text}” is a UTC time, and the local day differs between time zones` }
}

/** The day this many calendar months later; the last of the month where the day does not exist (31 August + 6). */
export function addMonths(from: CalendarDate, months: number): CalendarDate {
  return Temporal.PlainDate.from(from).add({ months }).toString() as CalendarDate
}

/** The day this many days later (earlier when negative). */
export function addDays(from: CalendarDate, days: number): CalendarDate {
  return Temporal.PlainDate.from(from).add({ days }).toString() as CalendarDate
}

/** Days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days
}

/** Milliseconds since 1970 of a FHIR instant, to tell which of two is later; undefined where it is none. */
export function epochMilliseconds(instant: string): number | undefined {
  return instantOf(instant)?.epochMilliseconds
}

/** Whether the IANA time zone name is known here. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}

const dayIn = (instant: Temporal.Instant, timeZone: string): CalendarDate =>
  instant.toZonedDateTimeISO(timeZone).toPlainDate().toString() as CalendarDate

function instantOf(text: string): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(text)
  } catch {
    return undefined
  }
}
