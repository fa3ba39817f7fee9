import type { AssessmentAnswer, DoseAnswer } from '@doseline/contract'
import { asFailure, type ChartRead, Failure, wasStopped } from '@doseline/ehr-client'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { newestFirst } from '../elements/dose-list/dose-list.ts'
import type { Statement } from '../events/facts-attested.ts'
import type { Override } from '../events/overrides-given.ts'
import { type DraftKeeper, hasEntries } from '../session/draft.ts'
import type { RulesService } from '../session/rules-service.ts'
import type { Session } from '../session/session.ts'
import { type Carried, carryOut, failureOf } from '../session/write-back.ts'
import { DosePlans, type EarlyPlans } from './dose-plans.ts'
import { refuseUnjudgeable } from './judgeable.ts'
import { actsOf, questionOf, reservationOf } from './question.ts'
import { type Act, FIRST_STATE, type ReviewState, type WriteResult, type Writing } from './review-state.ts'
import { othersOfVisit, statedOfVisit } from './visit-wide.ts'
import { isDone, isThePlanShown, LEAVES_OPEN, sameDose, storedBy } from './write-outcome.ts'

export interface ReviewParts {
  readonly openSession: () => Promise<Session>
  readonly service: RulesService
  /** Where what is entered in this session is kept over its end. */
  readonly draftOf?: (session: Session) => Promise<DraftKeeper>
  /** Told of every failure, whether of the whole page or of one write. */
  readonly onFailure?: (failure: Failure) => void
  readonly now?: () => Date
}

/**
 * The way of one launch through the app: reading → assessing → done or failed, and from there every write. Each start of
 * the way stops the one before, so that a late answer never lands on another chart.
 */
