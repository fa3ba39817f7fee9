import type { ReadStep } from '@doseline/ehr-client'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { reasonToRead } from '../../words/reason-to-read.ts'
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
    const limits = this.steps.filter(({ limit, state }) => limit !== undefined && state === 'complete')
    if (gaps.length + limits.length === 0) return nothing
    return html`<details>
      <summary>${words.reading.incomplete}: ${words.reading.parts(gaps.length + limits.length)}</summary>
      <ul>
        ${gaps.map(
          ({ type, why, state, because }) => html`<li>
            ${words.reading.gap[state](`${reasonToRead(why)} (${type})`)} ${because ? html`<code lang="en">${because}</code>` : nothing}
          </li>`,
        )}
        ${limits.map(({ type, why, limit }) => html`<li>${reasonToRead(why)} (${type}): <span lang="en">${limit}.</span></li>`)}
      </ul>
      ${gaps.length > 0 ? html`<p>${words.reading.gapMeans}</p>` : nothing}
    </details>`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'read-gaps': ReadGaps
  }
}
