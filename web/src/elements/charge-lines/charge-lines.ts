import type { DoseAnswer, LineAnswer } from '@doseline/assessment'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { words } from '../../words.ts'
import { styles } from './charge-lines.styles.ts'

/** The lines a biller would put on the claim, each with the arithmetic behind its units. */
@customElement('charge-lines')
export class ChargeLines extends LitElement {
  static override styles = styles

  @property({ attribute: false }) lines: readonly LineAnswer[] = []
  @property({ attribute: false }) atStake?: DoseAnswer['atStake']
  @property() verdict: DoseAnswer['verdict'] = 'ready'

  protected override render(): TemplateResult {
    const isLater = this.lines.length > 0 && this.verdict !== 'ready'
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${words.lines.title}</h2>
      ${this.lines.length === 0 ? html`<p class="soft">${words.lines.none}</p>` : nothing}
      ${isLater ? html`<p class="soft small">${words.lines.wouldBe}</p>` : nothing}
      <ul class=${isLater ? 'later' : ''}>
        ${this.lines.map((line) => this.line(line))}
      </ul>
      ${this.atStake ? html`<p class="soft small">${words.lines.atStake(this.atStake)}</p>` : nothing}
    </section>`
  }

  private line(line: LineAnswer): TemplateResult {
    const { code, modifiers, units, role, ndc, diagnoses, working, doses, forSubmission } = line
    return html`<li>
      ${forSubmission ? nothing : html`<p class="stamp">${words.app.notForSubmission}</p>`}
      <p class="head">
        <span class="entry">
          <span class="hcpcs">${code}</span>${modifiers.map(
            (modifier) => html`<span class="modifier"><span class="visually-hidden">modifier </span>${modifier}</span>`,
          )}${modifiers.length === 0 ? html`<span class="none">${words.lines.noModifiers}</span>` : nothing}
        </span>
        <span class="leader" aria-hidden="true"></span>
        <span class="units"><span aria-hidden="true">×</span> ${units} <span class="unit">${words.lines.units.toLowerCase()}</span></span>
      </p>
      <p class="role">${words.lines.role[role]}</p>
      <dl>
        <div><dt>${words.lines.working}</dt><dd class="working">${working}</dd></div>
        ${ndc ? html`<div><dt>${words.lines.ndc}</dt><dd><code>${ndc.ndc}</code> ${ndc.quantity} ${ndc.unit}</dd></div>` : nothing}
        ${
          diagnoses.length > 0
            ? html`<div><dt>${words.lines.diagnoses}</dt><dd>${diagnoses.map((diagnosis) => html`<code>${diagnosis}</code> `)}</dd></div>`
            : nothing
        }
      </dl>
      ${doses.length > 1 ? html`<p class="small soft">${words.lines.severalDoses(doses.length)}</p>` : nothing}
    </li>`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'charge-lines': ChargeLines
  }
}
