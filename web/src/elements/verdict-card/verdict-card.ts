import type { AssessmentAnswer, DoseAnswer } from '@doseline/contract'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { sign } from '../../styles/signs.ts'
import { dayText, verdictLook, verdictText, words } from '../../words.ts'
import { styles } from './verdict-card.styles.ts'

/** The answer: one word, one sentence, and by what it was judged. */
@customElement('verdict-card')
export class VerdictCard extends LitElement {
  static override styles = styles

  @property({ attribute: false }) dose?: DoseAnswer
  @property({ attribute: false }) codebook?: AssessmentAnswer['codebook']

  /** Puts the reader at the verdict after a choice. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { dose, codebook } = this
    if (!dose) return nothing
    const forSubmission = codebook?.forSubmission ?? true
    const look = verdictLook(dose, forSubmission)
    return html`<section class="verdict ${look}">
      ${
        codebook && !codebook.forSubmission
          ? html`<p class="stamp"><strong>${words.app.notForSubmission}</strong> ${words.app.otherBook}</p>`
          : nothing
      }
      <div class="body">
        <p class="what">${dose.drug} <span>${dose.dose}</span></p>
        <h1 tabindex="-1">${sign(look)}${verdictText(dose, forSubmission)}</h1>
        <p class="sentence">${dose.sentence}</p>
        <dl>
          ${fact(words.about.day, dose.dateOfService ? dayText(dose.dateOfService) : words.about.notKnown)}
          ${fact(words.about.payer, dose.payer ?? words.about.notKnown)}
          ${fact(words.about.book, codebook?.label ?? '')}
        </dl>
      </div>
    </section>`
  }
}

const fact = (name: string, value: string): TemplateResult => html`<div><dt>${name}</dt><dd>${value}</dd></div>`

declare global {
  interface HTMLElementTagNameMap {
    'verdict-card': VerdictCard
  }
}
