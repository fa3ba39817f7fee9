import { calendarDate, isMidnightUtc, type SpanOfDays, spanOfDays as spanOf } from '@doseline/dose'
import { text } from '../shape.ts'

/** The days a date or dateTime could mean; undefined where it is none. */
export function spanOfDays(written: unknown, timeZone?: string): SpanOfDays | undefined {
  const moment = text(written)
  return moment === undefined ? undefined : spanOf(moment, timeZone)
}

const WRITTEN_DAY = /^(\d{4}-\d{2}-\d{2})[T ]/

/**
 * A coverage's or authorization's day. Such periods are days that many servers dress as times: midnight UTC is the day
 * written; any other time is read in the zone where one is known, and as written where none is.
 */
export function spanOfPeriodEnd(written: unknown, timeZone?: string): SpanOfDays | undefined {
  const moment = text(written)
  const writtenDay = calendarDate(WRITTEN_DAY.exec(moment ?? '')?.[1] ?? '')
  if (moment === undefined || !writtenDay) return spanOfDays(moment)
  const isDressedDay = timeZone === undefined || isMidnightUtc(moment)
  return isDressedDay ? { earliest: writtenDay, latest: writtenDay } : spanOfDays(moment, timeZone)
}
