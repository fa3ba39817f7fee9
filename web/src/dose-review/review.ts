import type { AssessmentAnswer, AssessmentRequestInput, DoseAnswer, WriteBackAnswer } from '@doseline/assessment'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { newestFirst } from '../elements/dose-list/dose-list.ts'
import type { Statement } from '../events/facts-attested.ts'
import type { Override } from '../events/overrides-given.ts'
import { asFailure, Failure, wasStopped } from '../session/failure.ts'
import { minimumNecessary } from '../session/minimum-necessary.ts'
import { type ChartRead, readsOf } from '../session/read-chart.ts'
import type { RulesService } from '../session/rules-service.ts'
import type { Session } from '../session/session.ts'
import { type Act, FIRST_STATE, type Plans, type ReviewState, type WriteResult, type Writing } from './review-state.ts'
import { storedFor } from './stored.ts'

export interface ReviewParts {
  readonly openSession: () => Promise<Session>
  readonly service: RulesService
  readonly now?: () => Date
}

/** After these the chart may hold something else than the screen shows. */
const LEAVES_OPEN: ReadonlySet<string> = new Set([
  'write-unconfirmed',
  'chart-moved-on',
  'somebody-writes',
  'already-written',
])

/** What a write-back needs on its way. */
interface Sending {
  readonly act: Act
  readonly despite: readonly string[]
  readonly chart: ChartRead
  readonly session: Session
  readonly signal: AbortSignal
  /** Whether what would be written is what the person saw. */
  readonly isAsShown: (plan: WriteBackAnswer) => boolean
  readonly sending: () => void
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
  /** The plans being worked out, which every new question replaces. */
  #planning = new AbortController()

  constructor(host: ReactiveControllerHost, parts: ReviewParts) {
    this.#host = host
    this.#parts = parts
    host.addController(this)
  }

  get state(): ReviewState {
    return this.#state
  }

  hostDisconnected(): void {
    this.#underWay.abort()
    this.#planning.abort()
  }

