import type { HistoryEvent } from '@doseline/assessment'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { History } from '../../dose-review/review-state.ts'
import { base, card } from '../../styles/shared.ts'
import { momentText, words } from '../../words.ts'

/** What happened to the dose, newest first, from the ledger. */
@customElement('dose-history')
export class DoseHistory extends LitElement {
  static override styles = [
    base,
    card,
    css`
      summary {
        cursor: pointer;
        font-weight: 650;
        min-block-size: 1.5rem;
      }

      li {
        padding-block: 0.35rem;
        border-block-start: 1px solid var(--rule);
      }

      .when,
      .more {
        color: var(--soft);
        font-size: 0.8125rem;
        overflow-wrap: anywhere;
      }

      @media print {
        :host {
          display: none;
        }
      }
    `,
  ]

  @property({ attribute: false }) history?: History | undefined

  protected override render(): TemplateResult {
    return html`<section class="card">
      <details>
        <summary>${words.history.title}</summary>
        ${this.told()}
      </details>
    </section>`
  }

  private told(): TemplateResult {
    if (this.history?.kind === 'failed') return html`<p class="soft">${words.history.failed}</p>`
    if (this.history?.kind !== 'read') return html`<p class="soft">${words.history.loading}</p>`
    const { events } = this.history
    if (events.length === 0) return html`<p class="soft">${words.history.none}</p>`
    return html`<ol>
      ${events.map(one)}
    </ol>`
  }
}

function one({
  act,
  at,
  who,
  verdict,
  lines,
  form,
  reason,
  writes,
  since,
  times,
  edition,
}: HistoryEvent): TemplateResult {
  const known = words.verdict as Readonly<Record<string, string>>
  const wrote = writes?.map(({ text, what, act: does }) => `${text ?? what} (${words.write.act[does] ?? does})`)
  const more = [lines?.join(', '), edition, form && words.write.formName[form], wrote?.join('; '), reason].filter(
    Boolean,
  )
  return html`<li>
    <p>${words.history.act[act]}${verdict ? `: ${known[verdict] ?? verdict}` : nothing}</p>
    <p class="when">
      ${momentText(at)} · ${who}${times && since ? ` · ${words.history.times(times, momentText(since))}` : nothing}
    </p>
    ${more.length > 0 ? html`<p class="more">${more.join(' · ')}</p>` : nothing}
  </li>`
}

declare global {
  interface HTMLElementTagNameMap {
    'dose-history': DoseHistory
  }
}
