import type { CoverageAnswer, DoseAnswer } from '@doseline/contract'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { words } from '../../later-words.ts'
import { sign } from '../../styles/signs.ts'
import { dayText } from '../../words.ts'
import { styles } from './coverage-strip.styles.ts'

/** Who covered the patient on the day of service, in which order, and whether an authorization is on file. */
@customElement('coverage-strip')
export class CoverageStrip extends LitElement {
  static override styles = styles

  @property({ attribute: false }) dose?: DoseAnswer

  protected override render(): TemplateResult | typeof nothing {
    const { dose } = this
    if (!dose) return nothing
    const { dateOfService: day } = dose
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${day ? words.coverages.title(dayText(day)) : words.coverages.titleNoDay}</h2>
      ${dose.coverages?.length ? table(dose.coverages) : html`<p class="needs-information unknown" lang=${dose.coverages ? nothing : 'en'}>${whyNone(dose)}</p>`}
      ${authorization(dose)}
    </section>`
  }
}

/** Unknown is not none: where the coverages could not be read, the fact says why. */
function whyNone({ coverages, facts = [] }: DoseAnswer): string {
  if (coverages) return words.coverages.none
  return facts.find(({ fact }) => fact === 'coverage')?.shows ?? words.about.notKnown
}

/** The first is the one that pays; those of the day stand above those of another time. */
function table(coverages: readonly CoverageAnswer[]): TemplateResult {
  const rank = ({ first, active }: CoverageAnswer): number => (first ? 0 : active === false ? 2 : 1)
  return html`<table role="table" aria-labelledby="title">
    <thead>
      <tr role="row">
        <th scope="col" role="columnheader">${words.coverages.order}</th>
        <th scope="col" role="columnheader">${words.coverages.payer}</th>
        <th scope="col" role="columnheader">${words.coverages.period}</th>
        <th scope="col" role="columnheader">${words.coverages.that}</th>
      </tr>
    </thead>
    <tbody>
      ${coverages.toSorted((a, b) => rank(a) - rank(b)).map(row)}
    </tbody>
  </table>`
}

function row(coverage: CoverageAnswer): TemplateResult {
  const { order, payer, plan, benefit, active, first, status } = coverage
  const tone = active === undefined ? 'needs-information' : active ? 'ready' : 'not-billable'
  const place = first ? (active === false ? words.coverages.was : words.coverages.first) : undefined
  const plans = [plan, benefit && words.coverages.benefit[benefit]].filter(Boolean).join(', ')
  return html`<tr role="row" class="${tone} ${active === false ? 'past' : ''}">
    <td role="cell" class="order">
      ${order ?? html`<span class="soft small">${words.coverages.noOrder}</span>`}
    </td>
    <th scope="row" role="rowheader">
      ${payer ?? words.coverages.noPayer} ${plans ? html`<span class="plan">${plans}</span>` : nothing}
    </th>
    <td role="cell" class="period">${periodOf(coverage)}</td>
    <td role="cell" class="that">
      <span class="chip">${sign(tone)}${active === undefined ? words.coverage.cannotTell : active ? words.coverage.active : words.coverage.inactive}</span>
      ${place ? html`<span class="small">${place}</span>` : nothing}
      ${status === 'active' ? nothing : html`<span class="small soft" lang="en">${status}</span>`}
    </td>
  </tr>`
}

function periodOf({ from, until, unreadablePeriod }: CoverageAnswer): string {
  if (unreadablePeriod) return words.coverages.unreadable(unreadablePeriod)
  if (!from && !until) return words.coverages.noPeriod
  return `${from ? dayText(from) : words.coverages.start} – ${until ? dayText(until) : words.coverages.open}`
}

/** What was found out about a prior authorization, in the words of the rule that asks for it. */
function authorization({ findings }: DoseAnswer): TemplateResult | typeof nothing {
  const finding = findings.find(({ id }) => id === 'coverage/prior-authorization-is-on-file')
  if (!finding) return nothing
  return html`<p class="authorization ${finding.outcome}">
    <span class="mark">${sign(finding.outcome)}</span>
    <span><strong>${words.coverages.authorization}</strong><span class="visually-hidden"> (${words.findings.outcome[finding.outcome]})</span>: <span lang="en">${finding.text}</span></span>
  </p>`
}

declare global {
  interface HTMLElementTagNameMap {
    'coverage-strip': CoverageStrip
  }
}
