import type { DoseAnswer } from '@doseline/contract'
import type { Override } from '../../events/overrides-given.ts'

/** The required rules a person would have to answer for. */
export const notInOrder = ({ findings }: DoseAnswer): DoseAnswer['findings'] =>
  findings.filter(
    ({ severity, outcome }) => severity === 'required' && (outcome === 'fails' || outcome === 'cannot-tell'),
  )

/** Whether a person gave a reason for each rule that keeps the dose from being ready. */
export function isOverridden(dose: DoseAnswer, overrides: readonly Override[]): boolean {
  if (dose.verdict === 'ready' || dose.verdict === 'not-billable') return false
  const open = notInOrder(dose)
  return open.length > 0 && open.every(({ id }) => overrides.some(({ rule }) => rule === id))
}
