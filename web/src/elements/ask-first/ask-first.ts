import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { Confirmed } from '../../events/confirmed.ts'
import { words } from '../../later-words.ts'
import { base, controls } from '../../styles/shared.ts'

/** A button that asks, in its place, before what it says is done. */
@customElement('ask-first')
export class AskFirst extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      [role='group'] {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
      }

      button.quiet:only-child {
        margin-inline-start: calc(-0.4rem - 1px);
      }

      p,
      ul {
        flex-basis: 100%;
      }

      ul {
        padding-inline-start: 1.1rem;
        list-style: disc;
      }

      @media print {
        :host {
          display: none;
        }
      }
    `,
  ]

  @property() says = ''
  @property() question = ''
  /** What the question is about, one by one. */
  @property({ attribute: false }) items: readonly string[] = []
  /** On the button that does it. */
  @property() now = ''
  @property({ type: Boolean }) quiet = false
  @property({ type: Boolean }) disabled = false
  @state() private isAsking = false

  protected override render(): TemplateResult {
    const { says, question, items, now, disabled } = this
    if (!this.isAsking) {
      return html`<button type="button" class=${this.quiet ? 'quiet' : ''} ?disabled=${disabled} @click=${this.ask}>${says}</button>`
    }
    return html`<div role="group" aria-label=${question}>
      <p>${question}</p>
      ${items.length > 0 ? html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>` : nothing}
      <button type="button" ?disabled=${disabled} @click=${this.confirm}>${now}</button>
      <button type="button" class="quiet" @click=${this.leave}>${words.write.cancel}</button>
    </div>`
  }

  private readonly ask = (): void => this.show(true)
  private readonly leave = (): void => this.show(false)
  private readonly confirm = (): void => {
    this.dispatchEvent(new Confirmed())
  }

  /** The focus goes to the first button of what is there now. */
  private show(isAsking: boolean): void {
    this.isAsking = isAsking
    void this.updateComplete.then(() => this.renderRoot.querySelector('button')?.focus())
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ask-first': AskFirst
  }
}
