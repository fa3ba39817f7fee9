import type { PlanAnswer } from '@doseline/contract'
import type { Recorded } from '../../dose-review/recorded.ts'
import type { Plans } from '../../dose-review/review-state.ts'
import { linesIn } from '../../dose-review/write-outcome.ts'

/** An act that is offered as a button of its own. */
export type PlannedAct = 'approve' | 'suggest'

/** What can be asked for: without a line there is nothing to approve, and a demonstration is never a draft. */
export function actsOf({ approve }: Plans, forSubmission: boolean): PlannedAct[] {
  const lines = linesIn(approve)
  return [...(lines > 0 ? (['approve'] as const) : []), ...(forSubmission || lines === 0 ? (['suggest'] as const) : [])]
}

/** Nothing is left to write by either act. */
export const isSettled = ({ approve, suggest }: Plans): boolean => !approve.transaction && !suggest.transaction

/** This EHR stores nothing from here: a person enters the lines. */
export const isOnlyByHand = (plans: Plans): boolean =>
  plans.approve.channel === 'by-hand' && plans.suggest.channel === 'by-hand'

/** Whether a plan would send again what was sent, or send something else in its place. */
export function sendsAgain(
  { writes }: Recorded,
  { channel, requests = [] }: PlanAnswer,
): 'the same' | 'other' | undefined {
  if (channel === 'transaction' || channel === 'single' || requests.length === 0) return undefined
  const before = requests.map(({ identity }) => writes.find((write) => write.identity === identity))
  if (before.some((write) => write === undefined)) return undefined
  const isSame = requests.every(({ search }, at) => {
    const { content } = before[at] ?? {}
    return content === undefined || (search?.endsWith(`%7C${content}`) ?? false)
  })
  return isSame ? 'the same' : 'other'
}
