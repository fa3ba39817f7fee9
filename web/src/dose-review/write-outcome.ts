import type { DoseAnswer, PlanAnswer } from '@doseline/contract'
import type { ChartRead, SendReport } from '@doseline/ehr-client'
import type { Act, ReviewState, WriteResult } from './review-state.ts'
import { isLive, storedFor } from './stored.ts'

/** After these the chart may hold something else than the screen shows. */
export const LEAVES_OPEN: ReadonlySet<string> = new Set([
  'write-unconfirmed',
  'chart-moved-on',
  'somebody-writes',
  'already-written',
])

/** Whether nothing is left of an act on a dose, by the chart as it was read last. A look that saw only a part proves nothing. */
export function isDone({ plans, chart, focus }: ReviewState, act: Act, of: string): boolean {
  if (!chart || focus !== of || !isFullyRead(chart)) return false
  if (act === 'void') return !storedFor(chart.resources, of).some(isLive)
  return plans !== undefined && plans[act].transaction === undefined
}

const isFullyRead = ({ steps }: ChartRead): boolean =>
  ['ChargeItem', 'Flag'].every((wanted) => {
    const read = steps.filter(({ type }) => type === wanted)
    return read.length > 0 && read.every(({ state }) => state === 'complete')
  })

/** How many charge lines stand after a plan is carried out. */
export const linesIn = ({ writes }: PlanAnswer): number =>
  writes.filter(({ what, act }) => what === 'ChargeItem' && act !== 'void').length

export const storedBy = (act: Act, plan: PlanAnswer, report: SendReport): WriteResult & { kind: 'stored' } => ({
  kind: 'stored',
  act,
  lines: linesIn(plan),
  channel: plan.channel,
  report,
})

/** Whether two plans write the same things in the same way. */
const sameContent = (a: PlanAnswer, b: PlanAnswer): boolean =>
  JSON.stringify([a.channel, a.writes, a.warnings, a.lost]) ===
  JSON.stringify([b.channel, b.writes, b.warnings, b.lost])

/** Whether a plan is the one a person saw. */
export const isThePlanShown = (shown: PlanAnswer | undefined, plan: PlanAnswer): boolean =>
  shown !== undefined && sameContent(shown, plan)

/** Whether a dose gives the same answer, in everything that would be charged. */
export const sameDose = (a: DoseAnswer, b: DoseAnswer): boolean =>
  JSON.stringify([a.verdict, a.sentence, a.lines]) === JSON.stringify([b.verdict, b.sentence, b.lines])
