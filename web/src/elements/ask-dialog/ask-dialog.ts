import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { styles } from './ask-dialog.styles.ts'
import { loadDialog } from './load-dialog.ts'

/** Asks before something is done that cannot be taken back. */
@customElement('ask-dialog')
export class AskDialog extends LitElement {
  static override styles = styles

  /** The question. */
  @property({ attribute: 'heading' }) heading = ''
  /** What would follow. */
  @property() text = ''
  /** The words on the two buttons. */
  @property() yes = ''
  @property() no = ''
  @state() private open = false
  #answer: ((yes: boolean) => void) | undefined
  #asker: HTMLElement | undefined

  /** Whether the person wants it. Escape is no. The focus goes back to what had it. */
  async ask(asker?: HTMLElement): Promise<boolean> {
    await loadDialog()
    this.#asker = asker
    this.open = true
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>('.no')?.focus()
    return new Promise((answer) => {
      this.#answer = answer
    })
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.open) return nothing
    return html`<wa-dialog open without-header label=${this.heading} @wa-hide=${this.escaped}>
      <h2 class="title">${this.heading}</h2>
      <p>${this.text}</p>
      <p class="actions">
        <button type="button" class="no" @click=${() => this.settle(false)}>${this.no}</button>
        <button type="button" class="primary" @click=${() => this.settle(true)}>${this.yes}</button>
      </p>
    </wa-dialog>`
  }

  private escaped(event: Event): void {
    event.preventDefault()
    this.settle(false)
  }

  private settle(yes: boolean): void {
    this.open = false
    this.#asker?.focus()
    this.#answer?.(yes)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ask-dialog': AskDialog
  }
}
