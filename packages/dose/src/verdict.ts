/**
 * `ready`: every required rule passes. `not-ready`: one fails. `needs-information`: none fails, one cannot tell.
 * `not-billable`: nothing was given, or a dated source says that no charge arises.
 */
export type Verdict = 'ready' | 'not-ready' | 'needs-information' | 'not-billable'

const WORST_FIRST: readonly Verdict[] = ['not-ready', 'needs-information', 'ready']

/** The verdict of several doses together: the worst of them; `not-billable` only where all are. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'not-billable'
}
