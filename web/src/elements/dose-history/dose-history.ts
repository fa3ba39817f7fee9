import type { HistoryEvent } from '@doseline/contract'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { History } from '../../dose-review/review-state.ts'
import { words } from '../../later-words.ts'
import { base, card } from '../../styles/shared.ts'
import { english } from '../../words/english.ts'
import { momentText } from '../../words.ts'
import { entriesOf } from './entries.ts'
import { factName, titleOf, wrote } from './said-of.ts'

/** What happened to the dose, newest first, from the ledger. */
@customElement('dose-history')
export class DoseHistory extends LitElement {
  static override styles = [
    base,
    card,
    css`
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
    `,
  ]

  @property({ attribute: false }) history?: History | undefined

  protected override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${words.history.title}</h2>
      ${this.told()}
    </section>`
  }

  private told(): TemplateResult {
    if (this.history?.kind === 'failed') return html`<p class="soft">${words.history.failed}</p>`
    if (this.history?.kind !== 'read') return html`<p class="soft">${words.history.loading}</p>`
    const { events } = this.history
    if (events.length === 0) return html`<p class="soft">${words.history.none}</p>`
    return html`<ol>
      ${entriesOf(events).map(one)}
    </ol>`
  }
}

function one(event: HistoryEvent): TemplateResult {
  const { at, who, by, lines, channel, reason, since, times, edition, overrides = [], stated = [] } = event
  const what = event.act === 'assessed' ? lines?.join(', ') : wrote(event)
  const more = [
    what && english(what),
    edition && english(edition),
    channel && words.write.channelName[channel],
    reason && english(reason),
  ].filter(Boolean)
  return html`<li>
    <p>${titleOf(event)}</p>
    <p class="when">
      ${momentText(at)} · ${by ?? who}${times && since ? ` · ${words.history.times(times, momentText(since))}` : nothing}
    </p>
    ${overrides.map(({ asks, reason: because }) => html`<p>${words.history.although(asks, because)}</p>`)}
    ${stated.map((each) => html`<p class="more">${words.history.stated(factName(each.fact), each.shows, each.by)}</p>`)}
    ${more.length > 0 ? html`<p class="more">${more.map((part, at) => [at > 0 ? ' · ' : '', part])}</p>` : nothing}
  </li>`
}

declare global {
  interface HTMLElementTagNameMap {
    'dose-history': DoseHistory
  }
}
