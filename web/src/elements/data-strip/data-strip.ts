import type { ChartRead } from '@doseline/ehr-client'
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { Retry } from '../../events/retry.ts'
import { timeText, words } from '../../words.ts'
import { styles } from './data-strip.styles.ts'

const MINUTE = 60_000
/** A chart somebody works in changes within minutes. */
const STALE_MINUTES = 15

/** How old what is shown is; behind it where it came from, whether it is all, by which code book, and how to read it again. */
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
    const isStale = this.age >= STALE_MINUTES
    return html`<details @keydown=${this.closedBy}>
        <summary>
          ${isStale ? words.strip.stale(this.age) : html`<span class="wide">${words.strip.dataAsOf}</span> ${timeText(readAt)}`}
        </summary>
        <div class="about">
          <p>${facts.join(', ')}</p>
          <slot></slot>
          <button type="button" ?disabled=${this.disabled} @click=${() => this.dispatchEvent(new Retry())}>
            ${words.app.readAgain}
          </button>
        </div>
      </details>
      <span class="visually-hidden" role="status">${isStale ? words.strip.stale(this.age) : nothing}</span>`
  }

  private readonly closedBy = (event: KeyboardEvent): void => {
    const details = event.currentTarget as HTMLDetailsElement
    if (event.key !== 'Escape' || !details.open) return
    details.open = false
    details.querySelector('summary')?.focus()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'data-strip': DataStrip
  }
}
