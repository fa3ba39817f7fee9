import type { DoseAnswer, WriteUnderWay } from '@doseline/contract'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import '../failure-screen/failure-screen.ts'
import '../override-form/override-form.ts'
import '../sent-list/sent-list.ts'
import '../stored-list/stored-list.ts'
import { notInOrder } from '../take-away/chargeable.ts'
import '../write-turn/write-turn.ts'
import { type Failure, lacksProvenance, type Negotiated, type SendReport } from '@doseline/ehr-client'
import type { Recorded } from '../../dose-review/recorded.ts'
import type { Plans, StandingReasons, WriteResult, Writing } from '../../dose-review/review-state.ts'
import type { Signature, Stored } from '../../dose-review/stored.ts'
import { linesIn } from '../../dose-review/write-outcome.ts'
import type { Override } from '../../events/overrides-given.ts'
import { ReversalStated } from '../../events/reversal-stated.ts'
import { WriteAsked } from '../../events/write-asked.ts'
import { words } from '../../later-words.ts'
import { momentText } from '../../words.ts'
import '../after-wait/after-wait.ts'
import { actsOf, isOnlyByHand, isSettled } from '../action-bar/acts.ts'
import '../ask-first/ask-first.ts'
import '../fold-row/fold-row.ts'
import { lostIn, lostLine, lostOf, lostPart, planTable } from './plan-parts.ts'
import { storedWords } from './stored-words.ts'
import { styles } from './write-back-panel.styles.ts'

/** What would be written, said before the click; how the last write ended; and what is stored. */
@customElement('write-back-panel')
export class WriteBackPanel extends LitElement {
  static override styles = styles

  @property({ attribute: false }) dose?: DoseAnswer
  /** False under a demonstration book: then nothing is approved. */
  @property({ attribute: false }) forSubmission = true
  @property({ attribute: false }) plans?: Plans | undefined
  @property({ attribute: false }) plansFailure?: Failure | undefined
  /** Where it goes. */
  @property() label = ''
  @property() base = ''
  @property() approver = ''
  /** This EHR holds no record of the approver: they are named, not linked. */
  @property({ type: Boolean }) approverElsewhere = false
  @property() relaunch = ''
  @property({ attribute: false }) negotiated?: Negotiated | undefined
  @property({ attribute: false }) overrides: readonly Override[] = []
  /** Set where the reasons are those of an earlier write-back that stands. */
  @property({ attribute: false }) standing?: StandingReasons | undefined
  @property({ attribute: false }) stored: readonly Stored[] = []
  @property({ attribute: false }) signatures: readonly Signature[] = []
  /** The last write-back, where only the ledger can tell of it. */
  @property({ attribute: false }) recorded?: Recorded | undefined
  @property({ attribute: false }) writing?: Writing | undefined
  @property({ attribute: false }) result?: WriteResult | undefined
  /** Somebody who writes the dose now, or just did. */
  @property({ attribute: false }) underWay?: WriteUnderWay | undefined
  /** False for whoever may look but not write. */
  @property({ attribute: false }) mayWrite = true
  /** Rows the person opened. */
  @property({ attribute: false }) rows: { has(row: string): boolean } = new Set<string>()
  /** The page is covered: nothing is written by itself. */
  @property({ type: Boolean }) covered = false

  /** Puts the reader at the outcome of what they asked for. */
  focusResult(): void {
    const failure = this.renderRoot.querySelector('failure-screen')
    if (failure) failure.focus()
    else this.renderRoot.querySelector<HTMLElement>('.result')?.focus()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { dose } = this
    if (!dose) return nothing
    return html`<section aria-label=${words.write.title}>
      ${this.outcome()} ${this.somebodyWrites()} ${dose.supported ? this.plan(dose) : html`<p class="soft">${words.write.notSupported}</p>`}
      ${this.billingPart()} ${this.recordedPart()} ${this.reversed()}
      ${
        this.stored.length > 0
          ? html`<stored-list .stored=${this.stored} .signatures=${this.signatures}></stored-list>${this.voidStored()}`
          : nothing
      }
    </section>`
  }

  /** Where nothing was pressed yet, that somebody else is at it is said beforehand. */
  private somebodyWrites(): TemplateResult | typeof nothing {
    const { underWay, result, writing } = this
    if (!underWay || underWay.state === 'confirmed' || result || writing) return nothing
    const { who, since, state } = underWay
    return html`<p class="warn" role="status">${words.write.underWay[state](who, momentText(since))}</p>`
  }

