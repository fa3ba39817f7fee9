import type { DoseAnswer } from '@doseline/contract'

/** Which doses are listed: of the last twelve months, of the visit the app was opened on, or all. */
export type Scope = 'year' | 'visit' | 'all'

/** What a scope is measured against. */
export interface Bounds {
  /** The day of judging, `2026-03-02`; days compare as text. */
  readonly today: string
  /** `Encounter/…`, or empty where the app was opened on no visit. */
  readonly encounter: string
}

/** Whether a dose belongs to a scope. One without a day belongs to the year too: somebody should look at it. */
export function isWithin(scope: Scope, { dateOfService, encounter: visit }: DoseAnswer, bounds: Bounds): boolean {
  if (scope === 'visit') return bounds.encounter !== '' && visit === bounds.encounter
  return scope === 'all' || dateOfService === undefined || dateOfService > aYearBefore(bounds.today)
}

/** The same day a year before; 29 February has none, and as text it still stands between the 28th and 1 March. */
export function aYearBefore(day: string): string {
  const year = Number(day.slice(0, 4))
  return Number.isNaN(year) || year === 0 ? '' : `${String(year - 1).padStart(4, '0')}${day.slice(4)}`
}
