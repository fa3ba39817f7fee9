import type { CalendarDate, CoverageRecord } from '@doseline/dose'

/** Statuses under which a Coverage never paid for anything. */
export const NEVER_IN_FORCE = new Set(['draft', 'entered-in-error'])

/** Whether a coverage was in force on a day; `perhaps` where its status or its period cannot be read. */
export type Standing = 'active' | 'perhaps' | 'not active'

/** As it stands in the chart. A cancelled one was in force until the day its period ends. */
export function standingOn(coverage: CoverageRecord, day: CalendarDate): Standing {
  const { status, from, until, unreadablePeriod, doubt } = coverage
  if (NEVER_IN_FORCE.has(status)) return 'not active'
  if (unreadablePeriod) return 'perhaps'
  if ((from ?? day) > day || day > (until ?? day)) return 'not active'
  if (doubt) return 'perhaps'
  return status === 'cancelled' && until === undefined ? 'not active' : 'active'
}

/** Whether the coverage was surely in force on the day. */
export const wasActive = (coverage: CoverageRecord, day: CalendarDate): boolean =>
  standingOn(coverage, day) === 'active'
