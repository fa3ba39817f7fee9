import type { ReadStep } from '@doseline/ehr-client'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { reasonToRead } from '../../words/reason-to-read.ts'
import { words } from '../../words.ts'
import { styles } from './read-progress.styles.ts'
import { doneOf, waitingFor } from './waiting.ts'

/** What is being read, type by type, while the person waits; before that is known, the outline of what is to come. */
@customElement('read-progress')
export class ReadProgress extends LitElement {
  static override styles = styles

  @property({ attribute: false }) steps: readonly ReadStep[] = []
  /** Everything is read; the rules service is at work. */
  @property({ type: Boolean }) assessing = false

  protected override render(): TemplateResult {
    const done = doneOf(this.steps)
    const all = Math.max(this.steps.length, 1)
    const progress = words.reading.progress(done, this.steps.length)
    return html`<section class="card">
        <h1>${this.assessing ? words.reading.assessing : words.reading.title}</h1>
        <progress max=${all} value=${this.assessing ? all : done} aria-label=${progress}></progress>
        <p class="doing">
          <span>${this.assessing ? words.reading.judging : progress}</span>
          <span>${this.assessing ? '' : waitingFor(this.steps)}</span>
        </p>
        <ul>
          ${this.steps.map(
            (step) => html`<li class=${step.state}>
              <span class="type" lang="en">${step.type}</span>
              <span class="why">${reasonToRead(step.why)}</span>
              <span class="count">
                ${step.state === 'complete' ? words.reading.count(step.count) : words.reading.state[step.state]}
              </span>
            </li>`,
          )}
        </ul>
      </section>
      ${this.steps.length === 0 ? html`<div class="outline" aria-hidden="true"><i></i><i></i><i></i></div>` : nothing}`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'read-progress': ReadProgress
  }
}
