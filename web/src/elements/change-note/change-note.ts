import type { DoseAnswer } from '@doseline/contract'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { History } from '../../dose-review/review-state.ts'
import { words } from '../../later-words.ts'
import { base } from '../../styles/shared.ts'
import { momentText } from '../../words.ts'
import { changesSince } from './changes.ts'

/** What changed since this dose was last judged otherwise, in a few short sentences. */
@customElement('change-note')
export class ChangeNote extends LitElement {
  static override styles = [
    base,
    css`
      section {
        padding: 0.4rem 0.6rem;
        border-inline-start: 3px solid var(--rule);
        font-size: 0.875rem;
      }

      h2,
      p {
        display: inline;
      }
    `,
  ]

  @property({ attribute: false }) dose?: DoseAnswer
  @property() codebook = ''
  @property({ type: Boolean }) charged = false
  @property({ attribute: false }) history?: History | undefined

  protected override render(): TemplateResult | typeof nothing {
    if (!this.dose || this.history?.kind !== 'read') return nothing
    const changes = changesSince(this.history.events, {
      dose: this.dose,
      codebook: this.codebook,
      isCharged: this.charged,
    })
    if (!changes) return nothing
    return html`<section aria-labelledby="title">
      <h2 id="title">${words.history.changes}</h2>
      <p class="soft">${words.history.since(momentText(changes.at), changes.who)}</p>
      <ul>
        ${changes.sentences.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>
    </section>`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'change-note': ChangeNote
  }
}
