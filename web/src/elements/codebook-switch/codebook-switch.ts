import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { CodebookChosen } from '../../events/codebook-chosen.ts'
import { words } from '../../words.ts'
import { styles } from './codebook-switch.styles.ts'

/** Shows by which code book and edition the doses are judged, and chooses the book where the site allows several. */
@customElement('codebook-switch')
export class CodebookSwitch extends LitElement {
  static override styles = styles

  @property({ attribute: false }) codebooks: readonly string[] = []
  @property() codebook = ''
  /** The edition in force for the dose that is shown. */
  @property() edition = ''
  @property({ type: Boolean }) disabled = false

  protected override render(): TemplateResult | typeof nothing {
    if (this.codebook === '') return nothing
    return html`<div class="book">
      ${this.codebooks.length < 2 ? this.only() : this.choice()}
      ${this.edition ? html`<p class="edition">${words.codebook.edition} <code>${this.edition}</code></p>` : nothing}
    </div>`
  }

  private only(): TemplateResult {
    return html`<p><span class="title">${words.codebook.title}</span> ${nameOf(this.codebook)}</p>`
  }

  private choice(): TemplateResult {
    return html`<fieldset ?disabled=${this.disabled}>
      <legend class="title">${words.codebook.title}</legend>
      ${this.codebooks.map(
        (one) => html`<label>
          <input
            type="radio"
            name="codebook"
            value=${one}
            .checked=${one === this.codebook}
            @change=${() => this.dispatchEvent(new CodebookChosen(one))}
          />
          <span>${nameOf(one)}</span>
        </label>`,
      )}
    </fieldset>`
  }
}

const nameOf = (codebook: string): string => words.codebook.name[codebook] ?? codebook

declare global {
  interface HTMLElementTagNameMap {
    'codebook-switch': CodebookSwitch
  }
}
