import { type Html, html } from '../html.ts'
import { part } from './launch-card.ts'

/** A card as CDS Hooks 2.0 has it, as far as it is drawn here. */
interface Card {
  readonly summary: string
  readonly detail?: string
  readonly indicator: string
  readonly source: { readonly label: string; readonly url?: string }
  readonly suggestions?: readonly { readonly label: string }[]
  readonly links?: readonly { readonly label: string; readonly type: string }[]
  readonly overrideReasons?: readonly { readonly display?: string }[]
}

/** What a hook asked and what came back; `failure` where nothing did. */
export interface CdsExchange {
  readonly address: string
  readonly request: unknown
  readonly response?: { readonly cards?: readonly Card[] }
  readonly failure?: string
}

/** The cards as an EHR would draw them, beside the JSON they are. */
export function cdsPart({ address, request, response, failure }: CdsExchange): Html {
  const cards = response?.cards ?? []
  return html`<div class="page"><h2>CDS cards</h2>
    <p>This EHR calls the hook <code>patient-view</code> at <code>${address}</code>, with what it holds as prefetch.</p>
    ${failure !== undefined && html`<p role="status" class="note">The service gave no cards: ${failure}</p>`}
    <div class="exchange">
      <div>
        <h3>As this EHR shows it</h3>
        ${failure === undefined && cards.length === 0 && html`<p class="empty">No card: there is nothing to say about this patient.</p>`}
        ${cards.map(cardPart)}
      </div>
      ${response !== undefined && part('Response', response)}
      ${part('Request', request)}
    </div></div>`
}

function cardPart({
  summary,
  detail,
  indicator,
  source,
  suggestions = [],
  links = [],
  overrideReasons = [],
}: Card): Html {
  return html`<article class="cds ${indicator}">
    <p><strong>${summary}</strong> <span class="status ${indicator === 'info' ? 'good' : 'warn'}">${indicator}</span></p>
    ${detail && html`<p class="detail">${detail}</p>`}
    ${suggestions.length > 0 && html`<ul>${suggestions.map(({ label }) => html`<li>Suggested: ${label}</li>`)}</ul>`}
    ${links.length > 0 && html`<p>${links.map(({ label, type }) => html`Link: ${label}${type === 'smart' && ' (launches the SMART app)'} `)}</p>`}
    ${overrideReasons.length > 0 && html`<p class="quiet">Can be overridden: ${overrideReasons.map(({ display = '' }) => display).join('; ')}</p>`}
    <p class="quiet">${source.label}</p>
  </article>`
}
