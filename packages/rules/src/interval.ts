import type { Interval } from '@doseline/codebook'
import { addDays, addMonths, type CalendarDate } from '@doseline/dose'

/** The first day on which the next dose is in time: calendar months where the interval says months. */
export function dueFrom(last: CalendarDate, { every, unit, earlyDays }: Interval): CalendarDate {
  const interval = unit === 'months' ? addMonths(last, every) : addDays(last, every)
  return earlyDays === 0 ? interval : addDays(interval, -earlyDays)
}
