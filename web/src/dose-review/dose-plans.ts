import type { ActsRequest, PlanAnswer } from '@doseline/contract'
import { asFailure, type ChartRead, wasStopped } from '@doseline/ehr-client'
import type { RulesService } from '../session/rules-service.ts'
import type { Session } from '../session/session.ts'
import { actsOf } from './question.ts'
import { standingIn } from './reasons.ts'
import type { History, Plans, ReviewState, StandingReasons } from './review-state.ts'
import { isLive, storedFor } from './stored.ts'

/** Plans that came with the answer about a chart, and what was asked for them. */
export interface EarlyPlans {
  readonly asked: ActsRequest
  readonly plans: readonly PlanAnswer[]
}

export interface DosePlansParts {
  readonly service: RulesService
  readonly state: () => ReviewState
  readonly change: (change: Partial<ReviewState>) => void
  readonly plan: (chart: ChartRead, asked: ActsRequest, signal: AbortSignal) => Promise<readonly PlanAnswer[]>
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

  /**
   * Works out what each act would write for the dose that is shown, and who wrote what is stored. Plans that came `early`
   * do, where nothing would be asked otherwise by now.
   */
  async refresh(early?: EarlyPlans): Promise<void> {
    const { chart, focus, session, answer } = this.#parts.state()
    const dose = answer?.assessments.find((one) => one.focus === focus)
    if (!chart || !session || !dose) return
    this.#planning.abort()
    this.#planning = new AbortController()
    const { signal } = this.#planning
    try {
      const asked = dose.supported ? actsOf(this.#parts.state(), session, chart, focus) : undefined
      const isKnown = JSON.stringify(early?.asked) === JSON.stringify(asked)
      const [plans, provenances] = await Promise.all([
        isKnown ? early?.plans : asked && this.#parts.plan(chart, asked, signal),
        session.provenanceOf(storedFor(chart.resources, focus).map(({ key }) => key)),
      ])
      if (signal.aborted) return
      this.#parts.change({ plans: plans && byAct(plans), plansFailure: undefined, provenances })
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
    if (!overrides[focus] && !writing) await this.refresh()
  }
}

function byAct(plans: readonly PlanAnswer[]): Plans | undefined {
  const [approve, suggest, voided] = (['approve', 'suggest', 'void'] as const).map((act) =>
    plans.find((plan) => plan.act === act),
  )
  return approve && suggest && { approve, suggest, ...(voided && { void: voided }) }
}
