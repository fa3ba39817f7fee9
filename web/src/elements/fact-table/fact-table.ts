import type { FactAnswer, PlaceAnswer } from '@doseline/contract'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { words } from '../../later-words.ts'
import { styles } from './fact-table.styles.ts'
import { holderOf, isInChart, placeButton } from './place-button.ts'

/** What was read, and the element of the chart each value stands in; what is missing, with the reason. */
@customElement('fact-table')
export class FactTable extends LitElement {
  static override styles = styles

  @property({ attribute: false }) facts: readonly FactAnswer[] = []
  /** The FHIR base, for the address of each resource. */
  @property() base = ''

  protected override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${words.facts.title}</h2>
      <table aria-labelledby="title" role="table">
        <thead>
          <tr role="row">
            <th scope="col" role="columnheader">${words.facts.fact}</th>
            <th scope="col" role="columnheader">${words.facts.value}</th>
            <th scope="col" role="columnheader">${words.facts.from}</th>
          </tr>
        </thead>
        <tbody>
          ${this.facts.map((fact) => this.row(fact))}
        </tbody>
      </table>
    </section>`
  }

  private row({ fact, known, shows, attestedBy, places }: FactAnswer): TemplateResult {
    return html`<tr role="row" class=${attestedBy ? 'stated' : known ? '' : 'missing'}>
      <th scope="row" role="rowheader">${words.facts.name[fact] ?? fact}</th>
      <td class="value" role="cell">
        <span lang="en">${shows}</span>
        ${attestedBy ? html`<span class="by">${words.facts.stated(attestedBy)}</span>` : nothing}
      </td>
      <td class="from" role="cell">
        ${
          places.length === 0
            ? html`<span class="soft small">${words.facts.nowhere}</span>`
            : html`<ul>
                ${distinct(places).map((place) => html`<li>${placeButton(place)} ${this.address(place)}</li>`)}
              </ul>`
        }
      </td>
    </tr>`
  }

  private address({ resource }: PlaceAnswer): TemplateResult | typeof nothing {
    if (!isInChart(resource) || !/^https?:\/\//.test(this.base)) return nothing
    return html`<a class="small screen-only" href="${this.base}/${holderOf(resource)}" target="_blank" rel="noreferrer noopener"
      >${words.facts.fhir}<span class="visually-hidden"> ${words.facts.fhirAt(resource)}</span></a
    >`
  }
}

/** The same element twice is one place to look. */
const distinct = (places: readonly PlaceAnswer[]): PlaceAnswer[] => [
  ...new Map(places.map((place) => [`${place.resource} ${place.element}`, place])).values(),
]

declare global {
  interface HTMLElementTagNameMap {
    'fact-table': FactTable
  }
}
