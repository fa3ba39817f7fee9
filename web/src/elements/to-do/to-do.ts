import type { DoseAnswer } from '@doseline/assessment'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { words } from '../../words.ts'
import { styles } from './to-do.styles.ts'

/** What would make the dose ready, and whose task each thing is. */
@customElement('to-do')
export class ToDo extends LitElement {
  static override styles = styles

  @property({ attribute: false }) tasks: DoseAnswer['wouldMakeReady'] = []

  protected override render(): TemplateResult | typeof nothing {
    if (this.tasks.length === 0) return nothing
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${words.toDo.title}</h2>
      <ol>
        ${this.tasks.map(
          ({ remedy, who }) => html`<li>
            <span class="who">${words.toDo.who[who] ?? who}</span>
            <span>${remedy}</span>
          </li>`,
        )}
      </ol>
    </section>`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'to-do': ToDo
  }
}
