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
  /** Its lines are approved, and nothing is left to write: it is no longer ready, but charged. */
  readonly isCharged: boolean
  /** Who approved how many lines, and when. */
  readonly approval: string
}

export function aboutDose(state: ReviewState, dose: DoseAnswer): AboutDose {
  const { chart, focus, plans, history, provenances } = state
  const resources = chart?.resources ?? []
  const reasons = reasonsFor(state, focus)
  const stored = storedFor(resources, focus)
  const { events = [], underWay } = history?.kind === 'read' ? history : {}
  const recorded = recordedIn(events)
  const charges = chargesByDose(resources)
  const unseen = lastUnseen(recorded)
  const isPosted = unseen?.channel === 'oracle-create' && unseen.state === 'confirmed'
  const mayBeCharged = dose.verdict === 'ready' || isOverridden(dose, reasons)
  const isCharged = mayBeCharged && (charges.get(focus) === 'charged' || isPosted) && !plans?.approve.transaction
  const lines = isPosted
    ? unseen.writes.length
    : stored.filter((one) => one.type === 'ChargeItem' && isLive(one)).length
  const [signed] = signaturesFrom(provenances)
  const by = isPosted ? { name: unseen.who, at: unseen.at } : signed && { name: signed.name, at: signed.recorded }
  return {
    reasons,
    stored,
    recorded,
    underWay,
    charges,
    isCharged,
    approval: by ? words.charged.by(lines, by.name, momentText(by.at)) : words.charged.lines(lines),
  }
}
