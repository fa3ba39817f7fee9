import type { DoseAnswer } from '@doseline/contract'
import type { Chart } from '@doseline/fhir'
import type { HookRequest } from './hook-request.ts'

/** The visit a hook is about, with its days. */
export interface Visit {
  /** As `Encounter/e1`. */
  readonly reference: string
  readonly from: string
  /** Absent while it lasts. */
  readonly until?: string
}

/** The visit with the days its Encounter names; today where the chart does not have them. */
export function visitOf({ context }: HookRequest, chart: Chart, today: string): Visit {
  const reference = `Encounter/${context.encounterId}`
  const found = chart.resources.get(reference)
  const period = found?.resourceType === 'Encounter' ? found.period : undefined
  const from = dayIn(period?.start)
  const until = dayIn(period?.end)
  return from === undefined
    ? { reference, from: until ?? today, until: until ?? today }
    : { reference, from, ...(until !== undefined && { until }) }
}

const dayIn = (written: unknown): string | undefined =>
  typeof written === 'string' ? /^\d{4}-\d{2}-\d{2}/.exec(written)?.[0] : undefined

/**
 * Whether a dose is of the visit: it names it; or it names no visit at all and was given on one of its days, or on a day
 * that is not known. Such a dose may be of this visit, and is rather spoken of once too often than never.
 */
export function isOfVisit({ encounter, dateOfService: day }: DoseAnswer, { reference, from, until }: Visit): boolean {
  if (encounter?.startsWith('Encounter/')) return encounter === reference
  return day === undefined || (day >= from && (until === undefined || day <= until))
}
