import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { CodebookChosen } from '../../events/codebook-chosen.ts'
import { words } from '../../words.ts'
import { styles } from './codebook-switch.styles.ts'

/** Chooses the code book, where the site allows more than one. */
@customElement('codebook-switch')
export class CodebookSwitch extends LitElement {
  static override styles = styles

  @property({ attribute: false }) codebooks: readonly string[] = []
  @property() codebook = ''
  @property({ type: Boolean }) disabled = false

  protected override render(): TemplateResult | typeof nothing {
    if (this.codebooks.length < 2) return nothing
    return html`<fieldset ?disabled=${this.disabled}>
      <legend>${words.codebook.title}</legend>
      ${this.codebooks.map(
        (one) => html`<label>
          <input
            type="radio"
            name="codebook"
            value=${one}
            .checked=${one === this.codebook}
            @change=${() => this.dispatchEvent(new CodebookChosen(one))}
          />
          <span>${words.codebook.name[one] ?? one}</span>
        </label>`,
      )}
    </fieldset>`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'codebook-switch': CodebookSwitch
  }
}
