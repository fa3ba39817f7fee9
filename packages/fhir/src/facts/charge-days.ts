import type { CalendarDate, ExistingCharge, SpanOfDays } from '@doseline/dose'
import type { Period } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { spanOfDays, spanOfPeriodEnd } from './span-of-days.ts'

/** The days a charge can be of; no bound where the chart gives none. */
export interface Days {
  readonly from?: CalendarDate | undefined
  readonly until?: CalendarDate | undefined
}

/** A date or dateTime; undefined where it names no day. */
export function daysOfMoment(written: unknown, timeZone: string | undefined): Days | undefined {
  const span = spanOfDays(written, timeZone)
  return span && { from: span.earliest, until: span.latest }
}

/** As {@link daysOfMoment}; midnight UTC may be a day that a server dressed as a time, so the day written is possible too. */
export function daysOfWritten(written: unknown, timeZone: string | undefined): Days | undefined {
  const days = daysOfMoment(written, timeZone)
  const day = spanOfPeriodEnd(written, timeZone)?.latest
  return days?.until === undefined || day === undefined || day <= days.until ? days : { ...days, until: day }
}

/** From the first day to the last; one that only starts, or only ends, is open on the other side. */
export function daysOfPeriod(period: Period | undefined, timeZone: string | undefined): Days | undefined {
  return between(spanOfDays(period?.start, timeZone), spanOfDays(period?.end, timeZone))
}

/** As {@link daysOfPeriod}, of days that a server may have dressed as times, as those of a claim. */
export function daysOfDressedPeriod(period: Period | undefined, timeZone: string | undefined): Days | undefined {
  return between(spanOfPeriodEnd(period?.start, timeZone), spanOfPeriodEnd(period?.end, timeZone))
}

const between = (start: SpanOfDays | undefined, end: SpanOfDays | undefined): Days | undefined =>
  start || end ? { from: start?.earliest, until: end?.latest } : undefined

/** From the first of several days to the last. */
export function daysOfAll(all: readonly (Days | undefined)[]): Days | undefined {
  const known = all.filter((days) => days !== undefined)
  const froms = known.flatMap(({ from }) => from ?? []).toSorted()
  const untils = known.flatMap(({ until }) => until ?? []).toSorted()
  return known.length > 0 ? { from: froms[0], until: untils.at(-1) } : undefined
}

/**
 * A charge without a day of its own: of its encounter’s days, where the chart holds it, and never of a day after it was
 * entered.
 */
export function daysWithout(
  chart: Chart,
  encounter: string | undefined,
  entered: unknown,
  timeZone: string | undefined,
): Days | undefined {
  const visit = encounter === undefined ? undefined : chart.resources.get(encounter)
  const ofVisit = visit?.resourceType === 'Encounter' ? daysOfPeriod(visit.period, timeZone) : undefined
  const until = ofVisit?.until ?? spanOfDays(entered, timeZone)?.latest
  return ofVisit || until ? { from: ofVisit?.from, until } : undefined
}

/** The day where there is one, else the days between which it lies. */
export function dated(days: Days | undefined): Pick<ExistingCharge, 'on' | 'between'> {
  if (!days) return {}
  const { from, until } = days
  if (from !== undefined && from === until) return { on: from }
  return { between: { ...(from && { from }), ...(until && { until }) } }
}
