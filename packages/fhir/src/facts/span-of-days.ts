import { addDays, type CalendarDate, calendarDate, dayOf } from '@doseline/dose'
import { text } from '../shape.ts'

/** The days a FHIR date could mean: a full date one, `2025` all of that year, a UTC time without zone two. */
export interface SpanOfDays {
  readonly earliest: CalendarDate
  readonly latest: CalendarDate
}

const PARTIAL = /^(\d{4})(?:-(\d{2}))?$/
const WRITTEN_DAY = /^(\d{4}-\d{2}-\d{2})[T ]/

/** The days a date or dateTime could mean; undefined where it is none. */
export function spanOfDays(written: unknown, timeZone?: string): SpanOfDays | undefined {
  const moment = text(written)
  if (moment === undefined) return undefined
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

const MIDNIGHT_UTC = /T00:00(:00(\.0+)?)?(Z|[+-]00:00)$/

/**
 * A coverage's or authorization's day. Such periods are days that many servers dress as times: midnight UTC is the day
 * written; any other time is read in the zone where one is known, and as written where none is.
 */
export function spanOfPeriodEnd(written: unknown, timeZone?: string): SpanOfDays | undefined {
  const moment = text(written)
  const writtenDay = calendarDate(WRITTEN_DAY.exec(moment ?? '')?.[1] ?? '')
  if (moment === undefined || !writtenDay) return spanOfDays(moment)
  const isDressedDay = timeZone === undefined || MIDNIGHT_UTC.test(moment)
  return isDressedDay ? { earliest: writtenDay, latest: writtenDay } : spanOfDays(moment, timeZone)
}
