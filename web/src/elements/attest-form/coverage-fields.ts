import type { Coverage, FhirResource } from 'fhir/r4'
import { html, type TemplateResult } from 'lit'
import { words } from '../../later-words.ts'
import { typedIn } from './typed-in.ts'

/** A coverage of the chart, as a person chooses it. */
export interface CoverageChoice {
  readonly reference: string
  readonly label: string
}

/** Every coverage of the chart, by its payer. */
export const coveragesIn = (resources: readonly FhirResource[]): CoverageChoice[] =>
  resources.flatMap((resource) => {
    if (resource.resourceType !== 'Coverage' || !resource.id) return []
    const reference = `Coverage/${resource.id}`
    return [{ reference, label: words.attest.coverageNamed(payerOf(resource, resources), reference) }]
  })

function payerOf({ payor, type }: Coverage, resources: readonly FhirResource[]): string {
  const [first] = payor ?? []
  const organization = resources.find(
    (each) => each.resourceType === 'Organization' && `Organization/${each.id}` === first?.reference,
  )
  const named = organization && 'name' in organization ? organization.name : undefined
  return String(first?.display ?? named ?? first?.identifier?.value ?? type?.text ?? words.attest.coverageUnnamed)
}

/** Which coverage pays first, and who pays by it. */
export function coverageFields(
  coverages: readonly CoverageChoice[],
  chosen: string,
  payer: TemplateResult,
  choose: (reference: string) => void,
): TemplateResult {
  const options = [{ reference: '', label: words.attest.coverageOpen }, ...coverages]
  return html`<fieldset>
    <legend>${words.attest.coverageTitle}</legend>
    <div class="fields">
      <div class="field">
        <label for="coverage">${words.attest.coverage}</label>
        <select id="coverage" name="coverage" @change=${(event: Event) => choose(typedIn(event))}>
          ${options.map(
            ({ reference, label }) =>
              html`<option value=${reference} .selected=${reference === chosen}>${label}</option>`,
          )}
        </select>
      </div>
      ${payer}
    </div>
  </fieldset>`
}
