import type { ContainersAnswer } from '@doseline/contract'
import { html, LitElement, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { words } from '../../later-words.ts'
import { styles } from './container-drawing.styles.ts'
import { countOf, unrecordedIn, type Vial, vialsOf } from './vials.ts'

const WIDTH = 24
const STEP = WIDTH + 8
const BODY = { top: 20, height: 34 }

/** The containers that were opened for a dose, each with what became of its content; the same in words beneath. */
@customElement('container-drawing')
export class ContainerDrawing extends LitElement {
  static override styles = styles

  @property({ attribute: false }) containers?: ContainersAnswer | undefined
  /** What the amounts are counted in. */
  @property() measure = 'mg'

  protected override render(): TemplateResult | typeof nothing {
    const { containers } = this
    if (!containers) return nothing
    const vials = vialsOf(containers)
    return html`<section aria-labelledby="title">
      <h3 id="title">${words.containers.title}</h3>
      ${vials ? drawing(vials) : nothing} ${legend(containers, this.measure)}
    </section>`
  }
}

function drawing(vials: readonly Vial[]): TemplateResult {
  const width = vials.length * STEP
  // Room for a number above, where one stands there.
  const top = vials.some(({ count }) => count > 1) ? 0 : 10
  return html`<svg
    role="img"
    aria-labelledby="title"
    aria-describedby="legend"
    width=${width}
    viewBox="0 ${top} ${width} ${56 - top}"
  >
    <defs>
      <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="hatch" width="2" height="5" />
      </pattern>
    </defs>
    ${vials.map((vial, at) => container(vial, at * STEP + (STEP - WIDTH) / 2))}
  </svg>`
}

/** From the bottom up: what was administered, what was discarded, and what nobody wrote down. */
function container({ administered, discarded, unrecorded, count }: Vial, x: number): SVGTemplateResult {
  const size = administered + discarded + unrecorded
  const high = (amount: number): number => (amount / size) * BODY.height
  const bottom = BODY.top + BODY.height
  const level = bottom - high(administered)
  const middle = x + WIDTH / 2
  return svg`${count > 1 ? svg`<text class="label" x=${middle} y="8" text-anchor="middle">${words.containers.times(count)}</text>` : nothing}
    <rect class="cap" x=${x + 6} y="11" width="12" height="5" rx="1" />
    <rect class="glass" x=${x + 8} y="16" width="8" height="4" />
    <rect class="administered" x=${x} y=${level} width=${WIDTH} height=${high(administered)} />
    <rect class="discarded" x=${x} y=${level - high(discarded)} width=${WIDTH} height=${high(discarded)} />
    <rect class="glass" x=${x} y=${BODY.top} width=${WIDTH} height=${BODY.height} rx="4" />
    ${unrecorded > 0 ? svg`<text class="label" x=${middle} y=${BODY.top + Math.max(9, high(unrecorded) / 2 + 4)} text-anchor="middle">?</text>` : nothing}`
}

function legend(containers: ContainersAnswer, measure: string): TemplateResult {
  const called = words.containers
  const { each, opened, administered, discarded } = containers
  const amount = (value: string | undefined): string =>
    value === undefined ? called.notKnown : called.amount(value, measure)
  const count = countOf(containers)
  const rest = unrecordedIn(containers)
  return html`<dl id="legend">
    ${entry('opened', called.opened, count && each ? called.openedAs(count, amount(each)) : amount(opened))}
    ${entry('administered', called.administered, amount(administered))}
    ${entry('discarded', called.discarded, amount(discarded))}
    ${rest === undefined ? nothing : entry('unrecorded', called.unrecorded, amount(rest))}
  </dl>`
}

const entry = (kind: string, name: string, value: string): TemplateResult =>
  html`<div class=${kind}>
    <dt><span class="key" aria-hidden="true"></span>${name}</dt>
    <dd>${value}</dd>
  </div>`

declare global {
  interface HTMLElementTagNameMap {
    'container-drawing': ContainerDrawing
  }
}
