import type { DoseAnswer } from '@doseline/contract'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, query, state } from 'lit/decorators.js'
import type { ActionBar } from '../elements/action-bar/action-bar.ts'
import type { AttestForm } from '../elements/attest-form/attest-form.ts'
import { codeProblem } from '../elements/code-notice/code-problem.ts'
import '../elements/dose-list/dose-list.ts'
import '../elements/failure-screen/failure-screen.ts'
import type { FindingList } from '../elements/finding-list/finding-list.ts'
import type { FoldRow } from '../elements/fold-row/fold-row.ts'
import '../elements/read-progress/read-progress.ts'
import type { ResourcePanel } from '../elements/resource-panel/resource-panel.ts'
import type { VerdictCard } from '../elements/verdict-card/verdict-card.ts'
import '../elements/verdict-card/verdict-card.ts'
import type { WriteBackPanel } from '../elements/write-back-panel/write-back-panel.ts'
import type { DoseChosen } from '../events/dose-chosen.ts'
import type { Statement } from '../events/facts-attested.ts'
import type { JumpAsked } from '../events/jump-asked.ts'
import type { RecordPrinted } from '../events/record-printed.ts'
import type { ResourceAsked } from '../events/resource-asked.ts'
import type { RowToggled } from '../events/row-toggled.ts'
import type { WriteAsked } from '../events/write-asked.ts'
import type { FullRecord } from '../record/full-record.ts'
import { type DraftKeeper, draftOf } from '../session/draft.ts'
import { forgetSession } from '../session/forget.ts'
import { noteOf } from '../session/launch-note.ts'
import { launchTrace } from '../session/launch-trace.ts'
import { OpenRows } from '../session/open-rows.ts'
import { rulesService } from '../session/rules-service.ts'
import { openSession, type Session } from '../session/session.ts'
import { english } from '../words/english.ts'
import { languageReady, momentText, timeText, words } from '../words.ts'
import { type AboutDose, aboutDose } from './about-dose.ts'
import { styles } from './dose-review.styles.ts'
import { type Preparing, recordFor, saveAsPdf } from './give-record.ts'
import { head } from './head.ts'
import { DEFAULT_IDLE_MINUTES, IdleWatch, type Presence } from './idle-watch.ts'
import { type Later, later } from './later.ts'
import type { Difference } from './reconcile.ts'
import { relaunchOf, relaunchTo } from './relaunch.ts'
import { Review } from './review.ts'
import type { ReviewState } from './review-state.ts'
import { spoken } from './spoken.ts'
import { type DoseActs, doseBar, workColumn, writePart } from './work-column.ts'

/** 1100 px at the usual size of text; `dose-review.styles.ts` has the same. Before the class: defining it makes the page. */
const WIDE = '(min-width: 68.75rem)'
const TALL = `${WIDE} and (min-height: 56.25rem)`

/** The page: the only element that talks to the session and the rules service. */
@customElement('dose-review')
export class DoseReview extends LitElement {
  static override styles = styles

