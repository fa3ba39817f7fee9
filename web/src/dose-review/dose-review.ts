import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, query, state } from 'lit/decorators.js'
import '../elements/attest-form/attest-form.ts'
import '../elements/charge-lines/charge-lines.ts'
import { codeProblem } from '../elements/code-notice/code-notice.ts'
import '../elements/codebook-switch/codebook-switch.ts'
import '../elements/dose-list/dose-list.ts'
import '../elements/fact-table/fact-table.ts'
import '../elements/failure-screen/failure-screen.ts'
import '../elements/finding-list/finding-list.ts'
import '../elements/patient-banner/patient-banner.ts'
import '../elements/read-gaps/read-gaps.ts'
import '../elements/read-progress/read-progress.ts'
import '../elements/to-do/to-do.ts'
import type { VerdictCard } from '../elements/verdict-card/verdict-card.ts'
import '../elements/verdict-card/verdict-card.ts'
import type { WriteBackPanel } from '../elements/write-back-panel/write-back-panel.ts'
import '../elements/write-back-panel/write-back-panel.ts'
import type { CodebookChosen } from '../events/codebook-chosen.ts'
import type { DoseChosen } from '../events/dose-chosen.ts'
import type { FactsAttested } from '../events/facts-attested.ts'
import type { OverridesGiven } from '../events/overrides-given.ts'
import type { WriteAsked } from '../events/write-asked.ts'
import { rulesService } from '../session/rules-service.ts'
import { openSession } from '../session/session.ts'
import { timeText, verdictText, words } from '../words.ts'
import { styles } from './dose-review.styles.ts'
import { Review } from './review.ts'
import type { ReviewState } from './review-state.ts'
import { signaturesFrom, storedFor } from './stored.ts'

/** The page: the only element that talks to the session and the rules service. */
@customElement('dose-review')
export class DoseReview extends LitElement {
  static override styles = styles

  private readonly review = new Review(this, { openSession, service: rulesService() })
  @query('verdict-card') private verdictCard!: VerdictCard | null
  @query('write-back-panel') private writePanel!: WriteBackPanel | null
  @state() private copied = ''

  override connectedCallback(): void {
    super.connectedCallback()
    void this.review.start()
  }

  protected override render(): TemplateResult {
    const { state } = this.review
    return html`${this.head(state)}
      <main>${this.main(state)}</main>
      <p class="visually-hidden" role="status">${spoken(state)}</p>`
  }

  private head({ session, chart, answer, codebook, phase, writing }: ReviewState): TemplateResult {
    return html`<header>
      <button type="button" class="skip" @click=${this.skip}>${words.app.skip}</button>
      <div class="bar">
        <span class="brand">${words.app.name}</span>
        <codebook-switch
          .codebooks=${session?.codebooks ?? []}
          .codebook=${codebook}
          ?disabled=${phase !== 'done' || writing !== undefined}
          @codebook-chosen=${(event: CodebookChosen) => void this.review.useCodebook(event.codebook)}
        ></codebook-switch>
      </div>
      ${
        chart?.patient
          ? html`<patient-banner .patient=${chart.patient} ?print-only=${session?.needsBanner === false}></patient-banner>`
          : nothing
      }
      ${
        session?.refusedCodebook
          ? html`<p class="strip">${words.app.refusedBook(session.refusedCodebook, session.codebook)}</p>`
          : nothing
      }
      ${phase === 'done' ? answer?.warnings.map((warning) => html`<p class="strip">${warning}</p>`) : nothing}
      ${chart && chart.strangers > 0 ? html`<p class="strip">${words.app.strangers(chart.strangers)}</p>` : nothing}
      ${chart && phase === 'done' ? html`<read-gaps .steps=${chart.steps}></read-gaps>` : nothing}
    </header>`
  }

  private main(state: ReviewState): TemplateResult {
    switch (state.phase) {
      case 'failed':
        return html`<failure-screen
          .failure=${state.failure}
          .relaunch=${relaunchOf(state)}
          @retry=${() => void this.restart()}
        ></failure-screen>`
      case 'done':
        return this.done(state)
      default:
        return html`<read-progress .steps=${state.steps} ?assessing=${state.phase === 'assessing'}></read-progress>`
    }
  }

