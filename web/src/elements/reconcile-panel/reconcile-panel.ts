import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Difference } from '../../dose-review/reconcile.ts'
import { Retry } from '../../events/retry.ts'
import { WriteAsked } from '../../events/write-asked.ts'
import { words } from '../../later-words.ts'
import { base, card, controls } from '../../styles/shared.ts'
import { momentText } from '../../words.ts'
import '../ask-first/ask-first.ts'

/** Where the chart is not as Doseline wrote it, or no longer as the dose supports it: both, and what sets it right. */
@customElement('reconcile-panel')
export class ReconcilePanel extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    css`
      li {
        padding-block: 0.5rem;
        border-block-start: 1px solid var(--rule);
      }

      h3 {
        font-size: 0.9375rem;
      }

      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr));
        gap: 0.4rem 1rem;
        margin-block: 0.3rem 0.5rem;
      }

      dt {
        color: var(--soft);
        font-size: 0.8125rem;
      }

      dd {
        overflow-wrap: anywhere;
      }

      section {
        border-inline-start: 3px solid var(--needs);
      }
    `,
  ]

  @property({ attribute: false }) differences: readonly Difference[] = []
  @property({ type: Boolean }) disabled = false

  protected override render(): TemplateResult | typeof nothing {
    if (this.differences.length === 0) return nothing
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${words.reconcile.title}</h2>
      <ul>
        ${this.differences.map((difference) => this.one(difference))}
      </ul>
    </section>`
  }

  private one({ kind, stands, wanted, act, overrideEarlier, by }: Difference): TemplateResult {
    const { reconcile } = words
    const said = (texts: readonly string[]) =>
      texts.length === 0 ? html`<dd>${reconcile.nothing}</dd>` : texts.map((text) => html`<dd lang="en">${text}</dd>`)
    return html`<li>
      <h3>${reconcile.kind[kind]}</h3>
      ${by ? html`<p>${reconcile.arriving(by.who, momentText(by.since))}</p>` : nothing}
      <dl>
        <div><dt>${reconcile.stands}</dt>${said(stands)}</div>
        <div><dt>${reconcile.wanted}</dt>${said(wanted)}</div>
      </dl>
      ${
        kind === 'arriving'
          ? html`<button type="button" ?disabled=${this.disabled} @click=${() => this.dispatchEvent(new Retry())}>
              ${reconcile.act[kind]}
            </button>`
          : nothing
      }
      ${
        act && overrideEarlier
          ? html`<ask-first
              .says=${words.write.again}
              .question=${words.write.againAsk}
              .now=${words.write.againNow}
              ?disabled=${this.disabled}
              @confirmed=${() => this.dispatchEvent(new WriteAsked(act, overrideEarlier))}
            ></ask-first>`
          : nothing
      }
      ${
        act && !overrideEarlier
          ? html`<button type="button" ?disabled=${this.disabled} @click=${() => this.dispatchEvent(new WriteAsked(act))}>
              ${reconcile.act[kind]}
            </button>`
          : nothing
      }
    </li>`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'reconcile-panel': ReconcilePanel
  }
}
