import type { ReadStep } from '@doseline/ehr'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { words } from '../../words.ts'
import { styles } from './read-gaps.styles.ts'

type Gap = keyof typeof words.reading.gap

/** A strip that names what could not be read, and what that means for the answer. */
@customElement('read-gaps')
export class ReadGaps extends LitElement {
  static override styles = styles

  @property({ attribute: false }) steps: readonly ReadStep[] = []

  protected override render(): TemplateResult | typeof nothing {
    const gaps = this.steps.filter((step): step is ReadStep & { state: Gap } => step.state in words.reading.gap)
    if (gaps.length === 0) return nothing
    return html`<details>
      <summary>${words.reading.incomplete}: ${gaps.map(({ type }) => type).join(', ')}</summary>
      <ul>
        ${gaps.map(
          ({ type, why, state, because }) => html`<li>
            ${words.reading.gap[state](`${type} (${why})`)} ${because ? html`<code>${because}</code>` : nothing}
          </li>`,
        )}
      </ul>
      <p>${words.reading.gapMeans}</p>
    </details>`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'read-gaps': ReadGaps
  }
}
