import { html, nothing, type TemplateResult } from 'lit'
import { words } from '../../later-words.ts'
import type { Choice } from './diagnoses.ts'
import type { Draft, Problems } from './draft.ts'

/** The diagnoses of the chart and those stated by hand, in one list; the order of choosing is the order of the claim. */
export function diagnosisFields(
  { diagnoses: chosen }: Draft,
  charted: readonly Choice[],
  problems: Problems,
  does: { readonly choose: (code: string) => void; readonly add: () => void },
): TemplateResult {
  const byHand = chosen.filter((code) => !charted.some((one) => one.code === code))
  const choices = [...charted, ...byHand.map((code) => ({ code, name: words.attest.byHand }))]
  return html`<fieldset id="diagnoses" tabindex="-1">
    <legend>${words.attest.diagnosesTitle}</legend>
    <p class="small soft">${words.attest.diagnosesIntro}</p>
    <ul class="choices">
      ${choices.map(({ code, name }) => {
        const at = chosen.indexOf(code)
        return html`<li>
          <label class="choice">
            <input type="checkbox" value=${code} .checked=${at >= 0} @change=${() => does.choose(code)} />
            <span class="place" aria-hidden="true">${at >= 0 ? at + 1 : ''}</span>
            <code>${code}</code> <span class="name" lang="en">${name}</span>
          </label>
        </li>`
      })}
    </ul>
    <div class="another">
      <div class="field">
        <label for="code">${words.attest.anotherCode}</label>
        <input
          id="code"
          maxlength="10"
          autocomplete="off"
          autocapitalize="characters"
          aria-invalid=${problems.code ? 'true' : nothing}
          aria-describedby=${problems.code ? 'code-problem' : nothing}
          @keydown=${(event: KeyboardEvent) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            does.add()
          }}
        />
        ${problems.code ? html`<p class="error" id="code-problem">${problems.code}</p>` : nothing}
      </div>
      <button type="button" @click=${does.add}>${words.attest.addCode}</button>
    </div>
  </fieldset>`
}
