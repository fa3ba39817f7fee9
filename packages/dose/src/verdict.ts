import type { Verdict } from '@doseline/contract'

const WORST_FIRST: readonly Verdict[] = ['not-ready', 'needs-information', 'ready']

/** The verdict of several doses together: the worst of them; `not-billable` only where all are. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'not-billable'
}
