import type { WriteBackAct } from '@doseline/contract'
import { css, html, LitElement, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { WriteAsked } from '../../events/write-asked.ts'
import { words } from '../../later-words.ts'
import { base, controls } from '../../styles/shared.ts'

/** How long until it is tried again: whoever writes is done in a few seconds, unless their browser is gone. */
const TRY_AFTER_SECONDS = 5

/** Waits for its turn while somebody else writes, and asks again by itself. What was approved is written, or nothing. */
@customElement('write-turn')
export class WriteTurn extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
      }
    `,
  ]

  @property({ attribute: false }) act: WriteBackAct = 'approve'
  @property({ attribute: false }) overrideEarlier: readonly string[] = []
  /** For how many seconds the other can hold the visit. */
  @property({ type: Number }) seconds = 0
  /** While the page is covered nothing is written by itself. */
  @property({ type: Boolean }) paused = false
  @state() private left = TRY_AFTER_SECONDS
  @state() private isStopped = false
  private timer: ReturnType<typeof setInterval> | undefined
  private passed = 0

  override connectedCallback(): void {
    super.connectedCallback()
    this.left = Math.max(1, Math.min(TRY_AFTER_SECONDS, this.seconds))
    this.passed = 0
    this.timer = setInterval(() => this.tick(), 1000)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.timer)
  }

  protected override render(): TemplateResult {
    const { turn } = words.write
    if (this.isStopped) return html`<p>${turn.stopped}</p>`
    const atMost = Math.max(0, this.seconds - this.passed)
    return html`<p>${turn.tries(this.left)} ${atMost > 0 ? turn.atMost(atMost) : ''}</p>
      <button type="button" @click=${this.stop}>${turn.stop}</button>`
  }

  private tick(): void {
    this.passed += 1
    this.left = Math.max(0, this.left - 1)
    if (this.left > 0 || this.paused) return
    clearInterval(this.timer)
    this.dispatchEvent(new WriteAsked(this.act, this.overrideEarlier))
  }

  private readonly stop = (): void => {
    clearInterval(this.timer)
    this.isStopped = true
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'write-turn': WriteTurn
  }
}
