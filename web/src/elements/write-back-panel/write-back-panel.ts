import type { DoseAnswer, WriteBackAnswer } from '@doseline/assessment'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import '../failure-screen/failure-screen.ts'
import '../override-form/override-form.ts'
import '../stored-list/stored-list.ts'
import { linesIn } from '../../dose-review/review.ts'
import type { Plans, WriteResult, Writing } from '../../dose-review/review-state.ts'
import type { Signature, Stored } from '../../dose-review/stored.ts'
import type { Override } from '../../events/overrides-given.ts'
import { WriteAsked } from '../../events/write-asked.ts'
import type { Failure } from '../../session/failure.ts'
import { words } from '../../words.ts'
import { styles } from './write-back-panel.styles.ts'
import { rowsOf } from './write-rows.ts'

/** What would be written, said before the click; the two ways to do it; and what is stored afterwards. */
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
  @property() relaunch = ''
  @property({ attribute: false }) readOnly: readonly string[] = []
  @property({ attribute: false }) overrides: readonly Override[] = []
  @property({ attribute: false }) stored: readonly Stored[] = []
  @property({ attribute: false }) signatures: readonly Signature[] = []
  @property({ attribute: false }) writing?: Writing | undefined
  @property({ attribute: false }) result?: WriteResult | undefined
  @state() private retiring = false

  /** Puts the reader at the outcome of what they asked for. */
  focusResult(): void {
    const failure = this.renderRoot.querySelector('failure-screen')
    if (failure) failure.focus()
    else this.renderRoot.querySelector<HTMLElement>('.result')?.focus()
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('dose') || changed.has('result')) this.retiring = false
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.dose) return nothing
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${words.write.title}</h2>
      ${this.outcome()} ${this.dose.covered ? this.plan(this.dose) : html`<p class="soft">${words.write.notCovered}</p>`}
      ${
        this.stored.length > 0
          ? html`<stored-list .stored=${this.stored} .signatures=${this.signatures}></stored-list>${this.retire()}`
          : nothing
      }
    </section>`
  }

  private outcome(): TemplateResult | typeof nothing {
    const { result } = this
    switch (result?.kind) {
      case undefined:
        return nothing
      case 'stored':
        return html`<p class="result good" tabindex="-1">${this.storedWords(result)}</p>`
      case 'already':
        return html`<p class="result good" tabindex="-1">${words.write.already}</p>`
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
        return html`<failure-screen inline .failure=${result.failure} .relaunch=${this.relaunch}></failure-screen>
          ${this.again(result)}`
    }
  }

  /** What was written before and is gone from the EHR may be written again, by a person who has looked. */
  private again({ failure, act }: WriteResult & { kind: 'failed' }): TemplateResult | typeof nothing {
    const { earlier } = failure.about
    if (failure.kind !== 'already-written' || !earlier) return nothing
    return html`<button type="button" ?disabled=${this.writing !== undefined} @click=${() => this.ask(act, earlier)}>
      ${words.write.again}
    </button>`
  }

  private storedWords({ act, lines }: WriteResult & { kind: 'stored' }): string {
    const { stored, storedDemonstration, storedFlag } = words.write
    if (act === 'retire') return stored.retire
    if (lines === 0) return storedFlag
    return this.forSubmission ? stored[act] : storedDemonstration
  }

  private plan(dose: DoseAnswer): TemplateResult {
    if (this.readOnly.length > 0) return html`<p class="warn">${words.write.readOnly(this.readOnly)}</p>`
    if (this.plansFailure) {
      return html`<p class="warn">${words.write.noPlan} ${this.plansFailure.about.detail ?? ''}</p>`
    }
    const { plans } = this
    if (!plans) return html`<p class="soft">${words.write.planning}</p>`
    const warnings = [...new Set([...plans.approve.warnings, ...plans.suggest.warnings])].map(
      (warning) => html`<p class="warn">${warning}</p>`,
    )
    if (!plans.approve.transaction && !plans.suggest.transaction) {
      const isSaid = this.result?.kind === 'stored' || this.result?.kind === 'already'
      return html`${warnings}${isSaid ? nothing : html`<p class="settled">${words.write.nothingToChange}</p>`}
        ${this.reasons(dose)}`
    }
    const linesWait = dose.lines.length > 0 && linesIn(plans.approve) === 0 && dose.verdict !== 'ready'
    return html`<table role="table">
        <caption>
          ${words.write.where(this.label, this.base)}<br />${words.write.asOne} ${words.write.by(this.approver)}.
        </caption>
        <thead>
          <tr role="row">
            <th scope="col" role="columnheader">${words.write.what}</th>
            <th scope="col" role="columnheader">${words.write.onApprove}</th>
            <th scope="col" role="columnheader">${words.write.onSuggest}</th>
          </tr>
        </thead>
        <tbody>
          ${rowsOf(plans.approve, plans.suggest).map(
            ({ what, text, approve, suggest }) => html`<tr role="row">
              <th scope="row" role="rowheader"><span class="type">${what}</span> ${text}</th>
              <td role="cell"><span class="column" aria-hidden="true">${words.write.onApprove}</span>${effect(approve)}</td>
              <td role="cell"><span class="column" aria-hidden="true">${words.write.onSuggest}</span>${effect(suggest)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      ${warnings}
      ${linesWait ? html`<p class="soft">${words.write.linesWait}</p>` : nothing}
      ${this.reasons(dose)}
      ${this.buttons(plans)}`
  }

  /** Where there are lines that wait, a person may answer for charging them all the same. */
  private reasons(dose: DoseAnswer): TemplateResult | typeof nothing {
    if (dose.verdict === 'ready' || dose.verdict === 'not-billable' || dose.lines.length === 0) return nothing
    return html`<override-form
      .findings=${notInOrder(dose)}
      .overrides=${this.overrides}
      ?disabled=${this.writing !== undefined}
    ></override-form>`
  }

  private buttons({ approve, suggest }: Plans): TemplateResult {
    const lines = linesIn(approve)
    const busy = this.writing !== undefined
    return html`<div class="actions">
      ${
        lines > 0
          ? html`<button type="button" class="primary" ?disabled=${busy || !approve.transaction} @click=${() => this.ask('approve')}>
              ${this.forSubmission ? words.write.approve(lines) : words.write.demonstration}
            </button>`
          : nothing
      }
      ${
        suggest.transaction && (this.forSubmission || lines === 0)
          ? html`<button type="button" ?disabled=${busy} @click=${() => this.ask('suggest')}>
              ${lines > 0 ? words.write.suggest : words.write.flagOnly}
            </button>`
          : nothing
      }
      <span class="doing">${this.writing ? words.write.steps[this.writing] : nothing}</span>
    </div>`
  }

  private retire(): TemplateResult | typeof nothing {
    const isLive = this.stored.some(({ status }) => status !== 'entered-in-error' && status !== 'inactive')
    if (!isLive || this.readOnly.length > 0) return nothing
    const busy = this.writing !== undefined
    if (!this.retiring) {
      return html`<button type="button" class="quiet" ?disabled=${busy} @click=${() => this.askAboutRetiring()}>${words.write.retire}</button>`
    }
    return html`<div class="retire" role="group" aria-label=${words.write.retireAsk}>
      <p>${words.write.retireAsk}</p>
      <button type="button" ?disabled=${busy} @click=${() => this.ask('retire')}>${words.write.retireNow}</button>
      <button type="button" class="quiet" @click=${() => this.stopRetiring()}>${words.write.cancel}</button>
    </div>`
  }

  private askAboutRetiring(): void {
    this.retiring = true
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.retire button')?.focus())
  }

  private stopRetiring(): void {
    this.retiring = false
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('button.quiet')?.focus())
  }

  private ask(act: WriteAsked['act'], despite: readonly string[] = []): void {
    this.dispatchEvent(new WriteAsked(act, despite))
  }
}

type PlannedWrite = WriteBackAnswer['writes'][number]

const effect = (write: PlannedWrite | undefined): TemplateResult | string =>
  write === undefined
    ? '–'
    : html`<span class="act ${write.act}">${words.write.act[write.act] ?? write.act}</span> ${write.status ?? nothing}`

/** The required rules a person would have to answer for. */
export const notInOrder = ({ findings }: DoseAnswer): DoseAnswer['findings'] =>
  findings.filter(({ weight, outcome }) => weight === 'required' && (outcome === 'fails' || outcome === 'cannot-tell'))

declare global {
  interface HTMLElementTagNameMap {
    'write-back-panel': WriteBackPanel
  }
}