  /** Opens the session (once) and reads the chart anew. */
  async start(): Promise<void> {
    const signal = this.#begin()
    this.#change({ phase: 'opening', plans: undefined, plansFailure: undefined, result: undefined, writing: undefined })
    await this.#orFail(signal, async () => {
      const session = this.#state.session ?? (await this.#parts.openSession())
      signal.throwIfAborted()
      this.#change({ session, codebook: this.#state.codebook || session.codebook, phase: 'reading' })
      const chart = await this.#read(session, signal)
      this.#change({ phase: 'assessing' })
      const answer = await this.#assess(chart, {}, signal)
      this.#show(chart, answer)
    })
    await this.#plan()
  }

  /** Shows another dose. */
  async choose(focus: string): Promise<void> {
    this.#change({ focus, plans: undefined, plansFailure: undefined, result: undefined, provenances: [] })
    await this.#plan()
  }

  /** Judges by another code book, with the chart already read. */
  async useCodebook(codebook: string): Promise<void> {
    this.#change({ codebook })
    await this.#rejudge()
  }

  /** Takes in what a person states about the dose that is shown, or forgets it. */
  async attest(statement: Statement | undefined): Promise<void> {
    const { focus, session, attested } = this.#state
    const { [focus]: _, ...others } = attested
    const by = session?.approver.display ?? ''
    const stated = statement && { [focus]: { ...statement, by, at: this.#now().toISOString() } }
    this.#change({ attested: { ...others, ...stated } })
    await this.#rejudge()
  }

  async override(overrides: readonly Override[]): Promise<void> {
    this.#change({ overrides: { ...this.#state.overrides, [this.#state.focus]: overrides }, plans: undefined })
    await this.#plan()
  }

  /**
   * Writes: reads the chart again, judges it again, and sends only what was on the screen. Where the fresh chart gives
   * another answer, that is shown instead, and the person decides anew.
   */
  async write(act: Act, despite: readonly string[] = []): Promise<void> {
    const { session, answer, focus, plans, writing } = this.#state
    const shown = answer?.assessments.find((dose) => dose.focus === focus)
    if (!session || !shown || writing) return
    const signal = this.#begin()
    const step = (next: Writing): void => {
      signal.throwIfAborted()
      this.#change({ writing: next, result: undefined })
    }
    try {
      step('reading')
      const chart = await this.#read(session, signal)
      step('judging')
      const judged = await this.#assess(chart, {}, signal)
      const dose = judged.assessments.find((one) => one.focus === focus)
      if (!dose) throw new Failure('chart-moved-on')
      const isAsShown = (plan: WriteBackAnswer): boolean =>
        act === 'retire' || (!!plans && sameContent(plans[act], plan) && sameDose(shown, dose))
      const written = await this.#claimAndSend({
        act,
        despite,
        chart,
        session,
        signal,
        isAsShown,
        sending: () => step('sending'),
      })
      if (written === 'changed') {
        this.#show(chart, judged)
        this.#change({ writing: undefined, result: { kind: 'changed', before: shown.verdict, after: dose.verdict } })
        return await this.#plan()
      }
      step('confirming')
      await this.#readBack(session, signal)
      this.#change({
        writing: undefined,
        result: written === 'already' ? { kind: 'already' } : { kind: 'stored', act, lines: linesIn(written) },
      })
    } catch (thrown) {
      if (wasStopped(thrown)) return
      await this.#afterFailedWrite({ kind: 'failed', failure: asFailure(thrown), act }, session, signal)
    }
  }

  /** Claim → send → confirm: whoever holds the claim of the visit is the only one to write for it. */
  async #claimAndSend({
    act,
    despite,
    chart,
    session,
    signal,
    isAsShown,
    sending,
  }: Sending): Promise<WriteBackAnswer | 'already' | 'changed'> {
    const { service } = this.#parts
    const request = {
      ...this.#question(chart, this.#writeBackOf(act, session)),
      ...(despite.length > 0 && { despite }),
    }
    const asking = { token: session.serviceToken }
    // What is claimed is sent or given up, even where the page has moved on: a claim left open would keep others out.
    const { writeBack, assessment } = await service.claim(request, crypto.randomUUID(), { ...asking, signal })
    const plan = assessment.writeBack
    if (!writeBack || !plan?.transaction) return 'already'
    const { id, fencing } = writeBack
    const giveUp = (reason: string) =>
      service.step(id, { state: 'void', fencing, reason }, asking).catch(() => undefined)
    if (!isAsShown(plan)) {
      await giveUp('the chart gave another answer than was shown; nothing was sent')
      return 'changed'
    }
    if (signal.aborted) await giveUp('the page moved on; nothing was sent')
    sending()
    await service.step(id, { state: 'sent', fencing }, asking)
    try {
      await session.send(plan.transaction)
    } catch (thrown) {
      // Where it is open what was stored, the claim stays until it runs out: nobody sends meanwhile.
      if (asFailure(thrown).kind !== 'write-unconfirmed')
        await giveUp(`not sent, or refused by the EHR: ${asFailure(thrown).kind}`)
      throw thrown
    }
    await service.step(id, { state: 'confirmed', fencing }, asking).catch(() => undefined)
    return plan
  }

  /** Nothing entered is lost; where it is open what was stored, the chart is read again to see. */
  async #afterFailedWrite(
    result: WriteResult & { kind: 'failed' },
    session: Session,
    signal: AbortSignal,
  ): Promise<void> {
    const { kind } = result.failure
    if (LEAVES_OPEN.has(kind)) await this.#readBack(session, signal).catch(() => undefined)
    if (signal.aborted) return
    const isThere =
      kind === 'somebody-writes' &&
      this.#state.plans?.[result.act === 'suggest' ? 'suggest' : 'approve'].transaction === undefined
    this.#change({ writing: undefined, result: isThere ? { kind: 'already' } : result })
  }

  /** What is stored now, as the EHR shows it. */
  async #readBack(session: Session, signal: AbortSignal): Promise<void> {
    const chart = await this.#read(session, signal)
    this.#show(chart, await this.#assess(chart, {}, signal))
    await this.#plan()
  }

  async #rejudge(): Promise<void> {
    const { chart } = this.#state
    if (!chart) return
    const signal = this.#begin()
    this.#change({ rejudging: true, plans: undefined, plansFailure: undefined, result: undefined })
    await this.#orFail(signal, async () => this.#show(chart, await this.#assess(chart, {}, signal)))
    await this.#plan()
  }

  /** Works out what both acts would write for the dose that is shown, and who wrote what is stored. */
  async #plan(): Promise<void> {
    const { chart, focus, session, answer } = this.#state
    const dose = answer?.assessments.find((one) => one.focus === focus)
    if (!chart || !session || !dose) return
    this.#planning.abort()
    this.#planning = new AbortController()
    const { signal } = this.#planning
    try {
      const [approve, suggest, provenances] = await Promise.all([
        dose.covered ? this.#planFor('approve', chart, signal) : undefined,
        dose.covered ? this.#planFor('suggest', chart, signal) : undefined,
        session.provenanceOf(storedFor(chart.resources, focus).map(({ key }) => key)),
      ])
      if (signal.aborted) return
      const plans: Plans | undefined = approve && suggest && { approve, suggest }
      this.#change({ plans, plansFailure: undefined, provenances })
    } catch (thrown) {
      if (!wasStopped(thrown) && !signal.aborted) this.#change({ plansFailure: asFailure(thrown) })
    }
  }

  async #planFor(act: Act, chart: ChartRead, signal: AbortSignal): Promise<WriteBackAnswer | undefined> {
    const { session } = this.#state
    if (!session) return undefined
    return (await this.#assess(chart, this.#writeBackOf(act, session), signal)).writeBack
  }

  #writeBackOf(act: Act, { approver, issuer }: Session): Partial<AssessmentRequestInput> {
    const { focus, overrides } = this.#state
    const by = { display: approver.display, ...(approver.reference && { reference: approver.reference }) }
    return { focus, writeBack: { act, by, server: issuer.key, overrides: [...(overrides[focus] ?? [])] } }
  }

  async #read(session: Session, signal: AbortSignal): Promise<ChartRead> {
    const chart = await session.readChart((steps) => {
      if (!signal.aborted) this.#change({ steps })
    }, signal)
    signal.throwIfAborted()
    refuseUnjudgeable(chart)
    return chart
  }

  async #assess(
    chart: ChartRead,
    about: Partial<AssessmentRequestInput>,
    signal: AbortSignal,
  ): Promise<AssessmentAnswer> {
    const token = this.#state.session?.serviceToken
    const answer = await this.#parts.service.assess(this.#question(chart, about), { signal, token })
    signal.throwIfAborted()
    return answer
  }

  /** What the service is asked: the minimum it needs, and what was stated about doses that are still there. */
  #question(chart: ChartRead, about: Partial<AssessmentRequestInput>): AssessmentRequestInput {
    const { session, codebook, attested } = this.#state
    const inChart = new Set(chart.resources.map(({ resourceType, id }) => `${resourceType}/${id}`))
    const stillThere = Object.entries(attested).filter(([focus]) => inChart.has(focus))
    return {
      resources: minimumNecessary(chart.resources).map((resource) => ({ ...resource })),
      reads: readsOf(chart),
      codebook,
      attested: Object.fromEntries(stillThere),
      ...(session?.issuer.timeZone && { timeZone: session.issuer.timeZone }),
      ...about,
    }
  }

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

  async #orFail(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      if (wasStopped(thrown) || signal.aborted) return
      this.#change({ phase: 'failed', failure: asFailure(thrown), rejudging: false })
    }
  }

  #begin(): AbortSignal {
    this.#underWay.abort()
    this.#planning.abort()
    this.#underWay = new AbortController()
    return this.#underWay.signal
  }

  #change(change: Partial<ReviewState>): void {
    this.#state = { ...this.#state, ...change }
    this.#host.requestUpdate()
  }

  #now(): Date {
    return (this.#parts.now ?? (() => new Date()))()
  }
}