  private readonly review = new Review(this, {
    openSession: openDressed,
    service: rulesService(),
    draftOf: draftIn,
    onFailure: (failure) => launchTrace.failed(failure),
  })
  private readonly launch = new URL(location.href).searchParams.get('state')
  private readonly idle = new IdleWatch(this, {
    launch: this.launch,
    minutes: () => this.idleMinutes,
    onChange: (presence) => this.presenceChanged(presence),
  })
  @query('verdict-card') private verdictCard!: VerdictCard | null
  @query('write-back-panel') private writePanel!: WriteBackPanel | null
  @query('attest-form') private attestForm!: AttestForm | null
  @query('finding-list') private findingList!: FindingList | null
  @query('resource-panel') private resourcePanel!: ResourcePanel | null
  @query('action-bar') private actionBar!: ActionBar | null
  @query('fold-row[data-row=checks]') private checksRow!: FoldRow | null
  @state() private isNotLoaded = false
  /** What is printed instead of the page. */
  @state() private record: FullRecord | undefined
  /** How far a file is that was asked for. */
  @state() private preparing: Preparing = 'idle'
  private readonly rows = new OpenRows()
  /** There is room for a second column, for what is read. */
  private readonly wide = matchMedia(WIDE)
  private readonly tall = matchMedia(TALL)
  @state() private later: Later | undefined
  /** Where the person was when the lock came. */
  private left: { focus: HTMLElement | undefined; scroll: number } | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('keydown', this.toActions)
    for (const room of [this.wide, this.tall]) room.addEventListener('change', this.resized)
    if (this.idle.presence === 'ended') void import('./aside.ts')
    else void this.review.start()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('keydown', this.toActions)
    for (const room of [this.wide, this.tall]) room.removeEventListener('change', this.resized)
  }

  /** Nothing is drawn in a language that this tab was not left in. */
  protected override async scheduleUpdate(): Promise<void> {
    await languageReady
    await super.scheduleUpdate()
  }

  protected override render(): TemplateResult {
    const { state } = this.review
    const isCovered = this.idle.presence !== 'there'
    return html`${head(state, {
      isCovered,
      isNotLoaded: this.isNotLoaded,
      skip: () => this.skip(),
      useCodebook: (codebook) => void this.review.useCodebook(codebook),
      readAgain: () => void this.restart(),
      discard: () => void this.review.discard(),
    })}
      <main ?inert=${isCovered}>${this.main(state)}</main>
      <p class="visually-hidden" role="status">${isCovered ? '' : spoken(state)}</p>
      ${this.record ? html`<full-record .record=${this.record}></full-record>` : nothing}
      ${isCovered ? this.lock(state) : nothing}`
  }

  private main(state: ReviewState): TemplateResult {
    switch (state.phase) {
      case 'failed':
        return html`<failure-screen
          .failure=${state.failure}
          .inspect=${launchTrace.address}
          .relaunch=${state.session || !this.launch ? relaunchOf(state) : relaunchTo(noteOf(this.launch))}
          @retry=${() => void this.restart()}
        ></failure-screen>`
      case 'done':
        // Drawn at once with all that belongs to it, so that nothing jumps: what draws it came while the chart was read.
        return this.later || this.isNotLoaded ? this.done(state) : this.progress(state)
      default:
        return this.progress(state)
    }
  }

  private progress({ phase, steps }: ReviewState): TemplateResult {
    if (phase === 'reading' || phase === 'done') void this.load()
    return html`<read-progress .steps=${steps} ?assessing=${phase === 'assessing' || phase === 'done'}></read-progress>`
  }

  private done(state: ReviewState): TemplateResult {
    const { answer, session, chart, focus } = state
    const dose = answer?.assessments.find((one) => one.focus === focus)
    if (!answer || !session || !chart || !dose) return html``
    const about = aboutDose(state)
    return html`<div
        class="desk"
        aria-busy=${state.rejudging ? 'true' : 'false'}
        @jump-asked=${(event: JumpAsked) => void this.jump(event)}
        @resource-asked=${(event: ResourceAsked) => void this.showResource(event)}
        @row-toggled=${({ row, open }: RowToggled) => this.rows.set(row, open)}
      >
        <dose-list
          .today=${answer.asOf.slice(0, 10)}
          .doses=${answer.assessments}
          .forSubmission=${answer.forSubmission}
          .charges=${about.charges}
          .charged=${about.charged}
          .focused=${focus}
          ?disabled=${state.writing !== undefined}
          .encounter=${session.encounter ? `Encounter/${session.encounter}` : ''}
          @dose-chosen=${(event: DoseChosen) => void this.choose(event.focus)}
        ></dose-list>
        <div class="answer">
          <verdict-card
            .dose=${dose}
            .codebook=${answer.codebook}
            ?charged=${about.isCharged}
            .approval=${about.approval}
          ></verdict-card>
          ${this.whole(state, dose, about)}
        </div>
        <resource-panel
          .resources=${chart.patient ? [...chart.resources, chart.patient] : chart.resources}
          .base=${session.base}
        ></resource-panel>
      </div>
      <footer>
        <p>
          ${words.app.signedIn(session.approver.display)}. ${session.unproven ? words.app.unproven[session.unproven] : ''}
          <span class="print-only">${words.app.printed(momentText(new Date().toISOString()))}</span>
        </p>
        <p>
          ${english(answer.codebook.label)} · ${words.about.edition} <code>${dose.edition}</code> ·
          ${words.strip.title(timeText(chart.readAt))}
        </p>
      </footer>
      ${dose.supported ? doseBar(state, dose, about, this.acts(state, about)) : nothing}`
  }

  /** All there is to a dose: its issues, its lines, and the rest in rows. Of a drug that is not supported that is what is stored. */
  private whole(state: ReviewState, dose: DoseAnswer, about: AboutDose): TemplateResult {
    const { answer, history } = state
    const acts = this.acts(state, about)
    const look = { rows: acts.rows, isWide: this.wide.matches, isTall: this.tall.matches }
    const rows = this.later?.closedRows(state, dose, about, look)
    if (!dose.supported) return about.isOfConcern ? html`${writePart(state, dose, about, acts)} ${rows}` : html``
    return html`<change-note
        .dose=${dose}
        .codebook=${answer?.codebook.id ?? ''}
        ?charged=${about.isCharged}
        .history=${history}
      ></change-note>
      ${codeProblem(dose) ? html`<code-notice .dose=${dose}></code-notice>` : nothing}
      <div class="columns">
        <div class="work">${workColumn(state, dose, about, acts)}</div>
        <div class="rows">${rows}</div>
      </div>`
  }

  private acts(state: ReviewState, about: AboutDose): DoseActs {
    return {
      rows: this.rows,
      isCovered: this.idle.presence !== 'there',
      differences: this.differences(state, about),
      write: (asked) => void this.write(asked),
      attest: (statement, isOfVisit) => void this.attest(statement, isOfVisit),
      override: (overrides) => void this.review.override(overrides),
      sayGone: (identities) => void this.review.sayGone(identities),
      look: () => void this.review.look(),
      giveRecord: (asked) => void this.giveRecord(state, asked),
      preparing: this.preparing,
    }
  }

  /** Where the chart is not as it was written; worked out once what compares them is loaded. */
  private differences({ chart, plans, focus }: ReviewState, { recorded, underWay }: AboutDose): readonly Difference[] {
    if (!this.later || !chart || !plans) return []
    return this.later.differencesOf({
      resources: chart.resources,
      focus,
      plans,
      recorded,
      underWay,
      readAt: chart.readAt,
    })
  }

  private lock(state: ReviewState): TemplateResult {
    return html`<idle-lock
      ?ended=${this.idle.presence === 'ended'}
      .minutes=${this.idleMinutes}
      .who=${state.session?.approver.display ?? ''}
      .relaunch=${this.launch ? relaunchTo(noteOf(this.launch)) : ''}
      @lock-left=${this.goOn}
    ></idle-lock>`
  }

  private get idleMinutes(): number {
    return this.review?.state.session?.issuer.idleMinutes ?? DEFAULT_IDLE_MINUTES
  }

  private presenceChanged(presence: Presence): void {
    this.toggleAttribute('covered', presence !== 'there')
    if (presence === 'locked') this.left = { focus: focusedIn(this), scroll: scrollY }
    if (presence !== 'ended') return
    forgetSession(this.launch)
    this.review.close()
  }

  /** The lock is left: the person is where they were. */
  private readonly goOn = async (): Promise<void> => {
    this.idle.goOn()
    await this.updateComplete
    scrollTo(0, this.left?.scroll ?? 0)
    this.left?.focus?.focus({ preventScroll: true })
  }

  /** Reads the chart again, and puts the reader at the answer: what they pressed is gone by then. */
  private async restart(): Promise<void> {
    await this.review.start()
    await this.updateComplete
    this.skip()
  }

  private async choose(focus: string): Promise<void> {
    this.preparing = 'idle'
    const planned = this.review.choose(focus)
    await this.updateComplete
    this.verdictCard?.focus()
    await planned
  }

  /** What was stated is judged, and the reader is put at the answer to it. */
  private async attest(statement: Statement | undefined, isOfVisit: boolean): Promise<void> {
    this.preparing = 'idle'
    await this.review.attest(statement, isOfVisit)
    await this.updateComplete
    this.verdictCard?.focus()
  }

  private async write({ act, overrideEarlier }: WriteAsked): Promise<void> {
    await this.review.write(act, overrideEarlier)
    await this.updateComplete
    await this.writePanel?.updateComplete
    this.writePanel?.focusResult()
  }

  /** To the field that would answer, or to the finding that asks. */
  private async jump({ rule, field }: JumpAsked): Promise<void> {
    await this.load()
    if (!field) {
      await this.checksRow?.show()
      return this.findingList?.show(rule)
    }
    await this.attestForm?.focusField(field)
  }

  private async showResource({ resource, element }: ResourceAsked): Promise<void> {
    await this.load()
    await this.resourcePanel?.open(resource, element)
  }

  /** What is loaded only now, after a new version came or while the network fails, may not be there. */
  private async load(): Promise<void> {
    try {
      this.later = await later()
    } catch {
      this.isNotLoaded = true
    }
  }

  /** The full record, on paper or as a file; the screen stays as it is. */
  private async giveRecord(state: ReviewState, { as }: RecordPrinted): Promise<void> {
    const dose = state.answer?.assessments.find((one) => one.focus === state.focus)
    if (!dose) return
    try {
      this.preparing = 'under way'
      const record = await recordFor(state, dose)
      if (as === 'PDF') await saveAsPdf(record)
      else await this.printed(record)
      this.preparing = 'idle'
    } catch {
      this.preparing = 'failed'
    }
  }

  private async printed(record: FullRecord): Promise<void> {
    this.record = record
    this.toggleAttribute('printing-record', true)
    await this.updateComplete
    await this.renderRoot.querySelector('full-record')?.updateComplete
    window.print()
    this.toggleAttribute('printing-record', false)
    this.record = undefined
  }

  /** Ctrl+Enter leads to the first thing to do, from wherever the person reads. Nothing is done by it. */
  private readonly toActions = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || this.idle.presence !== 'there') return
    event.preventDefault()
    this.actionBar?.focus()
  }

  private readonly resized = (): void => this.requestUpdate()

  /** A button, because a link's target would have to stand outside the shadow root. */
  private skip(): void {
    const target: HTMLElement | null = this.verdictCard ?? this.renderRoot.querySelector('failure-screen')
    target?.focus()
  }
}

/** Opens the session, and looks as the EHR wants its apps to look. */
async function openDressed(): Promise<Session> {
  const aside = import('./aside.ts').catch(() => undefined)
  const session = await openSession()
  void aside.then((loaded) => loaded?.wearStyleOf(session))
  return session
}

function draftIn({ issuer, base, patient, user }: Session): Promise<DraftKeeper> {
  return draftOf({ issuer: issuer.key, base, patient, user })
}

/** The element that has the focus, however deep in shadow roots. */
function focusedIn(host: HTMLElement): HTMLElement | undefined {
  let active = host.shadowRoot?.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active instanceof HTMLElement ? active : undefined
}

declare global {
  interface HTMLElementTagNameMap {
    'dose-review': DoseReview
  }
}
