import type { FactAnswer } from '@doseline/assessment'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { words } from '../../words.ts'
import { styles } from './fact-table.styles.ts'

/** What was read, and the element of the chart each value stands in; what is missing, with the reason. */
@customElement('fact-table')
export class FactTable extends LitElement {
  static override styles = styles

  @property({ attribute: false }) facts: readonly FactAnswer[] = []

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

  private row({ fact, known, shows, because, attestedBy, places }: FactAnswer): TemplateResult {
    return html`<tr role="row" class=${attestedBy ? 'stated' : known ? '' : 'missing'}>
      <th scope="row" role="rowheader">${words.facts.name[fact] ?? fact}</th>
      <td class="value" role="cell">
        ${known ? shows : (because ?? shows)}
        ${attestedBy ? html`<span class="by">${words.facts.stated}</span>` : nothing}
      </td>
      <td class="from" role="cell">
        ${
          places.length === 0
            ? html`<span class="soft">${words.facts.nowhere}</span>`
            : places.map(({ resource, element }) => html`<code>${place(resource, element)}</code>`)
        }
      </td>
    </tr>`
  }
}

/** An element and its resource, which may break after its type. */
function place(resource: string, element: string): TemplateResult {
  const [type = '', ...rest] = resource.split('/')
  return html`<span class="element">${element}</span> ${type}${rest.length > 0 ? html`/<wbr />${rest.join('/')}` : nothing}`
}

declare global {
  interface HTMLElementTagNameMap {
    'fact-table': FactTable
  }
}