/** Without the doses there is nothing to say, and with only some of them nothing that can be relied on. */
function refuseUnjudgeable({ steps, resources }: ChartRead): void {
  const doses = steps.find(({ type }) => type === 'MedicationAdministration')
  const detail = doses?.because
  switch (doses?.state) {
    case 'refused':
      throw new Failure('no-scope', { detail, status: 403 })
    case 'not-offered':
      throw new Failure('doses-not-offered', { detail })
    case 'failed':
      if (doses.count > 0) throw new Failure('doses-incomplete', { detail })
      throw new Failure(detail === 'no answer' ? 'ehr-unreachable' : 'ehr-error', { detail })
  }
  if (!resources.some(({ resourceType }) => resourceType === 'MedicationAdministration')) {
    throw new Failure('nothing-to-judge')
  }
}

/** The newest dose of the visit the app was opened on; else the newest of all. */
function firstToShow(doses: readonly DoseAnswer[], encounter: string | undefined): string {
  const sorted = newestFirst(doses)
  const here = encounter && sorted.find((dose) => dose.encounter === `Encounter/${encounter}`)
  return (here || sorted[0])?.focus ?? ''
}

/** How many charge lines stand after a plan is carried out. */
export const linesIn = ({ writes }: WriteBackAnswer): number =>
  writes.filter(({ what, act }) => what === 'ChargeItem' && act !== 'void').length

/** Whether two plans write the same things in the same way. */
const sameContent = (a: WriteBackAnswer, b: WriteBackAnswer): boolean =>
  JSON.stringify([a.writes, a.warnings]) === JSON.stringify([b.writes, b.warnings])

/** Whether a dose gives the same answer, in everything that would be charged. */
const sameDose = (a: DoseAnswer, b: DoseAnswer): boolean =>
  JSON.stringify([a.verdict, a.sentence, a.lines]) === JSON.stringify([b.verdict, b.sentence, b.lines])
