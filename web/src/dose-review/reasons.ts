import type { HistoryEvent } from '@doseline/contract'
import { notInOrder } from '../elements/take-away/chargeable.ts'
import type { Override } from '../events/overrides-given.ts'
import { recordedIn } from './recorded.ts'
import type { ReviewState, StandingReasons } from './review-state.ts'

/**
 * The reasons a dose is charged by: those given on this screen, else those of the write-back that stands, as far as
 * their questions are still open.
 */
export function reasonsFor({ overrides, standing, answer }: ReviewState, focus: string): readonly Override[] {
  const given = overrides[focus]
  if (given) return given
  const dose = answer?.assessments.find((one) => one.focus === focus)
  const open = new Set(dose ? notInOrder(dose).map(({ id }) => id) : [])
  return standing[focus]?.overrides.filter(({ rule }) => open.has(rule)) ?? []
}

/** The reasons of the last write-back that approved this very dose and was not voided since; others of its visit have their own. */
export function standingIn(events: readonly HistoryEvent[], focus: string): StandingReasons | undefined {
  const last = recordedIn(events).find(
    (each) => STANDS.has(each.state) && each.does !== 'suggest' && (each.focus ?? focus) === focus,
  )
  if (last?.does !== 'approve' || !last.overrides) return undefined
  const overrides = last.overrides.map(({ rule, reason }) => ({ rule, reason }))
  return { by: last.who, at: last.at, overrides }
}

const STANDS: ReadonlySet<HistoryEvent['act']> = new Set(['confirmed', 'unconfirmed', 'sent'])
