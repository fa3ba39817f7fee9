import { css, html, LitElement, type TemplateResult } from 'lit'
import { customElement } from 'lit/decorators.js'
import { LANGUAGE_NAMES, LANGUAGES, language, useLanguage } from '../../words/language.ts'
import { words } from '../../words.ts'
import { styles } from '../codebook-switch/codebook-switch.styles.ts'

/** Chooses the language of the screen, each by its own name. What was entered stays, and nothing is read again. */
@customElement('language-switch')
export class LanguageSwitch extends LitElement {
  static override styles = [
    ...styles,
    css`
      @media print {
        :host {
          display: none;
        }
      }
    `,
  ]

  protected override render(): TemplateResult {
    const shown = language()
    return html`<fieldset>
      <legend class="title">${words.codebook.language}</legend>
      ${LANGUAGES.map(
        (one) => html`<label>
          <input
            type="radio"
            name="language"
            value=${one}
            .checked=${one === shown}
            @change=${() => void this.choose(one)}
          />
          <span lang=${one}>${LANGUAGE_NAMES[one]}</span>
        </label>`,
      )}
    </fieldset>`
  }

  /** Where the language does not come, the one that is shown stays chosen. */
  private async choose(chosen: (typeof LANGUAGES)[number]): Promise<void> {
    await useLanguage(chosen)
    for (const input of this.renderRoot.querySelectorAll('input')) input.checked = input.value === language()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'language-switch': LanguageSwitch
  }
}
