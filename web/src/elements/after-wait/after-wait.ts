import { css, html, LitElement, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { base } from '../../styles/shared.ts'

/** Shows what lies in it only after a time: until then it says, second by second, what is waited for. */
@customElement('after-wait')
export class AfterWait extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
    `,
  ]

  /** How long to wait. */
  @property({ type: Number }) seconds = 0
  /** What is said while so many seconds are left. */
  @property({ attribute: false }) says: (secondsLeft: number) => string = String
  @state() private passed = 0
  private timer: ReturnType<typeof setInterval> | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.passed = 0
    this.timer = setInterval(() => this.tick(), 1000)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.timer)
  }

  protected override render(): TemplateResult {
    const left = this.seconds - this.passed
    return left > 0 ? html`<p>${this.says(left)}</p>` : html`<slot></slot>`
  }

  private tick(): void {
    this.passed += 1
    if (this.passed >= this.seconds) clearInterval(this.timer)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'after-wait': AfterWait
  }
}
