import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { RowToggled } from '../../events/row-toggled.ts'
import { styles } from './fold-row.styles.ts'

/** One row of the page: its state in a word, the rest behind it. A problem opens it by itself. */
@customElement('fold-row')
export class FoldRow extends LitElement {
  static override styles = styles

  /** What it is remembered by. */
  @property() name = ''
  @property() label = ''
  /** Its state in a word or two. */
  @property() says = ''
  /** What the row is about: another dose is looked at afresh. */
  @property() of = ''
  @property({ type: Boolean }) problem = false
  /** As the person left it. */
  @property({ type: Boolean }) open = false
  @state() private isOpen = false
  @query('details') private details!: HTMLDetailsElement

  /** Opens it, for what leads into it. */
  async show(): Promise<void> {
    this.isOpen = true
    await this.updateComplete
  }

  override focus(): void {
    this.renderRoot.querySelector('summary')?.focus()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('problem') || changed.has('open') || changed.has('of')) this.isOpen = this.problem || this.open
    // For the page, which gives an open row its whole width.
    this.toggleAttribute('opened', this.isOpen)
  }

  protected override render(): TemplateResult {
    const { label, says, problem, isOpen } = this
    return html`<details class="row ${problem ? 'problem' : ''}" ?open=${isOpen} @toggle=${this.toggled}>
        <summary><h2>${label}</h2><span class="state">${says}</span></summary>
        <slot></slot>
      </details>
      ${isOpen ? nothing : html`<p class="on-paper"><strong>${label}</strong> ${says}</p>`}`
  }

  private readonly toggled = (): void => {
    const { open } = this.details
    if (open === this.isOpen) return
    this.isOpen = open
    this.dispatchEvent(new RowToggled(this.name, open))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'fold-row': FoldRow
  }
}
