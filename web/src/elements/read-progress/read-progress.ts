import { html, LitElement, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { ReadStep } from '../../session/read-chart.ts'
import { words } from '../../words.ts'
import { styles } from './read-progress.styles.ts'

/** What is being read, type by type, while the person waits. */
@customElement('read-progress')
export class ReadProgress extends LitElement {
  static override styles = styles

  @property({ attribute: false }) steps: readonly ReadStep[] = []
  /** Everything is read; the rules service is at work. */
  @property({ type: Boolean }) assessing = false

  protected override render(): TemplateResult {
    const isDone = ({ state }: ReadStep): boolean => state !== 'waiting' && state !== 'reading'
    const done = this.steps.filter(isDone).length
    const all = Math.max(this.steps.length, 1)
    return html`<section class="card">
      <h2>${this.assessing ? words.reading.assessing : words.reading.title}</h2>
      <progress max=${all} value=${this.assessing ? all : done} aria-label=${words.reading.progress(done, this.steps.length)}></progress>
      <ul>
        ${this.steps.map(
          (step) => html`<li class=${step.state}>
            <span class="type">${step.type}</span>
            <span class="why">${step.why}</span>
            <span class="count">
              ${step.state === 'complete' ? words.reading.count(step.count) : words.reading.state[step.state]}
            </span>
          </li>`,
        )}
      </ul>
    </section>`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'read-progress': ReadProgress
  }
}