  /** How the last act ended; for a dose that is not shown there is nothing more to press. */
  private outcome(result = this.result, isShown = true): TemplateResult | typeof nothing {
    switch (result?.kind) {
      case 'stored':
        return html`<p class="result good" tabindex="-1">${storedWords(result, this.forSubmission)}</p>
          ${result.report && lacksProvenance(result.report) ? html`<p class="warn">${words.write.provenanceRefused}</p>` : nothing}
          ${result.isUnread ? html`<p class="warn">${words.write.unread}</p>` : nothing}
`
      case 'already':
        return html`<p class="result good" tabindex="-1">${words.write.already}</p>
          ${result.isUnread ? html`<p class="warn">${words.write.unread}</p>` : nothing}`
      case 'other channel':
        return html`<p class="result warn" tabindex="-1">
          ${words.write.otherChannel(words.write.channelName[result.refused].toLowerCase())}
        </p>`
      case 'changed':
        return html`<div class="result warn" tabindex="-1">
          <p><strong>${words.write.changedTitle}</strong></p>
          <p>
            ${
              result.before === result.after
                ? words.write.changedPlan
                : words.write.changed(words.verdict[result.before], words.verdict[result.after])
            }
          </p>
        </div>`
      case 'failed':
        return this.failed(result, isShown)
      case 'left the chart':
        return html`<p class="result warn" tabindex="-1">${words.write.leftTheChart}</p>
          ${this.outcome(result.result, false)}`
      default:
        return nothing
    }
  }

  private failed(result: WriteResult & { kind: 'failed' }, isShown: boolean): TemplateResult {
    const { failure, act, overrideEarlier = [], report } = result
    const { retryAfterSeconds } = failure.about
    return html`<failure-screen inline .failure=${failure} .relaunch=${this.relaunch}></failure-screen>
      ${
        isShown && failure.kind === 'somebody-writes'
          ? html`<write-turn
              .act=${act}
              .overrideEarlier=${overrideEarlier}
              .seconds=${retryAfterSeconds ?? 0}
              ?paused=${this.covered}
            ></write-turn>`
          : nothing
      }
      ${
        report && tellsMore(report)
          ? html`<sent-list .report=${report} ?said=${failure.kind === 'write-partly'}></sent-list>`
          : nothing
      }
      ${isShown ? this.again(result) : nothing}`
  }

  /** What was written before and is gone from the EHR may be written again, by a person who has looked. */
  private again({ failure, act }: WriteResult & { kind: 'failed' }): TemplateResult | typeof nothing {
    const { earlier } = failure.about
    if (failure.kind !== 'already-written' || !earlier) return nothing
    const { again, againAsk, againNow, arrives } = words.write
    return html`<after-wait .seconds=${failure.about.retryAfterSeconds ?? 0} .says=${arrives}>
      <ask-first
        .says=${again}
        .question=${againAsk}
        .now=${againNow}
        ?disabled=${this.writing !== undefined}
        @confirmed=${() => this.ask(act, earlier)}
      ></ask-first>
    </after-wait>`
  }

  private plan(dose: DoseAnswer): TemplateResult {
    if (this.plansFailure) {
      return html`<p class="warn">${words.write.noPlan} <span lang="en">${this.plansFailure.about.detail ?? ''}</span></p>`
    }
    const { plans } = this
    if (!plans) return html`<p class="soft">${words.write.planning}</p>`
    const warnings = [...new Set([...plans.approve.warnings, ...plans.suggest.warnings])].map(
      (warning) => html`<p class="warn" lang="en">${warning}</p>`,
    )
    if (isSettled(plans)) {
      const isSaid = this.result?.kind === 'stored' || this.result?.kind === 'already'
      return html`${warnings}${isSaid ? nothing : html`<p class="settled">${words.write.nothingToChange}</p>`}
        ${this.reasons(dose)}`
    }
    const lines = linesIn(plans.approve)
    const linesWait = dose.lines.length > 0 && lines === 0 && dose.verdict !== 'ready'
    const isFinal = lines > 0 && plans.approve.transaction && !CAN_BE_VOIDED.has(plans.approve.channel)
    return html`${isOnlyByHand(plans) ? html`<p class="warn">${words.write.onlyByHand}</p>` : nothing}
      ${warnings}
      ${linesWait ? html`<p class="small soft">${words.write.linesWait} ${writesFlag(plans) ? words.write.flagTellsWhy : nothing}</p>` : nothing}
      ${this.mayWrite ? nothing : html`<p class="warn">${words.write.onlyStaff(this.approver)}</p>`}
      ${isFinal && this.mayWrite ? html`<p class="small soft">${words.write.cannotUndo}</p>` : nothing}
      ${this.reasons(dose)} ${this.planRow(plans)}`
  }

  /** What goes where, before the click, behind one row that says in a word what this EHR takes of it. */
  private planRow(plans: Plans): TemplateResult {
    const { negotiated, approver } = this
    const isByHand = isOnlyByHand(plans)
    const lost = lostIn(plans, negotiated)
    const ofApprove = lostOf(plans.approve, negotiated)
    return html`${lost.length > 0 ? lostLine(ofApprove.length > 0 ? ofApprove : lost) : nothing}
      <fold-row
        name="plan"
        label=${words.write.plan}
        says=${words.write.planShort[plans.approve.channel]}
        ?open=${this.rows.has('plan')}
      >
        <div class="plan">
          ${planTable(plans, { ...(!isByHand && { where: words.write.where(this.label, this.base) }), approver, acts: actsOf(plans, this.forSubmission) })}
          ${lostPart(lost, negotiated)}
        </div>
      </fold-row>
      ${this.approverElsewhere && !isByHand ? html`<p class="soft small">${words.write.notOnRecord(approver)}</p>` : nothing}`
  }