  private done(state: ReviewState): TemplateResult {
    const { answer, session, chart, focus, attested, overrides } = state
    const dose = answer?.assessments.find((one) => one.focus === focus)
    if (!answer || !session || !chart || !dose) return html``
    const stored = storedFor(chart.resources, focus)
    return html`<div class="desk" aria-busy=${state.rejudging ? 'true' : 'false'}>
        <dose-list
          .doses=${answer.assessments}
          .forSubmission=${answer.forSubmission}
          .focused=${focus}
          .encounter=${session.encounter ? `Encounter/${session.encounter}` : ''}
          @dose-chosen=${(event: DoseChosen) => void this.choose(event.focus)}
        ></dose-list>
        <div class="answer">
          <verdict-card .dose=${dose} .codebook=${answer.codebook}></verdict-card>
          ${codeProblem(dose) ? html`<code-notice .dose=${dose}></code-notice>` : nothing}
          <div class="columns">
            <div class="work">
              ${dose.wouldMakeReady.length > 0 ? html`<to-do .tasks=${dose.wouldMakeReady}></to-do>` : nothing}
              <charge-lines .lines=${dose.lines} .atStake=${dose.atStake} .verdict=${dose.verdict}></charge-lines>
              <write-back-panel
                .dose=${dose}
                .forSubmission=${answer.forSubmission}
                .plans=${state.plans}
                .plansFailure=${state.plansFailure}
                .label=${session.issuer.label}
                .base=${session.base}
                .approver=${session.approver.display}
                .relaunch=${relaunchOf(state)}
                .readOnly=${session.readOnly}
                .overrides=${overrides[focus] ?? []}
                .stored=${stored}
                .signatures=${signaturesFrom(state.provenances)}
                .writing=${state.writing}
                .result=${state.result}
                @write-asked=${(event: WriteAsked) => void this.write(event)}
                @overrides-given=${(event: OverridesGiven) => void this.review.override(event.overrides)}
                @retry=${() => void this.restart()}
              ></write-back-panel>
              <attest-form
                .attested=${attested[focus]}
                ?disabled=${state.writing !== undefined || state.rejudging === true}
                @facts-attested=${(event: FactsAttested) => void this.review.attest(event.statement)}
              ></attest-form>
            </div>
            <div class="reasons">
              <finding-list .findings=${dose.findings}></finding-list>
              <fact-table .facts=${dose.facts}></fact-table>
            </div>
          </div>
        </div>
      </div>
      <footer>
        <p>
          ${words.app.dataAsOf(timeText(chart.readAt), session.issuer.label, answer.assessments.length)},
          ${chart.steps.every(({ state }) => state === 'complete') ? words.app.allPages : words.app.notAll}. ${words.app.signedIn(session.approver.display)}. ${words.about.edition}
          <code>${dose.edition}</code>
        </p>
        <p class="screen-only">
          <button type="button" class="quiet" ?disabled=${state.writing !== undefined} @click=${() => void this.restart()}>
            ${words.app.readAgain}
          </button>
          <button type="button" class="quiet" @click=${() => window.print()}>${words.app.print}</button>
          <button type="button" class="quiet" @click=${() => void this.copy(dose.text)}>${words.app.copy}</button>
          <span role="status">${this.copied}</span>
        </p>
      </footer>`
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

  private async write({ act, despite }: WriteAsked): Promise<void> {
    await this.review.write(act, despite)
    await this.updateComplete
    await this.writePanel?.updateComplete
    this.writePanel?.focusResult()
  }

  private async copy(text: string): Promise<void> {
    this.copied = await navigator.clipboard
      .writeText(text)
      .then(() => words.app.copied)
      .catch(() => words.app.notCopied)
  }

  /** A button, because a link's target would have to stand outside the shadow root. */
  private skip(): void {
    const target: HTMLElement | null = this.verdictCard ?? this.renderRoot.querySelector('failure-screen')
    target?.focus()
  }
}

/** A new sign-in at the same EHR. What the launch said is used up, so the EHR asks for the patient again. */
function relaunchOf({ session }: ReviewState): string {
  return session ? `./launch.html?iss=${encodeURIComponent(session.base)}&codebook=${session.codebook}` : ''
}

/** What a screen reader hears of the progress: the stations, not every number. */
function spoken(state: ReviewState): string {
  const { phase, answer, focus, writing, rejudging } = state
  if (writing) return words.write.steps[writing]
  if (phase === 'opening' || phase === 'reading') return `${words.reading.title}…`
  if (phase === 'assessing' || rejudging) return `${words.reading.assessing}…`
  const dose = answer?.assessments.find((one) => one.focus === focus)
  if (phase === 'failed' || !dose) return ''
  return `${words.reading.judged(answer?.assessments.length ?? 0)} ${verdictText(dose, answer?.forSubmission ?? true)}: ${dose.sentence}`
}

declare global {
  interface HTMLElementTagNameMap {
    'dose-review': DoseReview
  }
}
