import type { ChartRead } from '@doseline/ehr'
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { Retry } from '../../events/retry.ts'
import { timeText, words } from '../../words.ts'
import { styles } from './data-strip.styles.ts'

const MINUTE = 60_000
/** A chart somebody works in changes within minutes. */
const STALE_MINUTES = 15

/** How old what is shown is, where it came from, whether it is all, and how to read it again. */
@customElement('data-strip')
export class DataStrip extends LitElement {
  static override styles = styles

  @property({ attribute: false }) chart?: Pick<ChartRead, 'readAt' | 'steps'>
  /** The EHR, by the name it is registered under. */
  @property() server = ''
  /** How many doses were judged. */
  @property({ type: Number }) doses = 0
  @property({ type: Boolean }) disabled = false
  /** Minutes since the chart was read. */
  @state() private age = 0
  #timer: ReturnType<typeof setInterval> | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.#timer = setInterval(() => this.look(), MINUTE / 4)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#timer)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('chart')) this.look()
  }

  private look(): void {
    this.age = this.chart ? Math.floor((Date.now() - this.chart.readAt.getTime()) / MINUTE) : 0
    this.toggleAttribute('stale', this.age >= STALE_MINUTES)
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.chart) return nothing
    const { readAt, steps } = this.chart
    const isAll = steps.every(({ state }) => state === 'complete')
    const facts = [
      words.strip.asOf(timeText(readAt), this.server),
      words.strip.counted(this.doses),
      isAll ? words.app.allPages : words.app.notAll,
    ]
    return html`<p>
        ${facts.join(', ')}<span role="status">${this.age >= STALE_MINUTES ? html` <span class="old">${words.strip.stale(this.age)}</span>` : nothing}</span>
      </p>
      <button type="button" class="quiet" ?disabled=${this.disabled} @click=${() => this.dispatchEvent(new Retry())}>
        ${words.app.readAgain}
      </button>`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'data-strip': DataStrip
  }
}
