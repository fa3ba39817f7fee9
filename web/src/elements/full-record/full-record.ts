import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { words } from '../../later-words.ts'
import type { FullRecord, Part, Said, Table } from '../../record/full-record.ts'
import { base, tables } from '../../styles/shared.ts'
import { english } from '../../words/english.ts'

/** The full record on paper: its cover sheet on a page of its own, then each part under its heading. */
@customElement('full-record')
export class FullRecordElement extends LitElement {
  static override styles = [
    base,
    tables,
    css`
      :host {
        display: none;
      }

      h1 {
        font-size: 1.25rem;
      }

      h2 {
        margin-block: 1.25rem 0.25rem;
        color: #000;
        font-size: 1rem;
        break-after: avoid;
      }

      .cover {
        break-after: page;
      }

      dl > div {
        display: grid;
        grid-template-columns: 11rem minmax(0, 1fr);
        gap: 0 1rem;
        padding-block: 0.3rem;
        border-block-start: 1px solid #999;
      }

      dd,
      td {
        white-space: pre-line;
        overflow-wrap: anywhere;
      }

      table {
        table-layout: fixed;
        font-size: 0.75rem;
      }

      tr {
        break-inside: avoid;
      }

      ol {
        padding-inline-start: 1.25rem;
        list-style: decimal;
      }

      @media print {
        :host {
          display: block;
        }
      }
    `,
  ]

  @property({ attribute: false }) record?: FullRecord | undefined

  protected override render(): TemplateResult | typeof nothing {
    const { record } = this
    if (!record) return nothing
    return html`<article aria-labelledby="title">
      <section class="cover">
        <h1 id="title">${record.title}</h1>
        <dl>
          ${record.cover.map(([name, value]) => html`<div><dt>${name}</dt><dd>${shown(value)}</dd></div>`)}
        </dl>
        <h2>${words.record.contents}</h2>
        <ol>
          ${record.parts.map(({ title }) => html`<li>${title}</li>`)}
        </ol>
      </section>
      ${record.parts.map(part)}
    </article>`
  }
}

const shown = (said: Said): string | TemplateResult => (typeof said === 'string' ? said : english(said.english))

const part = ({ title, table, says = [] }: Part): TemplateResult =>
  html`<section>
    <h2>${title}</h2>
    ${table && table.rows.length > 0 ? tableOf(table) : nothing} ${says.map((said) => html`<p>${shown(said)}</p>`)}
  </section>`

function tableOf({ head, rows, widths }: Table): TemplateResult {
  const all = widths.reduce((sum, each) => sum + each, 0)
  return html`<table>
    <colgroup>
      ${widths.map((each) => html`<col width="${Math.round((each / all) * 100)}%" />`)}
    </colgroup>
    <thead>
      <tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr>
    </thead>
    <tbody>
      ${rows.map(
        ([first, ...cells]) =>
          html`<tr><th scope="row">${shown(first ?? '')}</th>${cells.map((cell) => html`<td>${shown(cell)}</td>`)}</tr>`,
      )}
    </tbody>
  </table>`
}

declare global {
  interface HTMLElementTagNameMap {
    'full-record': FullRecordElement
  }
}
