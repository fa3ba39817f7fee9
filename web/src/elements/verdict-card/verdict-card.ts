import type { AssessmentAnswer, DoseAnswer } from '@doseline/contract'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { sign } from '../../styles/signs.ts'
import { english } from '../../words/english.ts'
import { dayText, statusLook, statusText, words } from '../../words.ts'
import { styles } from './verdict-card.styles.ts'

/** The answer: its status, one sentence, and which dose it is about. */
@customElement('verdict-card')
export class VerdictCard extends LitElement {
  static override styles = styles

  @property({ attribute: false }) dose?: DoseAnswer
  @property({ attribute: false }) codebook?: AssessmentAnswer['codebook']
  /** Its lines are approved. */
  @property({ type: Boolean }) charged = false
  /** What was charged, by whom and when. */
  @property() approval = ''

  /** Puts the reader at the verdict after a choice. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { dose, codebook } = this
    if (!dose) return nothing
    const forSubmission = codebook?.forSubmission ?? true
    const { charged } = this
    const look = statusLook(dose, { forSubmission, charged })
    return html`<section class="verdict ${look}">
      ${
        codebook && !codebook.forSubmission
          ? html`<p class="stamp"><strong>${words.app.notForSubmission}</strong> ${words.app.otherBook}</p>`
          : nothing
      }
      <div class="body">
        <h1 tabindex="-1">${sign(look)}${statusText(dose, { forSubmission, charged })}</h1>
        <dl>
          ${fact(words.about.dose, doseOf(dose))}
          ${fact(words.about.day, dose.dateOfService ? dayText(dose.dateOfService) : words.about.notKnown)}
          ${fact(words.about.payer, dose.payer ?? words.about.notKnown)}
        </dl>
        <p class="sentence" lang=${charged ? nothing : 'en'}>${charged ? this.approval : dose.sentence}</p>
      </div>
    </section>`
  }
}

/** As the service calls it. */
function doseOf({ drug, dose }: DoseAnswer): TemplateResult | string {
  const said = [drug, dose].filter(Boolean).join(' ')
  return said ? english(said) : words.about.notKnown
}

const fact = (name: string, value: TemplateResult | string): TemplateResult =>
  html`<div><dt>${name}</dt><dd>${value}</dd></div>`

declare global {
  interface HTMLElementTagNameMap {
    'verdict-card': VerdictCard
  }
}
