import type { AssessmentAnswer, AssessmentRequestInput, WriteBackAnswer } from '@doseline/contract'
import { asFailure, type ChartRead, wasStopped } from '@doseline/ehr'
import type { RulesService } from '../session/rules-service.ts'
import type { Session } from '../session/session.ts'
import { writeBackOf } from './question.ts'
import { standingIn } from './reasons.ts'
import type { Act, History, Plans, ReviewState, StandingReasons } from './review-state.ts'
import { isLive, storedFor } from './stored.ts'

export interface DosePlansParts {
  readonly service: RulesService
  readonly state: () => ReviewState
  readonly change: (change: Partial<ReviewState>) => void
  readonly assess: (
    chart: ChartRead,
    about: Partial<AssessmentRequestInput>,
    signal: AbortSignal,
  ) => Promise<AssessmentAnswer>
}

/** What could be written for the dose that is shown, and what happened to it before; each new question replaces the one before. */
export class DosePlans {
  readonly #parts: DosePlansParts
  #planning = new AbortController()

  constructor(parts: DosePlansParts) {
    this.#parts = parts
  }

  stop(): void {
    this.#planning.abort()
  }

  /** Works out what both acts would write for the dose that is shown, and who wrote what is stored. */
  async workOut(): Promise<void> {
    const { chart, focus, session, answer } = this.#parts.state()
    const dose = answer?.assessments.find((one) => one.focus === focus)
    if (!chart || !session || !dose) return
    this.#planning.abort()
    this.#planning = new AbortController()
    const { signal } = this.#planning
    try {
      const stored = storedFor(chart.resources, focus)
      const planFor = (act: Act) => this.#planFor(act, focus, chart, signal)
      const [approve, suggest, retire, provenances] = await Promise.all([
        dose.covered ? planFor('approve') : undefined,
        dose.covered ? planFor('suggest') : undefined,
        stored.some(isLive) ? planFor('retire') : undefined,
        session.provenanceOf(stored.map(({ key }) => key)),
      ])
      if (signal.aborted) return
      const plans: Plans | undefined = approve && suggest && { approve, suggest, ...(retire && { retire }) }
      this.#parts.change({ plans, plansFailure: undefined, provenances })
    } catch (thrown) {
      if (!wasStopped(thrown) && !signal.aborted) this.#parts.change({ plansFailure: asFailure(thrown) })
    }
    void this.#readHistory(session, focus, signal)
  }

  /** What happened to the dose before; nothing waits for it, and its failure stops nothing. */
  async #readHistory(session: Session, focus: string, signal: AbortSignal): Promise<void> {
    const tell = (history: History): void => {
      if (!signal.aborted && this.#parts.state().focus === focus) this.#parts.change({ history })
    }
    const asking = { signal, token: session.serviceToken }
    try {
      const { events, underWay } = await this.#parts.service.history(focus, session.issuer.key, asking)
      const named = await Promise.all(events.map(async (event) => ({ ...event, who: await session.named(event.who) })))
      const by = underWay && { underWay: { ...underWay, who: await session.named(underWay.who) } }
      tell({ kind: 'read', events: named, ...by })
      if (!signal.aborted) await this.#stand(focus, standingIn(named, focus))
    } catch {
      tell({ kind: 'failed' })
    }
  }

  /** Reasons from before hold for what stands: the plans are worked out anew with them, once. */
  async #stand(focus: string, reasons: StandingReasons | undefined): Promise<void> {
    const { standing, chart, overrides, writing } = this.#parts.state()
    const stands = chart && storedFor(chart.resources, focus).some((one) => one.type === 'ChargeItem' && isLive(one))
    const next = stands ? reasons : undefined
    if (JSON.stringify(next) === JSON.stringify(standing[focus])) return
    const { [focus]: _, ...others } = standing
    this.#parts.change({ standing: { ...others, ...(next && { [focus]: next }) } })
    if (!overrides[focus] && !writing) await this.workOut()
  }

  async #planFor(act: Act, focus: string, chart: ChartRead, signal: AbortSignal): Promise<WriteBackAnswer | undefined> {
    const { session } = this.#parts.state()
    if (!session) return undefined
    return (await this.#parts.assess(chart, writeBackOf(this.#parts.state(), session, { act, focus }), signal))
      .writeBack
  }
}
