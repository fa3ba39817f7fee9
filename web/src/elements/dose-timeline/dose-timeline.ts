import type { DoseAnswer } from '@doseline/contract'
import { html, LitElement, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { words } from '../../later-words.ts'
import { english } from '../../words/english.ts'
import { dayText } from '../../words.ts'
import { newestFirst } from '../dose-list/dose-list.ts'
import { sourceLink } from '../finding-list/source-link.ts'
import { dayNumber, ticksBetween } from './day-number.ts'
import { styles } from './dose-timeline.styles.ts'

/** The doses of one drug over time, with the interval before the dose that is shown and the one after it. */
@customElement('dose-timeline')
export class DoseTimeline extends LitElement {
  static override styles = styles

  @property({ attribute: false }) doses: readonly DoseAnswer[] = []
  /** The dose that is shown, `MedicationAdministration/…`. */
  @property() focused = ''

  protected override render(): TemplateResult | typeof nothing {
    const dose = this.doses.find(({ focus }) => focus === this.focused)
    if (!dose) return nothing
    const { interval, drug } = dose
    return html`<section aria-labelledby="title">
      <div class="top">
        <h3 id="title">${words.timeline.title}</h3>
        ${
          interval
            ? html`<span class="small soft">${words.timeline.every(drug ?? '', interval.every)}</span>
                <details class="small source">
                  <summary>${words.timeline.source}</summary>
                  <p>${sourceLink(interval.source)}</p>
                </details>`
            : nothing
        }
      </div>
      ${dose.dateOfService ? this.picture(dose) : html`<p class="soft">${words.timeline.noDay}</p>`}
      ${this.legend(dose)}
      ${this.others(dose)}
      ${interval ? nothing : html`<p class="small soft">${words.timeline.noInterval}</p>`}
    </section>`
  }

  private ofDrug({ drug }: DoseAnswer): DoseAnswer[] {
    return newestFirst(this.doses).filter((other) => other.drug === drug && other.dateOfService)
  }

  /** Positions in per cent of the width, so that nothing but the picture itself is stretched. */
  private picture(dose: DoseAnswer): TemplateResult {
    const { interval } = dose
    const days = this.ofDrug(dose).flatMap(({ dateOfService, focus }) => {
      const at = dayNumber(dateOfService)
      return at === undefined ? [] : [{ at, focus }]
    })
    const [previous, due, now, next] = [interval?.previous, interval?.due, dose.dateOfService, interval?.next].map(
      dayNumber,
    )
    const all = [...days.map(({ at }) => at), previous, due, now, next].filter((at) => at !== undefined)
    const [first, last] = [Math.min(...all), Math.max(...all)]
    const margin = Math.max(10, (last - first) * 0.05)
    const [from, until] = [first - margin, last + margin]
    const x = (at: number): string => `${(((at - from) / (until - from)) * 100).toFixed(2)}%`
    const isEarly = due !== undefined && now !== undefined && now < due
    return html`<svg role="img" aria-label=${words.timeline.title} aria-describedby="legend" width="100%" height="54">
      ${ticksBetween(from, until).map(({ at, label }) => tick(x(at), label))}
      <line class="axis" x1="0" x2="100%" y1="20" y2="20" />
      ${previous !== undefined && due !== undefined ? wait(x(previous), x(due), isEarly ? 'early' : 'kept') : nothing}
      ${now !== undefined && next !== undefined ? wait(x(now), x(next), 'to-come') : nothing}
      ${due === undefined ? nothing : svg`<line class="due" x1=${x(due)} x2=${x(due)} y1="6" y2="34" />`}
      ${next === undefined ? nothing : svg`<line class="due next" x1=${x(next)} x2=${x(next)} y1="6" y2="34" />`}
      ${days
        .filter(({ focus }) => focus !== dose.focus)
        .map(({ at }) => svg`<circle class="dose" cx=${x(at)} cy="20" r="4.5" />`)}
      ${now === undefined ? nothing : svg`<circle class="now" cx=${x(now)} cy="20" r="7" />`}
    </svg>`
  }

  /** The days of the picture in words: what a screen reader reads, and what a person takes down. */
  private legend({ interval, dateOfService }: DoseAnswer): TemplateResult {
    const [due, now] = [dayNumber(interval?.due), dayNumber(dateOfService)]
    const off = due === undefined || now === undefined ? undefined : now - due
    return html`<dl id="legend">
      ${
        interval
          ? entry(
              'dose',
              interval.perhaps ? words.timeline.perhaps : words.timeline.last,
              interval.previous ? dayText(interval.previous) : words.timeline.none,
            )
          : nothing
      }
      ${interval?.due ? entry('due', words.timeline.due, dayText(interval.due)) : nothing}
      ${entry(
        'now',
        words.timeline.current,
        dayText(dateOfService),
        off === undefined ? '' : off < 0 ? words.timeline.early(-off) : words.timeline.late(off),
      )}
      ${interval ? entry('due next', words.timeline.next, dayText(interval.next)) : nothing}
    </dl>`
  }

  private others(dose: DoseAnswer): TemplateResult | typeof nothing {
    const doses = this.ofDrug(dose)
    if (doses.length < 2) return nothing
    return html`<div class="visually-hidden">
      <h4>${words.timeline.all(dose.drug ?? '')}</h4>
      <ul>
        ${doses.map(({ dateOfService, dose: amount }) => html`<li>${dayText(dateOfService)}: ${english(amount ?? '')}</li>`)}
      </ul>
    </div>`
  }
}

const tick = (x: string, label: string): SVGTemplateResult =>
  svg`<line class="tick" x1=${x} x2=${x} y1="14" y2="38" /><text class="label" x=${x} y="50" text-anchor="middle">${label}</text>`

function wait(from: string, to: string, kind: string): SVGTemplateResult {
  return svg`<line class="wait ${kind}" x1=${from} x2=${to} y1="20" y2="20" />`
}

function entry(mark: string, name: string, day: string, more = ''): TemplateResult {
  return html`<div>
    <dt><span class="key ${mark}" aria-hidden="true"></span>${name}</dt>
    <dd>${day} ${more ? html`<span class="soft small">${more}</span>` : nothing}</dd>
  </div>`
}

declare global {
  interface HTMLElementTagNameMap {
    'dose-timeline': DoseTimeline
  }
}
