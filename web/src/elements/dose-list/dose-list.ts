import type { DoseAnswer } from '@doseline/assessment'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { DoseChosen } from '../../events/dose-chosen.ts'
import { sign } from '../../styles/signs.ts'
import { dayText, verdictText, words } from '../../words.ts'
import { styles } from './dose-list.styles.ts'

/** The doses of the chart, newest first, each with its verdict. */
@customElement('dose-list')
export class DoseList extends LitElement {
  static override styles = styles

  @property({ attribute: false }) doses: readonly DoseAnswer[] = []
  /** The dose that is shown, `MedicationAdministration/…`. */
  @property() focused = ''
  /** The visit the app was opened on, `Encounter/…`. */
  @property() encounter = ''
  /** False under a code book whose lines must never reach a payer. */
  @property({ attribute: false }) forSubmission = true

  protected override render(): TemplateResult {
    return html`<nav aria-labelledby="title">
      <h2 id="title">${words.doses.title} <span class="many">${this.doses.length}</span></h2>
      <ol>
        ${newestFirst(this.doses).map((dose) => this.row(dose))}
      </ol>
    </nav>`
  }

  private row(dose: DoseAnswer): TemplateResult {
    const isHere = this.encounter !== '' && dose.encounter === this.encounter
    return html`<li>
      <button
        type="button"
        aria-current=${dose.focus === this.focused ? 'true' : nothing}
        @click=${() => this.dispatchEvent(new DoseChosen(dose.focus))}
      >
        <span class="day">${dayText(dose.dateOfService)}${isHere ? html` · ${words.doses.here}` : nothing}</span>
        <span class="dose">${dose.dose}</span>
        <span class="drug">${dose.drug ?? words.doses.unknownDrug}</span>
        <span class="chip ${dose.verdict}">${sign(dose.verdict)}${verdictText(dose, this.forSubmission)}</span>
      </button>
    </li>`
  }
}

/** Doses without a day come first: somebody should look at them. */
export function newestFirst(doses: readonly DoseAnswer[]): DoseAnswer[] {
  const day = ({ dateOfService }: DoseAnswer): string => dateOfService ?? '9999'
  return doses.toSorted((a, b) => (day(a) === day(b) ? (a.focus < b.focus ? -1 : 1) : day(a) < day(b) ? 1 : -1))
}

declare global {
  interface HTMLElementTagNameMap {
    'dose-list': DoseList
  }
}
