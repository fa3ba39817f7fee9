import type { DoseAnswer, InfusionAnswer } from '@doseline/contract'
import { html, LitElement, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { words } from '../../later-words.ts'
import { type Clock, clockOf, type Run, type Share, type Span, untimedRuns } from './clock.ts'
import { styles } from './infusion-clock.styles.ts'

const ROW = 26
const BILLED = 20

/** When the bags of a visit ran, on a clock, and which code bills which of the time; the same in words beneath. */
@customElement('infusion-clock')
export class InfusionClock extends LitElement {
  static override styles = styles

  @property({ attribute: false }) infusion?: InfusionAnswer | undefined
  /** All doses of the chart, for the names of the bags. */
  @property({ attribute: false }) doses: readonly DoseAnswer[] = []

  protected override render(): TemplateResult | typeof nothing {
    const { infusion } = this
    if (!infusion) return nothing
    const clock = clockOf(infusion)
    const runs = clock?.runs ?? untimedRuns(infusion)
    return html`<section aria-labelledby="title">
      <h3 id="title">${words.infusion.title}</h3>
      ${clock ? this.drawing(clock) : nothing}
      <dl id="legend">
        ${runs.map((run) => html`<div><dt>${this.nameOf(run)}</dt><dd>${timeOf(run)}</dd></div>`)}
        ${infusion.codes.map(
          (share, at) => html`<div>
            <dt><span class="key ${toneOf(at)}" aria-hidden="true"></span><code>${words.infusion.code(share.code, share.units)}</code></dt>
            <dd>${share.minutes === undefined ? words.infusion.notByTime : words.infusion.billed(share.minutes)}</dd>
          </div>`,
        )}
      </dl>
      ${infusion.codes.length === 0 ? html`<p class="small soft">${words.infusion.nothingBilled}</p>` : nothing}
    </section>`
  }

  /** Positions in per cent of the width, so that no text is stretched. */
  private drawing({ length, hours, runs, shares }: Clock): TemplateResult {
    const x = (minute: number): string => `${((minute / length) * 100).toFixed(2)}%`
    const timed = runs.filter(({ span }) => span)
    const below = timed.length * ROW
    const isBilled = shares.some(({ spans }) => spans.length > 0)
    const height = below + (isBilled ? BILLED : 0)
    return html`<svg role="img" aria-labelledby="title" aria-describedby="legend" width="100%" height=${height + 16}>
      ${hours.map(
        ({ at, label }) =>
          svg`<line class="tick" x1=${x(at)} x2=${x(at)} y1="0" y2=${height + 3} /><text class="label" x=${x(at)} y=${height + 14} text-anchor=${anchorOf(at, length)}>${label}</text>`,
      )}
      ${timed.map((run, at) => run.span && this.run(run, run.span, { y: at * ROW, x }))}
      ${shares.map((share, at) => billed(share, toneOf(at), { y: below + 2, x, length }))}
    </svg>`
  }

  private run(run: Run, span: Span, { y, x }: { y: number; x: (minute: number) => string }): SVGTemplateResult {
    return svg`<text class="label name" x="0" y=${y + 11}>${this.nameOf(run)}</text>
      <rect class="run ${run.kind}" x=${x(span.from)} y=${y + 15} width=${x(span.until - span.from)} height="8" rx="2" />`
  }

  private nameOf({ dose, kind, name }: Run): string {
    const known = this.doses.find(({ focus }) => focus === dose)
    const called = [known?.drug ?? name ?? words.infusion.unnamed, known?.dose].filter(Boolean).join(' ')
    return kind === 'other' ? words.infusion.other(called) : called
  }
}

/** A code under the time that it bills, by name where there is room. */
function billed(
  { code, spans }: Share,
  tone: string,
  { y, x, length }: { y: number; x: (minute: number) => string; length: number },
): SVGTemplateResult {
  return svg`${spans.map(({ from, until }, at) => {
    const hasRoom = at === 0 && (until - from) / length >= 0.18
    return svg`<rect class="billed ${tone}" x=${x(from)} y=${y} width=${x(until - from)} height="15" />${
      hasRoom
        ? svg`<text class="label in ${tone}" x=${x((from + until) / 2)} y=${y + 11} text-anchor="middle">${code}</text>`
        : nothing
    }`
  })}`
}

function timeOf({ kind, minutes, from, until }: Run): string {
  const { clock, minutes: only, untimed, push } = words.infusion
  const time = minutes === undefined ? untimed : from && until ? clock(from, until, minutes) : only(minutes)
  return kind === 'push' ? `${time} (${push})` : time
}

const toneOf = (at: number): string => (at % 2 === 0 ? 'first' : 'further')

const anchorOf = (at: number, length: number): string => (at === 0 ? 'start' : at === length ? 'end' : 'middle')

declare global {
  interface HTMLElementTagNameMap {
    'infusion-clock': InfusionClock
  }
}
