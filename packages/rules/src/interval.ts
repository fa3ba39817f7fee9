import type { Interval, Loading } from '@doseline/codebook'
import { addDays, addMonths, type CalendarDate, daysBetween } from '@doseline/dose'

/** The first day on which the next dose is in time: calendar months where the interval says months. */
export function dueFrom(last: CalendarDate, { every, unit, earlyDays }: Interval): CalendarDate {
  const interval = unit === 'months' ? addMonths(last, every) : addDays(last, every)
  return earlyDays === 0 ? interval : addDays(interval, -earlyDays)
}

/**
 * Which day of a treatment this is, where a loading dose may fall on it: from one loading day until the next there is
 * room for one dose. Undefined once the loading is over or its place is taken. The first dose in the chart began it.
 */
export function loadingDay(
  earlier: readonly CalendarDate[],
  administeredOn: CalendarDate,
  { days }: Loading,
): number | undefined {
  const [first] = earlier
  if (first === undefined) return undefined
  const place = (day: CalendarDate) => days.findLast((each) => each <= daysBetween(first, day) + 1)
  const own = place(administeredOn)
  const today = daysBetween(first, administeredOn) + 1
  if (today > Math.max(...days) || earlier.some((day) => place(day) === own)) return undefined
  return today
}
