import type { CalendarDate, CoverageRecord } from '@doseline/dose'

/** Statuses under which a Coverage never paid for anything. */
export const NEVER_IN_FORCE = new Set(['draft', 'entered-in-error'])

/** Whether the coverage was in force on the day. A cancelled one was, until the day its period ends. */
export function wasActive(coverage: CoverageRecord, day: CalendarDate): boolean {
  if (NEVER_IN_FORCE.has(coverage.status) || coverage.unreadablePeriod) return false
  if (coverage.status === 'cancelled' && coverage.until === undefined) return false
  return (coverage.from ?? day) <= day && day <= (coverage.until ?? day)
}
