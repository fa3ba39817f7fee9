import type { DoseAnswer, PlanAnswer } from '@doseline/contract'
import type { Patient } from 'fhir/r4'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { copyText } from '../../copy-text.ts'
import type { Override } from '../../events/overrides-given.ts'
import { words } from '../../later-words.ts'
import { base, controls } from '../../styles/shared.ts'
import { linesAsCsv, linesAsJson, linesAsText, type Taken } from './lines-as.ts'

/** The lines to take along: the way that works with every EHR. Nothing is sent by it. */
@customElement('take-away')
export class TakeAway extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      h3 {
        font-size: 0.8125rem;
        color: var(--soft);
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 1.1rem;
        margin-block-start: 0.4rem;
      }

      /* On every line of them, a link starts where the text above it does. */
      .actions .quiet {
        margin-inline-start: calc(-0.4rem - 1px);
      }

      @media print {
        :host {
          display: none;
        }
      }
    `,
  ]

  @property({ attribute: false }) dose?: DoseAnswer
  @property({ attribute: false }) forSubmission = true
  @property({ attribute: false }) overrides: readonly Override[] = []
  @property({ attribute: false }) plan?: PlanAnswer | undefined
  @property({ attribute: false }) patient?: Patient | undefined
  /** Nothing else is possible here. */
  @property({ type: Boolean }) primary = false
  @state() private said = ''

  protected override render(): TemplateResult | typeof nothing {
    if (!this.dose) return nothing
    const { takeAway } = words
    if (this.dose.lines.length === 0) return html`<p class="soft">${takeAway.none}</p>`
    const quiet = this.primary ? '' : 'quiet'
    return html`<h3>${takeAway.title}</h3>
      <p class="actions">
        <button type="button" class=${this.primary ? 'primary' : 'quiet'} @click=${() => void this.copy()}>${takeAway.copy}</button>
        <button type="button" class=${quiet} @click=${() => window.print()}>${takeAway.print}</button>
        <button type="button" class=${quiet} @click=${() => this.download('csv')}>${takeAway.csv}</button>
        <button type="button" class="quiet" @click=${() => this.download('json')}>${takeAway.json}</button>
        <span role="status">${this.said}</span>
      </p>`
  }

  private get taken(): Taken | undefined {
    const { dose, forSubmission, overrides, plan, patient } = this
    return dose && { dose, forSubmission, overrides, plan, patient }
  }

  /** Under a name that says nothing about anybody, and is another each time. */
  private download(as: 'json' | 'csv'): void {
    if (!this.taken) return
    const [content, type] =
      as === 'json' ? [linesAsJson(this.taken), 'application/json'] : [linesAsCsv(this.taken), 'text/csv;charset=utf-8']
    const address = URL.createObjectURL(new Blob([content], { type }))
    const link = Object.assign(document.createElement('a'), {
      href: address,
      download: `doseline-lines-${stamp()}.${as}`,
    })
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), 10_000)
  }

  private async copy(): Promise<void> {
    if (!this.taken) return
    const text = linesAsText(this.taken)
    this.said = (await copyText(text)) ? words.takeAway.copied : words.takeAway.notCopied
  }
}

/** The moment, to the second: `20260303-101500`. */
const stamp = (): string => new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')

declare global {
  interface HTMLElementTagNameMap {
    'take-away': TakeAway
  }
}
