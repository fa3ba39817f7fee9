import type { ChargeItem, Extension } from '@medplum/fhirtypes'
import { type Html, html } from '../html.ts'
import { status } from './parts.ts'
import { codeOf, conceptText, moment } from './show.ts'

/** The charge lines of a patient, as a biller would look at them. */
export function chargesTable(charges: readonly ChargeItem[]): Html {
  if (charges.length === 0) return html`<p class="empty">No charge lines.</p>`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Charge lines">
    <table>
      <thead><tr>
        <th scope="col">Code</th><th scope="col">Modifiers</th><th scope="col" class="number">Units</th>
        <th scope="col">Status</th><th scope="col" class="only-wide">Diagnosis</th><th scope="col" class="only-wide">Day</th>
      </tr></thead>
      ${charges.map(chargeRows)}
    </table>
  </div>`
}

/** Statuses of a charge that is voided. */
const GONE: ReadonlySet<string> = new Set(['entered-in-error', 'aborted'])

function chargeRows(charge: ChargeItem): Html {
  const modifiers = modifiersOf(charge)
  const notes = (charge.note ?? []).flatMap((note) => (note.text ? [note.text] : []))
  const day = charge.occurrenceDateTime ?? charge.occurrencePeriod?.start
  const reasons = (charge.reason ?? []).map((reason) => codeOf(reason) || conceptText(reason))
  return html`<tbody data-key="ChargeItem/${charge.id}.${charge.meta?.versionId}"${GONE.has(charge.status ?? '') && html` data-gone`}>
    <tr>
      <th scope="row"><code>${codeOf(charge.code) || conceptText(charge.code)}</code></th>
      <td>${modifiers.length > 0 ? modifiers.map((code) => html`<code>${code}</code> `) : html`<span class="quiet">none</span>`}</td>
      <td class="number">${charge.quantity?.value ?? ''}</td>
      <td>${status(charge.status)}</td>
      <td class="only-wide">${reasons.map((reason) => html`<code>${reason}</code> `)}</td>
      <td class="only-wide day">${moment(day).slice(0, 10)}</td>
    </tr>
    <tr class="detail"><td colspan="6">
      <span>${conceptText(charge.code)}</span>
      <span class="only-narrow">${[...reasons, moment(day).slice(0, 10)].filter(Boolean).join(' · ')}</span>
      ${notes.map((note) => html`<span class="note">${note}</span>`)}
    </td></tr>
  </tbody>`
}

/**
 * R4 has no element for modifiers; they come in an extension each, with their place: Doseline's `charge-modifier`, or
 * `modifier-code` where the charge came in by Oracle's $create.
 */
export function modifiersOf({ extension }: ChargeItem): string[] {
  return (extension ?? [])
    .filter((one) => /\/(charge-modifier|modifier-code)$/.test(one.url ?? ''))
    .map((one) => ({
      sequence: placeOf(one) ?? Number.MAX_SAFE_INTEGER,
      code: codeOf(part(one, 'code')?.valueCodeableConcept) || (part(one, 'code')?.valueCode ?? ''),
    }))
    .toSorted((a, b) => a.sequence - b.sequence)
    .map((one) => one.code)
}

function placeOf(modifier: Extension): number | undefined {
  const priority = modifier.extension?.find((one) => one.url?.endsWith('/priority'))?.valueUnsignedInt
  return part(modifier, 'sequence')?.valuePositiveInt ?? priority
}

function part(extension: Extension, url: string): Extension | undefined {
  return extension.extension?.find((one) => one.url === url)
}
