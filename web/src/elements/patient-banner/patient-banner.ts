import type { Patient } from 'fhir/r4'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { dayText, words } from '../../words.ts'
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
    const mrn = recordNumber(this.patient)
    return html`<p class="name">${nameOf(this.patient)}</p>
      <dl>
        ${birthDate ? fact(words.banner.born, dayText(birthDate)) : nothing}
        ${gender ? fact(words.banner.sex, gender) : nothing} ${mrn ? fact(words.banner.mrn, mrn) : nothing}
        ${this.visit ? fact(words.banner.visit, dayText(this.visit)) : nothing}
      </dl>`
  }
}

const fact = (name: string, value: string): TemplateResult => html`<div><dt>${name}</dt><dd>${value}</dd></div>`

function nameOf({ name }: Patient): string {
  const usual = name?.find(({ use }) => use === 'official') ?? name?.find(({ use }) => use === 'usual') ?? name?.[0]
  const written = [usual?.family, usual?.given?.join(' ')].filter(Boolean).join(', ')
  return written || usual?.text || words.banner.unnamed
}

function recordNumber({ identifier = [] }: Patient): string | undefined {
  const isMrn = (one: NonNullable<Patient['identifier']>[number]): boolean =>
    one.type?.coding?.some(({ code }) => code === 'MR') === true || one.type?.text === 'MRN'
  return identifier.find(isMrn)?.value
}

declare global {
  interface HTMLElementTagNameMap {
    'patient-banner': PatientBanner
  }
}
