import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, query, state } from 'lit/decorators.js'
import type { AttestForm } from '../elements/attest-form/attest-form.ts'
import '../elements/charge-lines/charge-lines.ts'
import { codeProblem } from '../elements/code-notice/code-notice.ts'
import '../elements/dose-list/dose-list.ts'
import '../elements/failure-screen/failure-screen.ts'
import type { FindingList } from '../elements/finding-list/finding-list.ts'
import '../elements/finding-list/finding-list.ts'
import '../elements/read-progress/read-progress.ts'
import type { ResourcePanel } from '../elements/resource-panel/resource-panel.ts'
import { isOverridden } from '../elements/take-away/chargeable.ts'
import '../elements/to-do/to-do.ts'
import type { VerdictCard } from '../elements/verdict-card/verdict-card.ts'
import '../elements/verdict-card/verdict-card.ts'
import { copyText } from '../copy-text.ts'
import type { WriteBackPanel } from '../elements/write-back-panel/write-back-panel.ts'
import type { DoseChosen } from '../events/dose-chosen.ts'
import type { FactsAttested } from '../events/facts-attested.ts'
import type { JumpAsked } from '../events/jump-asked.ts'
import type { OverridesGiven } from '../events/overrides-given.ts'
import type { ResourceAsked } from '../events/resource-asked.ts'
import type { ReversalStated } from '../events/reversal-stated.ts'
import type { WriteAsked } from '../events/write-asked.ts'
import { type DraftKeeper, draftOf } from '../session/draft.ts'
import { forgetSession } from '../session/forget.ts'
import { noteOf } from '../session/launch-note.ts'
import { launchTrace } from '../session/launch-trace.ts'
import { rulesService } from '../session/rules-service.ts'
import { openSession, type Session } from '../session/session.ts'
import { doseText } from '../words/dose-text.ts'
import { momentText, words } from '../words.ts'
import { styles } from './dose-review.styles.ts'
import { head } from './head.ts'
import { DEFAULT_IDLE_MINUTES, IdleWatch, type Presence } from './idle-watch.ts'
import { reasonsFor } from './reasons.ts'
import { differencesOf } from './reconcile.ts'
import { lastUnseen, recordedIn } from './recorded.ts'
import { relaunchOf, relaunchTo } from './relaunch.ts'
import { Review } from './review.ts'
import type { ReviewState } from './review-state.ts'
import { spoken } from './spoken.ts'
import { chargesByDose, signaturesFrom, storedFor } from './stored.ts'

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
  @state() private copied = ''
  @state() private isNotLoaded = false
  /** Where the person was when the lock came. */
  private left: { focus: HTMLElement | undefined; scroll: number } | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.idle.presence === 'ended') void import('./aside.ts')
    else void this.review.start()
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
        return this.done(state)
      default:
        if (state.phase === 'reading') void this.load()
        return html`<read-progress .steps=${state.steps} ?assessing=${state.phase === 'assessing'}></read-progress>`
    }
  }

  private done(state: ReviewState): TemplateResult {
    const { answer, session, chart, focus, attested, overrides } = state
    const dose = answer?.assessments.find((one) => one.focus === focus)
    if (!answer || !session || !chart || !dose) return html``
    const stored = storedFor(chart.resources, focus)
    const reasons = reasonsFor(state, focus)
    const { events = [], underWay } = state.history?.kind === 'read' ? state.history : {}
    const recorded = recordedIn(events)
    return html`<div
        class="desk"
        aria-busy=${state.rejudging ? 'true' : 'false'}
        @jump-asked=${(event: JumpAsked) => void this.jump(event)}
        @resource-asked=${(event: ResourceAsked) => void this.showResource(event)}
      >
        <dose-list
          .today=${answer.asOf.slice(0, 10)}
          .doses=${answer.assessments}
          .forSubmission=${answer.forSubmission}
          .charges=${chargesByDose(chart.resources)}
          .focused=${focus}
          ?disabled=${state.writing !== undefined}
          .encounter=${session.encounter ? `Encounter/${session.encounter}` : ''}
          @dose-chosen=${(event: DoseChosen) => void this.choose(event.focus)}
        ></dose-list>
        <div class="answer">
          <verdict-card .dose=${dose} .codebook=${answer.codebook}></verdict-card>
          <change-note .dose=${dose} .codebook=${answer.codebook.id} .history=${state.history}></change-note>
          ${codeProblem(dose) ? html`<code-notice .dose=${dose}></code-notice>` : nothing}
          <div class="columns">
            <div class="work">
              ${dose.wouldMakeReady.length > 0 ? html`<to-do .tasks=${dose.wouldMakeReady} .facts=${dose.facts ?? []}></to-do>` : nothing}
              <charge-lines
                .lines=${dose.lines}
                .atStake=${dose.atStake}
                .verdict=${dose.verdict}
                ?overridden=${isOverridden(dose, reasons)}
              ></charge-lines>
              <reconcile-panel
                .differences=${state.plans ? differencesOf({ resources: chart.resources, focus, plans: state.plans, recorded, underWay, readAt: chart.readAt }) : []}
                ?disabled=${state.writing !== undefined || !session.approver.mayWrite}
                @write-asked=${(event: WriteAsked) => void this.write(event)}
                @retry=${() => void this.review.look()}
              ></reconcile-panel>
              <write-back-panel
                .dose=${dose}
                .forSubmission=${answer.forSubmission}
                .plans=${state.plans}
                .plansFailure=${state.plansFailure}
                .label=${session.issuer.label}
                .base=${session.base}
                .approver=${session.approver.display}
                ?approverElsewhere=${session.approver.identifier !== undefined}
                .mayWrite=${session.approver.mayWrite}
                ?covered=${this.idle.presence !== 'there'}
                .relaunch=${relaunchOf(state)}
                .negotiated=${session.negotiated(!answer.forSubmission)}
                .overrides=${reasons}
                .patient=${chart.patient}
                .standing=${overrides[focus] ? undefined : state.standing[focus]}
                .stored=${stored}
                .signatures=${signaturesFrom(state.provenances)}
                .recorded=${lastUnseen(recorded)}
                .underWay=${underWay}
                .writing=${state.writing}
                .sending=${state.sending}
                .result=${state.result}
                @write-asked=${(event: WriteAsked) => void this.write(event)}
                @overrides-given=${(event: OverridesGiven) => void this.review.override(event.overrides)}
                @reversal-stated=${(event: ReversalStated) => void this.review.sayGone(event.identities)}
                @retry=${() => void this.review.look()}
              ></write-back-panel>
              <attest-form
                .focused=${focus}
                .facts=${dose.facts ?? []}
                .resources=${chart.resources}
                .attested=${attested[focus]}
                ?disabled=${state.writing !== undefined || state.rejudging === true}
                @facts-attested=${(event: FactsAttested) => void this.attest(event)}
              ></attest-form>
            </div>
            <div class="reasons">
              <coverage-strip .dose=${dose}></coverage-strip>
              <dose-timeline .doses=${answer.assessments} .focused=${focus}></dose-timeline>
              <finding-list .dose=${dose}></finding-list>
              <dose-history .history=${state.history}></dose-history>
            </div>
          </div>
          <fact-table .facts=${dose.facts ?? []} .base=${session.base}></fact-table>
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
          ${words.about.edition} <code>${dose.edition}</code>
        </p>
        <p class="screen-only">
          <button type="button" class="quiet" @click=${() => window.print()}>${words.app.print}</button>
          <button type="button" class="quiet" @click=${() => void this.copy(doseText(dose, answer.forSubmission))}>${words.app.copy}</button>
          <span role="status">${this.copied}</span>
        </p>
      </footer>`
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
    this.copied = ''
    const planned = this.review.choose(focus)
    await this.updateComplete
    this.verdictCard?.focus()
    await planned
  }

  /** What was stated is judged, and the reader is put at the answer to it. */
  private async attest({ statement }: FactsAttested): Promise<void> {
    await this.review.attest(statement)
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
    if (!field) return this.findingList?.show(rule)
    await this.load()
    await this.attestForm?.focusField(field)
  }

  private async showResource({ resource, element }: ResourceAsked): Promise<void> {
    await this.load()
    await this.resourcePanel?.open(resource, element)
  }

  /** What is loaded only now, after a new version came or while the network fails, may not be there. */
  private async load(): Promise<void> {
    await later().catch(() => {
      this.isNotLoaded = true
    })
  }

  private async copy(text: string): Promise<void> {
    this.copied = (await copyText(text)) ? words.app.copied : words.app.notCopied
  }

  /** A button, because a link's target would have to stand outside the shadow root. */
  private skip(): void {
    const target: HTMLElement | null = this.verdictCard ?? this.renderRoot.querySelector('failure-screen')
    target?.focus()
  }
}

/** What nobody waits for at the first opening: loaded while the EHR answers. */
const later = (): Promise<unknown> =>
  Promise.all([
    import('../elements/attest-form/attest-form.ts'),
    import('../elements/change-note/change-note.ts'),
    import('../elements/coverage-strip/coverage-strip.ts'),
    import('../elements/dose-history/dose-history.ts'),
    import('../elements/dose-timeline/dose-timeline.ts'),
    import('../elements/fact-table/fact-table.ts'),
    import('../elements/reconcile-panel/reconcile-panel.ts'),
    import('../elements/resource-panel/resource-panel.ts'),
    import('../elements/write-back-panel/write-back-panel.ts'),
  ])

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
