import { html, nothing, type TemplateResult } from 'lit'
import type { AttestField } from '../../events/jump-asked.ts'
import { words } from '../../later-words.ts'
import { measureText } from '../../words/measured.ts'
import type { Draft, Problems } from './draft.ts'
import { typedIn } from './typed-in.ts'

/** Fields that are chosen from a list, ticked, or have more than one part. */
type OtherField =
  | 'acquired'
  | 'setting'
  | 'departmentModifier'
  | 'isInitialInfusion'
  | 'notCharged'
  | 'wholeChart'
  | 'modifier340B'
  | 'discardAsked'
  | 'chargedAt'
  | 'noAuthorizationNeeded'
  | 'policyMet'
  | 'container'
  | 'coverage'
  | 'diagnoses'
  | 'treatments'
  | 'reviewed'

export type TextField = Exclude<AttestField, OtherField>
export type ChoiceField =
  | 'acquired'
  | 'setting'
  | 'departmentModifier'
  | 'isInitialInfusion'
  | 'modifier340B'
  | 'discardAsked'
  | 'chargedAt'
  | 'container'
export type CheckField = 'notCharged' | 'wholeChart' | 'noAuthorizationNeeded' | 'policyMet'

interface Field {
  readonly label: string
  /** What the number counts, said beside it. */
  readonly unit?: string
  readonly inputmode?: 'decimal' | 'numeric'
  readonly type?: 'date'
  /** Characters it takes; 50 unless said otherwise. */
  readonly maxlength?: number
}

const fields = (measure: string): Readonly<Record<TextField, Field>> => {
  const { attest } = words
  const counted = measureText(measure)
  return {
    dateOfService: { label: attest.dateOfService, type: 'date' },
    given: { label: attest.given, unit: counted, inputmode: 'decimal' },
    infusionMinutes: { label: attest.infusionMinutes, unit: attest.inMinutes, inputmode: 'numeric' },
    discarded: { label: attest.discarded, unit: counted, inputmode: 'decimal' },
    opened: { label: attest.opened, unit: counted, inputmode: 'decimal' },
    containers: { label: attest.containers, inputmode: 'numeric' },
    extraContainersReason: { label: attest.extraContainersReason, maxlength: 300 },
    dailyDoseReason: { label: attest.dailyDoseReason, maxlength: 500 },
    drugChangeReason: { label: attest.drugChangeReason, maxlength: 300 },
    effectiveCode: { label: attest.effectiveCode, maxlength: 5 },
    filingDays: { label: attest.filingDays, unit: attest.inDays, inputmode: 'numeric' },
    payer: { label: attest.payer },
    authorization: { label: attest.authorization },
    from: { label: attest.from, type: 'date' },
    until: { label: attest.until, type: 'date' },
    units: { label: attest.units, inputmode: 'numeric' },
    visits: { label: attest.visits, inputmode: 'numeric' },
  }
}

/** What a field is filled from, and where what is typed goes. */
export interface Filling {
  readonly draft: Draft
  readonly problems: Problems
  readonly edit: (change: Partial<Draft>) => void
  /** What the amounts of the dose are counted in. */
  readonly measure: string
}

export function textField(name: TextField, { draft, problems, edit, measure }: Filling): TemplateResult {
  const { label, unit, inputmode, type = 'text', maxlength = 50 } = fields(measure)[name]
  const problem = problems[name]
  return html`<div class="field">
    <label for=${name}>${label}${unit ? html`<span class="visually-hidden"> (${unit})</span>` : nothing}</label>
    <div class="measured">
      <input
        id=${name}
        name=${name}
        type=${type}
        inputmode=${inputmode ?? nothing}
        maxlength=${maxlength}
        autocomplete="off"
        .value=${draft[name]}
        @input=${(event: Event) => edit({ [name]: typedIn(event) })}
        aria-invalid=${problem ? 'true' : nothing}
        aria-describedby=${problem ? `${name}-problem` : nothing}
      />
      ${unit ? html`<span class="unit" aria-hidden="true">${unit}</span>` : nothing}
    </div>
    ${problem ? html`<p class="error" id="${name}-problem">${problem}</p>` : nothing}
  </div>`
}

export function choiceField(name: ChoiceField, { draft, edit }: Filling): TemplateResult {
  return html`<div class="field">
    <label for=${name}>${words.attest[name]}</label>
    <select id=${name} name=${name} @change=${(event: Event) => edit({ [name]: typedIn(event) })}>
      ${Object.entries(choicesOf(name)).map(
        ([code, label]) => html`<option value=${code} .selected=${code === draft[name]}>${label}</option>`,
      )}
    </select>
  </div>`
}

function choicesOf(name: ChoiceField): Readonly<Record<string, string>> {
  const { attest } = words
  return {
    acquired: attest.acquiredAs,
    setting: attest.settingAs,
    departmentModifier: attest.departmentModifierAs,
    isInitialInfusion: attest.isInitialAs,
    modifier340B: attest.modifier340BAs,
    discardAsked: attest.discardAskedAs,
    chargedAt: attest.chargedAtAs(attest.settingAs),
    container: attest.containerAs,
  }[name]
}

export function checkField(name: CheckField, { draft, edit }: Filling): TemplateResult {
  return html`<label class="check">
    <input
      type="checkbox"
      id=${name}
      .checked=${draft[name]}
      @change=${(event: Event) => edit({ [name]: (event.target as HTMLInputElement).checked })}
    />
    ${words.attest[name]}
  </label>`
}
