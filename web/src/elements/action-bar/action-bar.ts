import type { DoseAnswer, PlanAnswer } from '@doseline/contract'
import type { Failure, SendProgress } from '@doseline/ehr-client'
import type { Patient } from 'fhir/r4'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { copyText } from '../../copy-text.ts'
import type { Preparing } from '../../dose-review/give-record.ts'
import type { Recorded } from '../../dose-review/recorded.ts'
import type { Plans, Writing } from '../../dose-review/review-state.ts'
import { linesIn } from '../../dose-review/write-outcome.ts'
import type { Override } from '../../events/overrides-given.ts'
import { RecordPrinted } from '../../events/record-printed.ts'
import { WriteAsked } from '../../events/write-asked.ts'
import { words } from '../../later-words.ts'
import { sign } from '../../styles/signs.ts'
import { doseText, taskText } from '../../words/dose-text.ts'
import { moneyText, statusLook, statusText } from '../../words.ts'
import '../ask-first/ask-first.ts'
import { isOverridden } from '../take-away/chargeable.ts'
import '../take-away/take-away.ts'
import { styles } from './action-bar.styles.ts'
import { actsOf, isOnlyByHand, isSettled, sendsAgain } from './acts.ts'

/** What the dose is, what it comes to, and what can be done with it: in view wherever the person reads. */
@customElement('action-bar')
export class ActionBar extends LitElement {
  static override styles = styles

  @property({ attribute: false }) dose?: DoseAnswer
  /** False under a demonstration book: then nothing is approved. */
  @property({ attribute: false }) forSubmission = true
  @property({ type: Boolean }) charged = false
  @property({ attribute: false }) plans?: Plans | undefined
  @property({ attribute: false }) plansFailure?: Failure | undefined
  @property({ attribute: false }) overrides: readonly Override[] = []
  @property({ attribute: false }) patient?: Patient | undefined
  /** The last write-back, where only the ledger knows of it. */
  @property({ attribute: false }) recorded?: Recorded | undefined
  @property({ attribute: false }) writing?: Writing | undefined
  @property({ attribute: false }) sending?: SendProgress | undefined
  /** False for a person who may look but not write. */
  @property({ attribute: false }) mayWrite = true
  /** How far the record is that was asked for as a file. */
  @property({ attribute: false }) preparing: Preparing = 'idle'
  @state() private said = ''

  /** Puts the person at the first thing to do. Nothing is done by it. */
  override focus(): void {
    const parts = '.actions > :is(button, ask-first, take-away), .menu > summary'
    const [first] = [...this.renderRoot.querySelectorAll<HTMLElement>(parts)].flatMap((part) =>
      part.shadowRoot ? (part.shadowRoot.querySelector('button') ?? []) : part,
    )
    first?.focus()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { dose } = this
    if (!dose) return nothing
    const look = statusLook(dose, this)
    return html`<section class="bar ${look}" aria-label=${words.bar.title}>
      <p class="sum">
        <strong class="status">${sign(look)}${statusText(dose, this)}</strong>
        <span class="totals">${totalsOf(dose)}</span>
      </p>
      <div class="actions">
        ${this.acts(dose)}
        ${dose.wouldMakeReady.length > 0 ? this.sendMenu(dose) : nothing}
        ${
          this.isTakenAway && dose.lines.length > 0
            ? nothing
            : html`<button type="button" class="quiet" @click=${() => this.print()}>${words.app.print}</button>`
        }
        ${this.moreMenu(dose)}
        <span class="doing" role="status">${this.doing() || this.said}</span>
      </div>
    </section>`
  }

  private acts(dose: DoseAnswer): TemplateResult | typeof nothing {
    const { plans } = this
    if (this.isTakenAway) return this.takeAway(dose)
    if (!plans || !this.mayWrite || isSettled(plans)) return nothing
    const acts = actsOf(plans, this.forSubmission)
    const lines = linesIn(plans.approve)
    return html`${acts.includes('approve') ? this.button('approve', plans.approve, this.approveWords(dose, lines, plans.approve)) : nothing}
      ${acts.includes('suggest') ? this.button('suggest', plans.suggest, this.suggestWords(lines, plans.suggest)) : nothing}`
  }

  /** Nothing can be stored from here: a person takes the lines along, and prints them there. */
  private get isTakenAway(): boolean {
    return this.plansFailure !== undefined || (this.plans !== undefined && isOnlyByHand(this.plans))
  }

  /** What an EHR that stores nothing leaves to do. */
  private takeAway(dose: DoseAnswer, isPrimary = true): TemplateResult {
    return html`<take-away
      ?primary=${isPrimary}
      .dose=${dose}
      .forSubmission=${this.forSubmission}
      .overrides=${this.overrides}
      .plan=${this.plans?.approve}
      .patient=${this.patient}
    ></take-away>`
  }

