import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Signature, Stored } from '../../dose-review/stored.ts'
import { words } from '../../later-words.ts'
import { english } from '../../words/english.ts'
import { momentText } from '../../words.ts'
import { styles } from './stored-list.styles.ts'

/** What of Doseline stands in the chart now, as it was read back. */
@customElement('stored-list')
export class StoredList extends LitElement {
  static override styles = styles

  @property({ attribute: false }) stored: readonly Stored[] = []
  @property({ attribute: false }) signatures: readonly Signature[] = []

  protected override render(): TemplateResult {
    return html`<h3>${words.write.inChart}</h3>
      ${this.stored.length === 0 ? html`<p class="soft">${words.write.noneInChart}</p>` : nothing}
      <ul>
        ${this.stored.map(
          ({ key, status, text }) => html`<li class=${status}>
            <span class="status" lang="en">${status}</span>
            <span lang="en">${text}</span>
            <code title=${key}>${key}</code>
          </li>`,
        )}
      </ul>
      ${
        this.signatures.length > 0
          ? html`<ul class="signatures">
              ${this.signatures.map(
                ({ activity, name, recorded }) =>
                  html`<li>${english(activity)} · ${name} · ${momentText(recorded)}</li>`,
              )}
            </ul>`
          : nothing
      }`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'stored-list': StoredList
  }
}
