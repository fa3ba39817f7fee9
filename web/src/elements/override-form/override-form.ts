import type { FindingAnswer } from '@doseline/contract'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { StandingReasons } from '../../dose-review/review-state.ts'
import { type Override, OverridesGiven } from '../../events/overrides-given.ts'
import { words } from '../../later-words.ts'
import { momentText } from '../../words.ts'
import { styles } from './override-form.styles.ts'

/** Reasons to charge although required rules are not in order: one for each, or none. */
@customElement('override-form')
export class OverrideForm extends LitElement {
  static override styles = styles

  /** The required rules that fail or cannot tell. */
  @property({ attribute: false }) findings: readonly FindingAnswer[] = []
  @property({ attribute: false }) overrides: readonly Override[] = []
  /** Set where they were given in an earlier write-back that stands. */
  @property({ attribute: false }) standing?: StandingReasons | undefined
  @property({ type: Boolean }) disabled = false
  @state() private short: ReadonlySet<string> = new Set()

  protected override render(): TemplateResult | typeof nothing {
    if (this.findings.length === 0) return nothing
    const given = this.overrides.length > 0
    return html`<details class="row" ?open=${given}>
      <summary>
        <h2>${words.write.override.title}</h2>
        <span class="state">${given ? words.write.override.count(this.overrides.length) : ''}</span>
      </summary>
      <div class="inside">
      <p class="small soft">${words.write.override.intro}</p>
      ${this.standing && given ? html`<p class="small">${words.write.override.standing(this.standing.by, momentText(this.standing.at))}</p>` : nothing}
      <form novalidate @submit=${this.submitted}>
        ${this.findings.map(({ id, text }, at) => this.reason(id, text, at))}
        <p class="actions">
          <button ?disabled=${this.disabled}>${words.write.override.apply}</button>
          ${
            given
              ? html`<button type="button" class="quiet" @click=${() => this.dispatchEvent(new OverridesGiven([]))}>
                  ${words.write.override.clear}
                </button>`
              : nothing
          }
        </p>
      </form>
      </div>
    </details>`
  }

  private reason(rule: string, text: string, at: number): TemplateResult {
    const isShort = this.short.has(rule)
    const given = this.overrides.find((override) => override.rule === rule)?.reason ?? ''
    return html`<div>
      <p id="rule-${at}" lang="en">${text}</p>
      <label for="reason-${at}">${words.write.override.reason}</label>
      <textarea
        id="reason-${at}"
        name=${rule}
        rows="2"
        maxlength="500"
        .value=${given}
        aria-describedby="rule-${at}${isShort ? ` problem-${at}` : ''}"
        aria-invalid=${isShort ? 'true' : nothing}
      ></textarea>
      ${isShort ? html`<p class="error" id="problem-${at}">${words.write.override.short}</p>` : nothing}
    </div>`
  }

  private submitted(event: SubmitEvent): void {
    event.preventDefault()
    const data = new FormData(event.target as HTMLFormElement)
    const overrides = this.findings.map(({ id }) => ({ rule: id, reason: String(data.get(id) ?? '').trim() }))
    this.short = new Set(overrides.filter(({ reason }) => reason.length < 3).map(({ rule }) => rule))
    if (this.short.size === 0) this.dispatchEvent(new OverridesGiven(overrides))
    else void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-invalid]')?.focus())
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'override-form': OverrideForm
  }
}
