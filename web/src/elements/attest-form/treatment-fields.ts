import { html, nothing, type TemplateResult } from 'lit'
import { words } from '../../later-words.ts'
import { type Draft, OUTCOMES, type Outcome, type Problems } from './draft.ts'
import { typedIn } from './typed-in.ts'

type Treatment = Draft['treatments'][number]

interface Does {
  readonly add: () => void
  readonly change: (at: number, change: Partial<Treatment>) => void
  readonly remove: (at: number) => void
}

/** What the contract takes at most. */
const MOST = 20

/** What was tried before this drug, row by row: its name, and how it ended. */
export function treatmentFields({ treatments }: Draft, problems: Problems, does: Does): TemplateResult {
  return html`<fieldset>
    <legend>${words.attest.treatmentsTitle}</legend>
    <p class="small soft">${words.attest.treatmentsIntro}</p>
    ${treatments.map((treatment, at) => row(treatment, at, problems, does))}
    ${
      treatments.length < MOST
        ? html`<button type="button" @click=${does.add}>${words.attest.addTreatment}</button>`
        : nothing
    }
  </fieldset>`
}

function row({ name, outcome }: Treatment, at: number, problems: Problems, does: Does): TemplateResult {
  const id = `treatment-${at}` as const
  const problem = problems[id]
  return html`<div class="treatment">
    <div class="field">
      <label for=${id}>${words.attest.treatment(at + 1)}</label>
      <input
        id=${id}
        maxlength="100"
        autocomplete="off"
        .value=${name}
        @input=${(event: Event) => does.change(at, { name: typedIn(event) })}
        aria-invalid=${problem ? 'true' : nothing}
        aria-describedby=${problem ? `${id}-problem` : nothing}
      />
      ${problem ? html`<p class="error" id="${id}-problem">${problem}</p>` : nothing}
    </div>
    <div class="field">
      <label for="outcome-${at}">${words.attest.outcome(at + 1)}</label>
      <select
        id="outcome-${at}"
        @change=${(event: Event) => does.change(at, { outcome: typedIn(event) as Outcome })}
      >
        ${OUTCOMES.map(
          (one) => html`<option value=${one} .selected=${one === outcome}>${words.attest.outcomes[one]}</option>`,
        )}
      </select>
    </div>
    <button type="button" @click=${() => does.remove(at)}
      >${words.attest.remove}<span class="visually-hidden"> ${words.attest.treatment(at + 1)} ${name}</span></button
    >
  </div>`
}