  /** Where there are lines that wait, a person may answer for charging them all the same. */
  private reasons(dose: DoseAnswer): TemplateResult | typeof nothing {
    if (!this.mayWrite || dose.verdict === 'ready' || dose.verdict === 'not-billable' || dose.lines.length === 0)
      return nothing
    return html`<override-form
      .findings=${notInOrder(dose)}
      .overrides=${this.overrides}
      .standing=${this.standing}
      ?disabled=${this.writing !== undefined}
    ></override-form>`
  }

  /** What went in a channel that cannot be read back: the ledger tells of it, and the EHR of what became of it. */
  private recordedPart(): TemplateResult | typeof nothing {
    const { recorded } = this
    if (!recorded) return nothing
    const { channel = 'by-hand', who, at, writes, state } = recorded
    return html`<div class="recorded">
      <h3>${words.write.recordedTitle}</h3>
      <p>${words.write.recorded(words.write.channelName[channel], who, momentText(at))}</p>
      <ul>
        ${writes.map(({ text, what }) => html`<li lang="en">${text ?? what}</li>`)}
      </ul>
      <p class="soft">${state === 'confirmed' ? words.write.recordedMeans : words.write.recordedOpen}</p>
    </div>`
  }

  /** What became of the messages to the billing system. */
  private billingPart(): TemplateResult | typeof nothing {
    const sent = (this.plans?.approve.postedCharges ?? []).filter(({ message }) => message !== undefined)
    if (sent.length === 0) return nothing
    const states = new Map(sent.map(({ message }) => [JSON.stringify(message), message]))
    const { billing } = words.write
    return html`<div class="recorded">
      <h3>${billing.title}</h3>
      <ul>
        ${sent.map(({ text }) => html`<li lang="en">${text}</li>`)}
      </ul>
      ${[...states.values()].map(
        (message) => html`<p class=${message?.state === 'refused' ? 'warn' : 'soft'}>
          ${message ? billing[message.state] : nothing} ${message?.words ? billing.says(message.words) : nothing}
        </p>`,
      )}
      ${this.stored.length === 0 ? this.voidStored() : nothing}
    </div>`
  }

  /** What an EHR took may be taken back there: whoever has seen that plans anew, and then approves as ever. */
  private reversed(): TemplateResult | typeof nothing {
    const given = (this.plans?.approve.postedCharges ?? []).filter(({ message }) => message === undefined)
    if (given.length === 0 || !this.mayWrite) return nothing
    const { reversed, reversedAsk, reversedNow } = words.write
    return html`<ask-first
      quiet
      .says=${reversed}
      .question=${reversedAsk}
      .items=${given.map(({ text }) => text)}
      .now=${reversedNow}
      ?disabled=${this.writing !== undefined}
      @confirmed=${() => this.dispatchEvent(new ReversalStated(given.map(({ identity }) => identity)))}
    ></ask-first>`
  }

  /** A void is asked about before it is done. */
  private voidStored(): TemplateResult | typeof nothing {
    if (!this.mayWrite || !this.plans?.void?.transaction) return nothing
    const { void: says, voidAsk, voidNow } = words.write
    const { writes, warnings } = this.plans.void
    const changed = writes.filter(({ act, what: type }) => act !== 'keep' && type !== 'Provenance')
    const said = changed.map((write) => `${words.write.voided(write)}: ${write.text}`)
    return html`<ask-first
      quiet
      .says=${says}
      .question=${voidAsk}
      .items=${[...said, ...warnings]}
      .now=${voidNow}
      ?disabled=${this.writing !== undefined}
      @confirmed=${() => this.ask('void')}
    ></ask-first>`
  }

  private ask(act: WriteAsked['act'], overrideEarlier: readonly string[] = []): void {
    this.dispatchEvent(new WriteAsked(act, overrideEarlier))
  }
}

/** What is written in these channels is read back, and can be voided here. */
const CAN_BE_VOIDED: ReadonlySet<string> = new Set(['transaction', 'single', 'hl7v2', 'by-hand'])

/** Whether it goes in a channel that carries the Flag. */
const writesFlag = ({ approve }: Plans): boolean => approve.channel === 'transaction' || approve.channel === 'single'

/** Whether the parts fared differently, or somebody was first; else the failure has said it all. */
const tellsMore = ({ sent, conflicts }: SendReport): boolean =>
  conflicts.length > 0 || new Set(sent.map(({ outcome }) => outcome.kind)).size > 1

declare global {
  interface HTMLElementTagNameMap {
    'write-back-panel': WriteBackPanel
  }
}