export class Review implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #parts: ReviewParts
  #state: ReviewState = FIRST_STATE
  /** The reading or judging under way. */
  #underWay = new AbortController()
  readonly #plans: DosePlans
  /** Write-backs whose lines may still arrive, and until when: milliseconds of this machine’s clock. */
  readonly #arriving = new Map<string, number>()
  #draft: DraftKeeper | undefined

  constructor(host: ReactiveControllerHost, parts: ReviewParts) {
    this.#host = host
    this.#parts = parts
    this.#plans = new DosePlans({
      service: parts.service,
      state: () => this.#state,
      change: (change) => this.#change(change),
      plan: async (chart, writeBack, signal) => {
        const question = await questionOf(this.#state, chart, { focus: writeBack.focus, writeBack })
        const { plans } = await this.#parts.service.plan(question, this.#asking(signal))
        signal.throwIfAborted()
        return plans
      },
    })
    host.addController(this)
  }

  get state(): ReviewState {
    return this.#state
  }

  hostDisconnected(): void {
    this.#underWay.abort()
    this.#plans.stop()
  }

  /** Opens the session (once) and reads the chart anew. */
  async start(): Promise<void> {
    const signal = this.#begin()
    this.#change({ phase: 'opening', plans: undefined, plansFailure: undefined, result: undefined, writing: undefined })
    await this.#orFail(signal, async () => {
      const session = this.#state.session ?? (await this.#parts.openSession())
      if (!this.#state.session) await this.#restore(session)
      signal.throwIfAborted()
      this.#change({ session, codebook: this.#state.codebook || session.codebook, phase: 'reading' })
      const chart = await this.#read(session, signal)
      this.#change({ phase: 'assessing' })
      await this.#judge(chart, signal)
    })
    await this.#plans.refresh()
  }

  /** Brings back what the person entered before their session ended. */
  async #restore(session: Session): Promise<void> {
    this.#draft = await this.#parts.draftOf?.(session)
    const kept = this.#draft?.read()
    if (!kept) return
    const { focus, attested, overrides, at } = kept
    this.#change({ focus, attested, overrides, ...(hasEntries(kept) && { restored: at }) })
  }

  /** Forgets everything that was entered. */
  async discard(): Promise<void> {
    if (this.#state.writing) return
    this.#draft?.forget()
    this.#change({ attested: {}, overrides: {}, restored: undefined })
    await this.#rejudge()
  }

  /** Closes the session: nothing about the patient is left in memory. What was entered is kept. */
  close(): void {
    this.#underWay.abort()
    this.#plans.stop()
    this.#state.session?.end()
    this.#draft = undefined
    this.#state = FIRST_STATE
    this.#host.requestUpdate()
  }

  /** Shows another dose; not while one is being written, which is the one that stays on the screen. */
  async choose(focus: string): Promise<void> {
    if (this.#state.writing) return
    this.#change({
      focus,
      plans: undefined,
      plansFailure: undefined,
      result: undefined,
      provenances: [],
      history: undefined,
    })
    await this.#plans.refresh()
  }

  /** Judges by another code book, with the chart already read. */
  async useCodebook(codebook: string): Promise<void> {
    if (this.#state.writing) return
    this.#change({ codebook })
    await this.#rejudge()
  }

  /** Takes in what a person states about the dose that is shown, and of its visit, or forgets it. */
  async attest(statement: Statement | undefined, isOfVisit = false): Promise<void> {
    const { focus, session, attested, writing, answer } = this.#state
    if (writing) return
    const stated = statement && {
      ...statement,
      by: session?.approver.display ?? '',
      at: this.#now().toISOString(),
    }
    const others = isOfVisit ? othersOfVisit(answer?.assessments ?? [], focus) : []
    this.#change({ attested: statedOfVisit({ attested, focus, stated, others }) })
    await this.#rejudge()
  }

  /** Takes in that charges an EHR took were taken back there: what is planned may give them again. */
  async sayGone(identities: readonly string[]): Promise<void> {
    const { writing, reversedCharges, focus } = this.#state
    if (writing) return
    this.#change({ reversedCharges: { ...reversedCharges, [focus]: identities }, plans: undefined })
    await this.#plans.refresh()
  }

  async override(overrides: readonly Override[]): Promise<void> {
    if (this.#state.writing) return
    this.#change({ overrides: { ...this.#state.overrides, [this.#state.focus]: overrides }, plans: undefined })
    await this.#plans.refresh()
  }

  /**
   * Writes: reads the chart again, has it judged again with the reservation, and sends only what was on the screen. Where the
   * fresh chart gives another answer, that is shown instead, and the person decides again.
   */
  async write(act: Act, overrideEarlier: readonly string[] = []): Promise<void> {
    const { session, answer, focus, plans, writing } = this.#state
    const shown = answer?.assessments.find((dose) => dose.focus === focus)
    if (!session || !shown || writing) return
    const seconds = this.#secondsUntilArrived(overrideEarlier)
    if (seconds > 0) {
      const failure = new Failure('already-written', { earlier: overrideEarlier, retryAfterSeconds: seconds })
      return this.#end(focus, { kind: 'failed', failure, act, overrideEarlier })
    }
    const signal = this.#begin()
    const step = (next: Writing): void => {
      signal.throwIfAborted()
      this.#change({ writing: next, sending: undefined, result: undefined })
    }
    try {
      step('reading')
      const chart = await this.#read(session, signal)
      step('judging')
      const carried = await carryOut({
        service: this.#parts.service,
        session,
        request: {
          ...(await questionOf(this.#state, chart, reservationOf(this.#state, session, { act, focus }))),
          ...(overrideEarlier.length > 0 && { overrideEarlier: overrideEarlier }),
        },
        isAsShown: (plan, dose) => isThePlanShown(plans?.[act], plan) && dose !== undefined && sameDose(shown, dose),
        signal,
        now: () => this.#now().getTime(),
        onSending: () => step('sending'),
        onProgress: (sending) => {
          if (!signal.aborted) this.#change({ sending })
        },
      })
      // What was said to be gone was said of before this: what stands now is new.
      const { [focus]: _, ...reversedCharges } = this.#state.reversedCharges
      if (carried.kind !== 'changed') this.#change({ reversedCharges })
      signal.throwIfAborted()
      if (carried.kind === 'changed') {
        if (!carried.dose) throw new Failure('chart-moved-on')
        const early = await this.#judge(chart, signal)
        this.#end(focus, { kind: 'changed', before: shown.verdict, after: carried.dose.verdict })
        return await this.#plans.refresh(early)
      }
      if (carried.kind === 'not stored') return await this.#afterUnstored(carried, { act, focus }, session, signal)
      this.#draft?.settle(focus, this.#state)
      step('confirming')
      const isUnread = await this.#readBack(session, signal).then(() => false, notRead)
      const result = carried.kind === 'already' ? carried : storedBy(act, carried.plan, carried.report)
      this.#end(focus, { ...result, ...(isUnread && { isUnread }) })
    } catch (thrown) {
      if (wasStopped(thrown)) return
      await this.#afterFailedWrite(
        { kind: 'failed', failure: asFailure(thrown), act, overrideEarlier },
        focus,
        session,
        signal,
      )
    }
  }

  /** Part of it may stand, or it is open whether any does: the chart is read again to see. */
  async #afterUnstored(
    { plan, report, confirm }: Carried & { kind: 'not stored' },
    { act, focus }: { act: Act; focus: string },
    session: Session,
    signal: AbortSignal,
  ): Promise<void> {
    const failure = failureOf(report)
    if (failure.kind === 'channel-refused') {
      this.#change({ refusedChannels: [...this.#state.refusedChannels, plan.channel], plans: undefined })
      await this.#plans.refresh()
      return this.#end(focus, { kind: 'other channel', refused: plan.channel })
    }
    const mayStand = LEAVES_OPEN.has(failure.kind) || report.written.length > 0
    if (mayStand) await this.#readBack(session, signal).catch(() => undefined)
    if (signal.aborted) return
    const stands = report.ended === 'open' && plan.channel !== 'oracle-create' && isDone(this.#state, act, focus)
    if (stands) await confirm()
    this.#end(focus, stands ? storedBy(act, plan, report) : { kind: 'failed', failure, act, report })
  }

  /** The end of a write-back, which is said beside the dose it was for; beside another, where that one left the chart. */
  #end(focus: string, result: WriteResult): void {
    const isThere = this.#state.focus === focus
    this.#change({ writing: undefined, result: isThere ? result : { kind: 'left the chart', result } })
  }

  /** Nothing entered is lost; where it is open what was stored, the chart is read again to see. */
  async #afterFailedWrite(
    result: WriteResult & { kind: 'failed' },
    focus: string,
    session: Session,
    signal: AbortSignal,
  ): Promise<void> {
    this.#rememberArriving(result.failure)
    if (LEAVES_OPEN.has(result.failure.kind)) await this.#readBack(session, signal).catch(() => undefined)
    if (signal.aborted) return
    const isThere = result.failure.kind === 'somebody-writes' && isDone(this.#state, result.act, focus)
    if (isThere) return this.#end(focus, { kind: 'already' })
    const { kind, about } = result.failure
    const detail = about.detail && (await session.named(about.detail))
    if (!signal.aborted) this.#end(focus, { ...result, failure: new Failure(kind, { ...about, detail }) })
  }

  /** What was sent may arrive late: for so many seconds nobody can say that it is gone. */
  #secondsUntilArrived(overrideEarlier: readonly string[]): number {
    const untils = overrideEarlier.map((id) => this.#arriving.get(id) ?? 0)
    return Math.ceil((Math.max(0, ...untils) - this.#now().getTime()) / 1000)
  }

  #rememberArriving({ kind, about }: Failure): void {
    const { earlier = [], retryAfterSeconds } = about
    if (kind !== 'already-written' || !retryAfterSeconds) return
    for (const id of earlier) this.#arriving.set(id, this.#now().getTime() + retryAfterSeconds * 1000)
  }

  /** Reads the chart again to see what is stored now, and leaves what was said until then. */
  async look(): Promise<void> {
    const { session, writing, focus } = this.#state
    if (!session || writing) return
    const signal = this.#begin()
    this.#change({ writing: 'confirming' })
    try {
      await this.#readBack(session, signal)
      const { result } = this.#state
      const isOpen = result?.kind === 'failed' && LEAVES_OPEN.has(result.failure.kind)
      const isSettled = result?.kind === 'failed' && isDone(this.#state, result.act, focus)
      this.#change({ writing: undefined, result: isSettled ? { kind: 'already' } : isOpen ? result : undefined })
    } catch (thrown) {
      if (wasStopped(thrown) || signal.aborted) return
      this.#change({ writing: undefined, result: { kind: 'failed', failure: asFailure(thrown), act: 'approve' } })
    }
  }

  /** What is stored now, as the EHR shows it. */
  async #readBack(session: Session, signal: AbortSignal): Promise<void> {
    const chart = await this.#read(session, signal)
    await this.#plans.refresh(await this.#judge(chart, signal))
  }

  async #rejudge(): Promise<void> {
    const { chart } = this.#state
    if (!chart) return
    const signal = this.#begin()
    // Asked with the acts that are planned now, which leave the screen meanwhile.
    const judging = this.#judge(chart, signal)
    this.#change({ rejudging: true, plans: undefined, plansFailure: undefined, result: undefined })
    await this.#plans.refresh(await this.#orFail(signal, () => judging))
  }

  async #read(session: Session, signal: AbortSignal): Promise<ChartRead> {
    const chart = await session.readChart((steps) => {
      if (!signal.aborted) this.#change({ steps })
    }, signal)
    signal.throwIfAborted()
    refuseUnjudgeable(chart, session.scopes)
    return chart
  }

  /** Judges a chart and shows the answer. The chart goes up once: where acts on a dose are planned, they are planned with it. */
  async #judge(chart: ChartRead, signal: AbortSignal): Promise<EarlyPlans | undefined> {
    const { focus, plans, session } = this.#state
    const isThere = chart.resources.some(({ resourceType, id }) => `${resourceType}/${id}` === focus)
    const asked = plans && session && isThere ? actsOf(this.#state, session, chart, focus) : undefined
    const ask = async (about: Parameters<typeof questionOf>[2]) =>
      this.#parts.service.assess(await questionOf(this.#state, chart, about), this.#asking(signal))
    const answer = await ask(asked ? { writeBack: asked } : {}).catch((thrown: unknown) => {
      // What keeps an act from being planned keeps no verdict: the plans are then asked for by themselves, and say why.
      if (!asked || !isRefused(thrown)) throw thrown
      return ask({})
    })
    signal.throwIfAborted()
    this.#show(chart, answer)
    return asked && answer.plans && { asked, plans: answer.plans }
  }

  #asking = (signal: AbortSignal) => ({ signal, token: this.#state.session?.serviceToken })

  #show(chart: ChartRead, answer: AssessmentAnswer): void {
    const { focus, session } = this.#state
    const isThere = answer.assessments.some((dose) => dose.focus === focus)
    this.#change({
      phase: 'done',
      rejudging: false,
      chart,
      steps: chart.steps,
      answer,
      focus: isThere ? focus : firstToShow(answer.assessments, session?.encounter),
    })
  }

  async #orFail<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (thrown) {
      if (wasStopped(thrown) || signal.aborted) return
      this.#change({ phase: 'failed', failure: asFailure(thrown), rejudging: false })
    }
    return undefined
  }

  #begin(): AbortSignal {
    this.#underWay.abort()
    this.#plans.stop()
    this.#underWay = new AbortController()
    return this.#underWay.signal
  }

  #change(change: Partial<ReviewState>): void {
    this.#state = { ...this.#state, ...change }
    const failure = change.failure ?? (change.result?.kind === 'failed' ? change.result.failure : undefined)
    if (failure) this.#parts.onFailure?.(failure)
    if ('focus' in change || 'attested' in change || 'overrides' in change) this.#draft?.keep(this.#state)
    this.#host.requestUpdate()
  }

  #now(): Date {
    return (this.#parts.now ?? (() => new Date()))()
  }
}

/** The newest dose of the visit the app was opened on; else the newest of all. */
function firstToShow(doses: readonly DoseAnswer[], encounter: string | undefined): string {
  const sorted = newestFirst(doses)
  const here = encounter && sorted.find((dose) => dose.encounter === `Encounter/${encounter}`)
  return (here || sorted[0])?.focus ?? ''
}

/** What was stored stays stored, whether it can be read back or not. */
function notRead(thrown: unknown): true {
  if (wasStopped(thrown)) throw thrown
  return true
}

/** The service understood the question, and answers that it cannot be asked of this chart. */
const isRefused = (thrown: unknown): boolean => asFailure(thrown).about.status === 422
