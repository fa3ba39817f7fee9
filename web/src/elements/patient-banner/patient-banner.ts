import type { Patient } from 'fhir/r4'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { dayText, words } from '../../words.ts'
import { nameOf, recordNumberOf } from './about-patient.ts'
import { styles } from './patient-banner.styles.ts'

/** Whose chart this is. In a frame that shows the patient already it appears only in print. */
@customElement('patient-banner')
export class PatientBanner extends LitElement {
  static override styles = styles

  @property({ attribute: false }) patient?: Patient
  /** The date of service of the dose that is shown. */
  @property() visit = ''
  /** The EHR shows the patient around this app (`need_patient_banner: false`). */
  @property({ type: Boolean, reflect: true, attribute: 'print-only' }) printOnly = false

  protected override render(): TemplateResult | typeof nothing {
    if (!this.patient) return nothing
    const { birthDate, gender } = this.patient
    const mrn = recordNumberOf(this.patient)
    return html`<p class="name">${nameOf(this.patient)}</p>
      <dl>
        ${birthDate ? fact('born', words.banner.born, dayText(birthDate)) : nothing}
        ${gender ? fact('sex', words.banner.sex, words.banner.sexes[gender] ?? gender) : nothing} ${mrn ? fact('mrn', words.banner.mrn, mrn) : nothing}
        ${this.visit ? fact('visit', words.banner.visit, dayText(this.visit)) : nothing}
      </dl>`
  }
}

const fact = (kind: string, name: string, value: string): TemplateResult =>
  html`<div class=${kind}><dt>${name}</dt><dd>${value}</dd></div>`

declare global {
  interface HTMLElementTagNameMap {
    'patient-banner': PatientBanner
  }
}
