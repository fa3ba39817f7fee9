import { Temporal } from 'temporal-polyfill'
import { civilIn, dayNumber, dayOfNumber, digits } from './civil.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const COLON = 0x3a

/**
 * Milliseconds since 1970 of a FHIR instant, or of a dateTime that has a time; undefined where it is none.
 * @see https://hl7.org/fhir/R4/datatypes.html#dateTime
 */
export function epochMilliseconds(text: string): number | undefined {
  return asFhirWritesIt(text) ?? asTemporalReadsIt(text)
}

/** `2026-03-02T10:00[:00[.000]]` with `Z` or `±hh:mm`: what servers send. */
function asFhirWritesIt(text: string): number | undefined {
  const date = text.charCodeAt(10) === 0x54 ? civilIn(text.slice(0, 10)) : undefined
  if (!date || text.charCodeAt(13) !== COLON) return undefined
  const hour = digits(text, 11, 13)
  const minute = digits(text, 14, 16)
  const hasSeconds = text.charCodeAt(16) === COLON
  const second = hasSeconds ? digits(text, 17, 19) : 0
  const end = hasSeconds ? fractionEnd(text, 19) : 16
  const offset = offsetIn(text, end)
  // The rest, such as a leap second, is rare and Temporal’s to read.
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || offset === undefined)
    return undefined
  const fraction = end > 20 ? Number(text.slice(20, Math.min(end, 23)).padEnd(3, '0')) : 0
  return dayNumber(date) * DAY + (hour * 60 + minute - offset) * MINUTE + second * 1000 + fraction
}

/** Where a fraction of a second ends that begins there; the same place where none does, and -1 where it is no fraction. */
function fractionEnd(text: string, from: number): number {
  if (text.charCodeAt(from) !== 0x2e) return from
  let end = from + 1
  while (end < text.length && digits(text, end, end + 1) >= 0) end++
  return end > from + 1 && end <= from + 10 ? end : -1
}

/** Minutes east of UTC of the offset that is the rest of a text; undefined where it is none. */
function offsetIn(text: string, from: number): number | undefined {
  if (from < 0) return undefined
  const sign = text.charCodeAt(from)
  if (sign === 0x5a && text.length === from + 1) return 0
  if ((sign !== 0x2b && sign !== 0x2d) || text.length !== from + 6 || text.charCodeAt(from + 3) !== COLON)
    return undefined
  const hours = digits(text, from + 1, from + 3)
  const minutes = digits(text, from + 4, from + 6)
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined
  return (sign === 0x2d ? -1 : 1) * (hours * 60 + minutes)
}

function asTemporalReadsIt(text: string): number | undefined {
  try {
    return Temporal.Instant.from(text).epochMilliseconds
  } catch {
    return undefined
  }
}

/** `2026-03-02T10:00-05:00`: what a clock shows at a moment in a zone, which is an IANA name or an offset. */
export function clockText(milliseconds: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(zone)
  return local.toString({ timeZoneName: 'never', smallestUnit: 'minute' })
}

/** The day it is at a moment where clocks are that many minutes east of UTC. */
export function dayAtOffset(milliseconds: number, minutes: number): string {
  return dayOfNumber(Math.floor((milliseconds + minutes * MINUTE) / DAY))
}

/** The day it is at a moment in an IANA time zone. Throws a RangeError where there is no such zone. */
export function dayInZone(milliseconds: number, timeZone: string): string {
  const number = Math.floor(milliseconds / DAY)
  const offset = offsetAllDay(number, timeZone) ?? offsetAt(milliseconds, timeZone)
  return dayOfNumber(Math.floor((milliseconds + offset) / DAY))
}

/** What a clock of a zone is ahead, in milliseconds, on a day (of UTC) on which it is not put forward or back. */
const offsets = new Map<string, number | undefined>()
const OFFSETS_KEPT = 10_000

/** Known of the zone’s own rules, which do not change while a process runs: asked once a day and zone. */
function offsetAllDay(number: number, timeZone: string): number | undefined {
  const name = `${number} ${timeZone}`
  if (offsets.has(name)) return offsets.get(name)
  const offset = offsetAt(number * DAY, timeZone)
  const isAllDay = offset === offsetAt((number + 1) * DAY, timeZone)
  if (offsets.size >= OFFSETS_KEPT) offsets.clear()
  offsets.set(name, isAllDay ? offset : undefined)
  return isAllDay ? offset : undefined
}

const offsetAt = (milliseconds: number, timeZone: string): number =>
  Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1_000_000

/** Zones that were found to be known here, as they were written. */
const zones = new Set<string>()
const ZONES_KEPT = 2000

/** Whether the IANA time zone name is known here. */
export function isTimeZone(name: string): boolean {
  if (zones.has(name)) return true
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
  } catch {
    return false
  }
  if (zones.size < ZONES_KEPT) zones.add(name)
  return true
}
