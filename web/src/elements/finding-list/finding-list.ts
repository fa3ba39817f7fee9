import type { DoseAnswer, FindingAnswer } from '@doseline/contract'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { words } from '../../later-words.ts'
import { sign } from '../../styles/signs.ts'
import { english } from '../../words/english.ts'
import { placeButton } from '../fact-table/place-button.ts'
import { styles } from './finding-list.styles.ts'
import { factsOf, sourcesOf } from './rests-on.ts'
import { sourceLink } from './source-link.ts'

/** Advice that is not in order does not fail the dose, and does not look as if it did. */
type Look = FindingAnswer['outcome'] | 'advises'

const lookOf = ({ outcome, severity }: FindingAnswer): Look =>
  outcome === 'fails' && severity === 'advisory' ? 'advises' : outcome

/** What a person should look at: advice too, where it is not in order. */
const isOpen = (finding: FindingAnswer): boolean => finding.outcome === 'fails' || finding.outcome === 'cannot-tell'

const WORST_FIRST: readonly Look[] = ['fails', 'cannot-tell', 'advises', 'passes', 'does-not-apply']

/** Every question asked of the dose, under the question of the biller it belongs to. */
@customElement('finding-list')
export class FindingList extends LitElement {
  static override styles = styles

  @property({ attribute: false }) dose?: DoseAnswer

  /** Whether only what is not in order is shown; undefined until a person says so. */
  @state() private only: boolean | undefined

  /** Puts the reader at one finding, opened; the filter gives way where it hides it. */
  async show(rule: string): Promise<void> {
    if (!this.dose?.findings.some((finding) => finding.id === rule && isOpen(finding))) this.only = false
    await this.updateComplete
    const item = [...this.renderRoot.querySelectorAll<HTMLElement>('li[data-rule]')].find(
      ({ dataset }) => dataset.rule === rule,
    )
    const details = item?.querySelector('details')
    if (details) details.open = true
    item?.focus()
    item?.scrollIntoView({ block: 'center' })
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.dose) return nothing
    const { findings: all, unconfirmed } = this.dose
    const isBlocking = (finding: FindingAnswer): boolean => finding.severity === 'required' && isOpen(finding)
    const groups = [...Map.groupBy(all, ({ id }) => id.split('/')[0] ?? '')].toSorted(
      ([, a], [, b]) => Number(b.some(isBlocking)) - Number(a.some(isBlocking)),
    )
    const open = all.filter(isOpen).length
    const only = (this.only ?? true) && open > 0
    return html`<section class="card ${only ? 'only' : ''}" aria-labelledby="title">
      <div class="top">
        <h2 id="title">${words.checks.title}</h2>
        ${
          open > 0
            ? html`<label class="screen-only">
                <input
                  type="checkbox"
                  .checked=${only}
                  @change=${({ target }: Event) => {
                    this.only = (target as HTMLInputElement).checked
                  }}
                />
                ${words.checks.onlyOpen(open)}
              </label>`
            : html`<span class="small soft">${words.checks.allInOrder}</span>`
        }
      </div>
      ${groups.map(([group, findings]) => this.group(group, findings))}
      ${unconfirmed.length > 0 ? html`<p class="small soft"><span aria-hidden="true">${FOOTNOTE}</span> ${`${words.checks.unconfirmedValues(unconfirmed.length)}: `}${english(unconfirmed.join(', '))}</p>` : nothing}
    </section>`
  }

  private group(name: string, findings: readonly FindingAnswer[]): TemplateResult {
    const asked = findings.filter(({ outcome }) => outcome !== 'does-not-apply')
    const passed = asked.filter(({ outcome }) => outcome === 'passes').length
    const sorted = findings.toSorted((a, b) => WORST_FIRST.indexOf(lookOf(a)) - WORST_FIRST.indexOf(lookOf(b)))
    return html`<div class="group ${findings.some(isOpen) ? 'open' : ''}">
      <h3>
        ${words.checks.group[name] ?? name}
        <span class="counts"
          >${asked.length > 0 ? words.checks.counts(passed, asked.length) : words.findings.outcome['does-not-apply']}</span
        >
      </h3>
      <ul>
        ${sorted.map((finding) => this.finding(finding))}
      </ul>
    </div>`
  }

  private finding(finding: FindingAnswer): TemplateResult {
    const { id, outcome, text, remedy, severity, confidence, asks, denial } = finding
    const [facts, sources] = this.dose ? [factsOf(finding, this.dose), sourcesOf(finding, this.dose)] : [[], []]
    const look = lookOf(finding)
    const hasMore = facts.length > 0 || sources.length > 0
    return html`<li class="${look} ${isOpen(finding) ? 'open' : ''}" data-rule=${id} tabindex="-1">
      <div class="answer">
        <span class="mark">${sign(look)}<span class="visually-hidden">${words.findings.outcome[look]}: </span></span>
        <div>
          <p><span lang="en">${text}</span>${confidence === 'unconfirmed' ? footnoteMark() : nothing}</p>
          ${remedy && outcome !== 'passes' ? html`<p class="remedy" lang="en">${remedy}</p>` : nothing}
          ${denial ? html`<p class="denial small soft">${words.checks.denied(denial, severity === 'advisory')}</p>` : nothing}
          ${severity === 'advisory' ? html`<p class="labels"><span class="chip">${words.checks.advice}</span></p>` : nothing}
          ${
            hasMore
              ? html`<details>
                  <summary>${words.checks.why}<span class="visually-hidden" lang="en">: ${asks}</span></summary>
                  <p class="asks" lang="en">${asks} <code>${id}</code></p>
                  ${facts.length > 0 ? html`<h4>${words.checks.evidence}</h4>` : nothing}
                  <ul class="evidence">
                    ${facts.map(
                      ({ fact, shows, places, attestedBy }) => html`<li>
                        <span class="fact">${words.facts.name[fact] ?? fact}</span> <span lang="en">${shows}</span>
                        ${attestedBy ? html`<span class="small">${words.facts.stated(attestedBy)}</span>` : nothing}
                        ${places.map((place) => html`<span class="at">${placeButton(place)}</span>`)}
                      </li>`,
                    )}
                  </ul>
                  ${sources.length > 0 ? html`<h4>${words.checks.sources}</h4>` : nothing}
                  <ul class="sources">
                    ${sources.map(
                      (source) => html`<li>
                        ${sourceLink(source)}
                        ${source.confidence === 'unconfirmed' ? footnoteMark() : nothing}
                      </li>`,
                    )}
                  </ul>
                </details>`
              : nothing
          }
        </div>
      </div>
    </li>`
  }
}

const FOOTNOTE = '†'

/** Leads the eye to the note beneath the checks; who hears the page is told what it means. */
const footnoteMark = (): TemplateResult =>
  html`<span class="footnote" aria-hidden="true" title=${words.checks.unconfirmedMeans}>${FOOTNOTE}</span
    ><span class="visually-hidden"> (${words.checks.unconfirmed})</span>`

declare global {
  interface HTMLElementTagNameMap {
    'finding-list': FindingList
  }
}