  /** Nothing where there is nothing to do, or no way to do it: no button is dead. */
  private button(act: 'approve' | 'suggest', plan: PlanAnswer, says: string): TemplateResult | typeof nothing {
    if (!plan.transaction || plan.channel === 'by-hand') return nothing
    const again = this.recorded && sendsAgain(this.recorded, plan)
    const voided = plan.writes.filter((write) => write.act === 'void')
    if (voided.length > 0) return this.voidAndWrite(act, voided, again === 'other' ? words.write.correct : says)
    const kind = again === 'the same' ? 'quiet' : act === 'approve' ? 'primary' : ''
    return html`<button
      type="button"
      class=${kind}
      ?disabled=${this.writing !== undefined}
      @click=${() => this.ask(act)}
    >
      ${again === 'the same' ? words.write.sendAgain : again === 'other' ? words.write.correct : says}
    </button>`
  }

  /** What is charged now is never taken away by a button that says something else. */
  private voidAndWrite(act: 'approve' | 'suggest', voided: PlanAnswer['writes'], says: string): TemplateResult {
    const { voidAnd, voidAndAsk, voidAndNow } = words.write
    return html`<ask-first
      .says=${voidAnd(voided.length, says)}
      .question=${voidAndAsk}
      .items=${voided.map(({ text }) => text)}
      .now=${voidAndNow}
      ?disabled=${this.writing !== undefined}
      @confirmed=${() => this.ask(act)}
    ></ask-first>`
  }

  private approveWords(dose: DoseAnswer, lines: number, { channel }: PlanAnswer): string {
    if (!this.forSubmission) return words.write.tellAs[channel] ?? words.write.demonstration
    const here = isOverridden(dose, this.overrides) ? words.write.approveAlthough(lines) : words.write.approve(lines)
    return words.write.approveAs[channel]?.(lines) ?? here
  }

  private suggestWords(lines: number, { channel }: PlanAnswer): string {
    if (lines === 0) return words.write.tellAs[channel] ?? words.write.flagOnly
    return words.write.suggest
  }

  /** Whose task it is, each with what they are asked for, ready to be pasted into a message. */
  private sendMenu(dose: DoseAnswer): TemplateResult {
    const whos = [...new Set(dose.wouldMakeReady.map(({ who }) => who))].filter((who) => who !== 'nobody')
    if (whos.length === 0) return html``
    return menu(
      words.bar.sendTo,
      whos.map((who) => ({
        says: words.bar.copyFor(words.toDo.who[who] ?? who),
        run: () => void this.copy(taskText(dose, who)),
      })),
    )
  }

  private moreMenu(dose: DoseAnswer): TemplateResult {
    const isOffered = this.isTakenAway || dose.lines.length === 0
    return menu(
      words.bar.more,
      [
        { says: words.app.copy, run: () => void this.copy(doseText(dose, this.forSubmission)) },
        { says: words.bar.printRecord, run: () => this.dispatchEvent(new RecordPrinted('paper')) },
        { says: words.record.download, run: () => this.dispatchEvent(new RecordPrinted('PDF')) },
      ],
      isOffered ? nothing : html`<li>${this.takeAway(dose, false)}</li>`,
    )
  }

  private print(): void {
    this.said = ''
    window.print()
  }

  private async copy(text: string): Promise<void> {
    this.said = (await copyText(text)) ? words.app.copied : words.app.notCopied
  }

  private doing(): string {
    const { writing, sending, preparing } = this
    if (preparing !== 'idle' && !writing && !sending) {
      return preparing === 'failed' ? words.record.failed : words.record.preparing
    }
    if (writing !== 'sending' || !sending) return writing ? words.writing[writing] : ''
    const { at, of, says, waits } = sending
    return waits ? words.write.waits[waits.because](waits.seconds) : words.write.progress(at, of, says)
  }

  private ask(act: WriteAsked['act']): void {
    this.said = ''
    this.dispatchEvent(new WriteAsked(act))
  }
}

/** `4 lines · 90 units · $2,651.13` */
function totalsOf({ lines, atStake }: DoseAnswer): string {
  if (lines.length === 0) return ''
  const units = lines.filter(({ role }) => role === 'drug' || role === 'discarded drug').map((line) => line.units)
  return [
    words.bar.lines(lines.length),
    units.length > 0 && words.bar.units(units.reduce((sum, each) => sum + each, 0)),
    atStake && words.bar.expected(moneyText(atStake.dollars)),
  ]
    .filter(Boolean)
    .join(' · ')
}

interface Item {
  readonly says: string
  readonly run: () => void
}

/** A few more things to do, behind a word. Escape closes it, and so does whatever is chosen. */
function menu(says: string, items: readonly Item[], more: TemplateResult | typeof nothing = nothing): TemplateResult {
  const close = (event: Event): void => {
    const details = (event.currentTarget as HTMLElement).closest('details')
    if (!details) return
    details.open = false
    details.querySelector('summary')?.focus()
  }
  return html`<details
    class="menu"
    @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && close(event)}
    @focusout=${(event: FocusEvent) => {
      const details = event.currentTarget as HTMLDetailsElement
      if (event.relatedTarget && !details.contains(event.relatedTarget as Node)) details.open = false
    }}
  >
    <summary>${says}</summary>
    <ul>
      ${items.map(
        (item) => html`<li>
          <button
            type="button"
            @click=${(event: Event) => {
              close(event)
              item.run()
            }}
          >
            ${item.says}
          </button>
        </li>`,
      )}
      ${more}
    </ul>
  </details>`
}

declare global {
  interface HTMLElementTagNameMap {
    'action-bar': ActionBar
  }
}
