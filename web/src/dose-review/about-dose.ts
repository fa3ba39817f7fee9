import type { DoseAnswer, WriteUnderWay } from '@doseline/contract'
import { isOverridden } from '../elements/take-away/chargeable.ts'
import type { Override } from '../events/overrides-given.ts'
import { momentText, words } from '../words.ts'
import { reasonsFor } from './reasons.ts'
import { lastUnseen, type Recorded, recordedIn } from './recorded.ts'
import type { ReviewState } from './review-state.ts'
import { type ChargeState, chargesByDose, isLive, type Stored, signaturesFrom, storedFor } from './stored.ts'

/** What the page shows of the dose beside its answer. */
export interface AboutDose {
  readonly reasons: readonly Override[]
  readonly stored: readonly Stored[]
  readonly recorded: readonly Recorded[]
  readonly underWay: WriteUnderWay | undefined
  readonly charges: ReadonlyMap<string, ChargeState>
  /** The doses that are no longer ready, but charged. */
  readonly charged: ReadonlySet<string>
  readonly isCharged: boolean
  /** Something was stored, charged or written for it, whatever the drug. */
  readonly isOfConcern: boolean
  /** Who approved how many lines, and when. */
  readonly approval: string
}

export function aboutDose(state: ReviewState): AboutDose {
  const { chart, focus, history, provenances } = state
  const resources = chart?.resources ?? []
  const reasons = reasonsFor(state, focus)
  const stored = storedFor(resources, focus)
  const { events = [], underWay } = history?.kind === 'read' ? history : {}
  const recorded = recordedIn(events)
  const charges = chargesByDose(resources)
  const unseen = lastUnseen(recorded)
  const isPosted = unseen?.channel === 'oracle-create' && unseen.state === 'confirmed'
  const billed = inBilling(state)
  const charged = chargedOf(state, charges, isPosted || billed > 0)
  const lines = isPosted
    ? unseen.writes.length
    : billed || stored.filter((one) => one.type === 'ChargeItem' && isLive(one)).length
  const [signed] = signaturesFrom(provenances)
  const by = isPosted ? { name: unseen.who, at: unseen.at } : signed && { name: signed.name, at: signed.recorded }
  return {
    reasons,
    stored,
    recorded,
    underWay,
    charges,
    charged,
    isCharged: charged.has(focus),
    isOfConcern: stored.length > 0 || recorded.length > 0 || state.result !== undefined,
    approval: by ? words.charged.by(lines, by.name, momentText(by.at)) : words.charged.lines(lines),
  }
}

/** How many charges of the dose that is shown the billing system has, or will have. */
const inBilling = ({ plans }: ReviewState): number =>
  plans?.approve.postedCharges?.filter(({ message }) => message !== undefined).length ?? 0

/**
 * The doses whose lines are approved. Of the one that is shown it is known what would be written: nothing is left to, and
 * while that is being worked out, or where it could not be, it is not called charged.
 */
function chargedOf(state: ReviewState, charges: AboutDose['charges'], isShownPosted: boolean): ReadonlySet<string> {
  const { answer, focus, plans, plansFailure } = state
  const isSettled = plans !== undefined && !plansFailure && !plans.approve.transaction
  const isCharged = (dose: DoseAnswer): boolean => {
    const isShown = dose.focus === focus
    if (dose.verdict !== 'ready' && !isOverridden(dose, reasonsFor(state, dose.focus))) return false
    return (charges.get(dose.focus) === 'charged' || (isShown && isShownPosted)) && (!isShown || isSettled)
  }
  return new Set(answer?.assessments.filter(isCharged).map((dose) => dose.focus))
}
