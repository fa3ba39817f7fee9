import type { DoseAnswer, FactAnswer } from '@doseline/contract'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { JumpAsked } from '../../events/jump-asked.ts'
import { words } from '../../words.ts'
import { answeringField } from './answering-field.ts'
import { styles } from './to-do.styles.ts'

type Task = DoseAnswer['wouldMakeReady'][number]

/** What would make the dose ready, by whose task it is. */
@customElement('to-do')
export class ToDo extends LitElement {
  static override styles = styles

  @property({ attribute: false }) tasks: readonly Task[] = []
  @property({ attribute: false }) facts: readonly FactAnswer[] = []

  protected override render(): TemplateResult | typeof nothing {
    if (this.tasks.length === 0) return nothing
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${this.tasks.every(({ who }) => who === 'nobody') ? words.toDo.titleNothing : words.toDo.title} <span class="many">${words.toDo.count(this.tasks.length)}</span></h2>
      <dl>
        ${[...Map.groupBy(this.tasks, ({ who }) => who)].map(
          ([who, tasks]) => html`<div>
            <dt>${words.toDo.who[who] ?? who}</dt>
            ${tasks.map((task) => html`<dd>${this.task(task)}</dd>`)}
          </div>`,
        )}
      </dl>
    </section>`
  }

  private task({ rule, remedy }: Task): TemplateResult {
    const field = answeringField({ rule, remedy }, this.facts)
    const about = html`<span class="visually-hidden" lang="en">${words.toDo.about(remedy)}</span>`
    return html`<span class="remedy" lang="en">${remedy}</span>
      <span class="ways screen-only">
        ${
          field
            ? html`<button type="button" @click=${() => this.dispatchEvent(new JumpAsked(rule, field))}
                >${words.toDo.enter}${about}</button
              >`
            : nothing
        }<button type="button" @click=${() => this.dispatchEvent(new JumpAsked(rule))}
          >${words.toDo.seeWhy}${about}</button
        >
      </span>`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'to-do': ToDo
  }
}
