import { calendarDate, isMidnightUtc, isTimeZone, type SpanOfDays, spanOfDays as spanOf } from '@doseline/dose'
import { text } from '../shape.ts'
import type { Reading } from './reading.ts'

/** The days a date or dateTime could mean; undefined where it is none. */
export function spanOfDays(written: unknown, timeZone?: string): SpanOfDays | undefined {
  const moment = text(written)
  return moment === undefined ? undefined : spanOf(moment, timeZone)
}

/** An offset of whole hours, as the zone that always has it. */
const WHOLE_HOURS = /^\d{4}-\d{2}-\d{2}T[\d:.]{1,40}([+-])(0\d|1[0-4]):00$/

/**
 * The zone in which the ends of periods are read where none is known: that of the offset which the dose itself is charted
 * with. A day that ends 23:59:59 there is stored by many servers as a time of the next day in UTC.
 */
export function zoneOfPeriods({ timeZone, given }: Pick<Reading, 'timeZone' | 'given'>): string | undefined {
  if (timeZone !== undefined) return timeZone
  const [, sign, hours] = WHOLE_HOURS.exec(text(given.effectiveDateTime ?? given.effectivePeriod?.start) ?? '') ?? []
  if (sign === undefined || Number(hours) === 0) return undefined
  // The names of these zones count hours west of Greenwich. There are not as many of them as offsets can be written.
  const zone = `Etc/GMT${sign === '-' ? '+' : '-'}${Number(hours)}`
  return isTimeZone(zone) ? zone : undefined
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
