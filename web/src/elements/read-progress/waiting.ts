import type { ReadStep } from '@doseline/ehr-client'
import { words } from '../../words.ts'

/** How many types are named; more than that nobody reads while waiting. */
const NAMED = 3

/** What the person is waiting for, in one line: the types under way, or the pause the EHR asked for. */
export function waitingFor(steps: readonly ReadStep[]): string {
  const pause = Math.max(0, ...steps.map(({ waitSeconds }) => waitSeconds ?? 0))
  if (pause > 0) return words.reading.asksToWait(pause)
  const underWay = steps.filter(({ state }) => state === 'reading').map(({ type }) => type)
  return underWay.length > 0 ? words.reading.waitingFor(underWay.slice(0, NAMED), underWay.length - NAMED) : ''
}

/** How many types are done with, well or not. */
export const doneOf = (steps: readonly ReadStep[]): number =>
  steps.filter(({ state }) => state !== 'waiting' && state !== 'reading').length
