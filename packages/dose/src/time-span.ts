import { Temporal } from 'temporal-polyfill'
import { addDays, type CalendarDate, calendarDate, dayOf } from './calendar-date.ts'
import { epochMilliseconds } from './instant.ts'

/** The days a FHIR date could mean: a full date one, `2025` all of that year, a UTC time without zone two. */
export interface SpanOfDays {
  readonly earliest: CalendarDate
  readonly latest: CalendarDate
}

/** What a FHIR date or dateTime says about when something was, at its own precision. */
export interface TimeSpan {
  readonly written: string
  readonly days: SpanOfDays
  /** Milliseconds since 1970; absent where only days are known. */
  readonly at?: number
}

const PARTIAL = /^(\d{4})(?:-(\d{2}))?$/
const WRITTEN_DAY = /^(\d{4}-\d{2}-\d{2})[T ]/
const MIDNIGHT_UTC = /T00:00(:00(\.0{1,9})?)?(Z|[+-]00:00)$/

/** True for a time at exactly midnight UTC: what many converters make of a day. */
export const isMidnightUtc = (written: string): boolean => MIDNIGHT_UTC.test(written)

/** The days a date or dateTime could mean; undefined where it is none. */
export function spanOfDays(moment: string, timeZone?: string): SpanOfDays | undefined {
  const partial = PARTIAL.exec(moment)
  if (partial) return spanOfPartial(partial[1] ?? '', partial[2])
  const read = dayOf(moment, timeZone)
  if ('day' in read) return { earliest: read.day, latest: read.day }
  const day = calendarDate(WRITTEN_DAY.exec(moment)?.[1] ?? '')
  return day && { earliest: addDays(day, -1), latest: day }
}

function spanOfPartial(year: string, month: string | undefined): SpanOfDays | undefined {
  const earliest = calendarDate(`${year}-${month ?? '01'}-01`)
  const ends = month === undefined ? ['12-31'] : ['31', '30', '29', '28'].map((day) => `${month}-${day}`)
  const latest = ends.map((end) => calendarDate(`${year}-${end}`)).find((day) => day !== undefined)
  return earliest && latest && { earliest, latest }
}

/**
 * When a date or dateTime says that something was. One at exactly midnight UTC is a day that a converter may have widened
 * to a time: it means the day that is written or the local day, and no instant. Undefined where it is no date.
 *
 * @example timeSpan('2026-04-01T00:00:00Z', 'America/New_York')?.days // { earliest: '2026-03-31', latest: '2026-04-01' }
 */
export function timeSpan(written: string, timeZone?: string): TimeSpan | undefined {
  const local = spanOfDays(written, timeZone)
  const writtenDay = calendarDate(WRITTEN_DAY.exec(written)?.[1] ?? '')
  if (!local || !writtenDay) return local && { written, days: local }
  if (isMidnightUtc(written)) {
    const earliest = local.earliest < writtenDay ? local.earliest : writtenDay
    const latest = local.latest > writtenDay ? local.latest : writtenDay
    return { written, days: { earliest, latest } }
  }
  const at = epochMilliseconds(written)
  return { written, days: local, ...(at !== undefined && { at }) }
}

/** Whether the one was surely later than the other: by the clock where both say an instant, else by the day. */
export function isSurelyAfter(one: TimeSpan, other: TimeSpan): boolean {
  if (one.at !== undefined && other.at !== undefined) return one.at > other.at
  return one.days.earliest > other.days.latest
}

/** A time so many minutes later, with the offset that the time itself is written with; undefined where it is no time. */
export function minutesLater(written: string, minutes: number): string | undefined {
  const offset = /(Z|[+-]\d{2}:\d{2})$/.exec(written)?.[1]
  try {
    const instant = Temporal.Instant.from(written).add({ minutes })
    const zone = offset === undefined || offset === 'Z' ? undefined : offset
    return zone === undefined
      ? instant.toString()
      : instant.toZonedDateTimeISO(zone).toString({ timeZoneName: 'never' })
  } catch {
    return undefined
  }
}
