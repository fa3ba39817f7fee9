import type { FindingAnswer } from '@doseline/assessment'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { sign } from '../../styles/signs.ts'
import { words } from '../../words.ts'
import { styles } from './finding-list.styles.ts'
import { sourceLink } from './source-link.ts'

/** Advice that is not in order does not fail the dose, and does not look as if it did. */
type Look = FindingAnswer['outcome'] | 'advises'

const lookOf = ({ outcome, weight }: FindingAnswer): Look =>
  outcome === 'fails' && weight === 'advice' ? 'advises' : outcome

const WORST_FIRST: readonly Look[] = ['fails', 'cannot-tell', 'advises', 'passes', 'does-not-apply']

/** Every question asked of the dose, under the question of the biller it belongs to. */
@customElement('finding-list')
export class FindingList extends LitElement {
  static override styles = styles

  @property({ attribute: false }) findings: readonly FindingAnswer[] = []

  protected override render(): TemplateResult {
    const groups = Map.groupBy(this.findings, ({ id }) => id.split('/')[0] ?? '')
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${words.findings.title}</h2>
      ${[...groups].map(([group, findings]) => this.group(group, findings))}
    </section>`
  }

  private group(name: string, findings: readonly FindingAnswer[]): TemplateResult {
    const asked = findings.filter(({ outcome }) => outcome !== 'does-not-apply')
    const passed = asked.filter(({ outcome }) => outcome === 'passes').length
    const sorted = findings.toSorted((a, b) => WORST_FIRST.indexOf(lookOf(a)) - WORST_FIRST.indexOf(lookOf(b)))
    return html`<div class="group">
      <h3>
        ${words.findings.group[name] ?? name}
        ${asked.length > 0 ? html`<span class="counts">${words.findings.counts(passed, asked.length)}</span>` : nothing}
      </h3>
      <ul>
        ${sorted.map((finding) => this.finding(finding))}
      </ul>
    </div>`
  }

  private finding(finding: FindingAnswer): TemplateResult {
    const { id, outcome, text, remedy, weight, confidence, evidence, sources, asks, denial } = finding
    const look = lookOf(finding)
    const hasMore = evidence.length > 0 || sources.length > 0
    return html`<li class=${look} data-rule=${id}>
      <div class="answer">
        <span class="mark">${sign(look)}<span class="visually-hidden">${words.findings.outcome[look]}: </span></span>
        <div>
          <p>${text}</p>
          ${remedy && outcome !== 'passes' ? html`<p class="remedy">${remedy}</p>` : nothing}
          ${denial ? html`<p class="denial small soft">${words.findings.denied(denial)}</p>` : nothing}
          ${
            weight === 'advice' || confidence === 'unconfirmed'
              ? html`<p class="labels">
                  ${weight === 'advice' ? html`<span class="chip">${words.findings.advice}</span>` : nothing}
                  ${
                    confidence === 'unconfirmed'
                      ? html`<span class="chip unsure" title=${words.findings.unconfirmedMeans}>${words.findings.unconfirmed}</span>`
                      : nothing
                  }
                </p>`
              : nothing
          }
          ${
            hasMore
              ? html`<details>
                  <summary>${words.findings.why}<span class="visually-hidden">: ${asks}</span></summary>
                  <p class="asks">${asks} <code>${id}</code></p>
                  ${evidence.length > 0 ? html`<h4>${words.findings.evidence}</h4>` : nothing}
                  <ul class="evidence">
                    ${evidence.map(
                      ({ fact, shows, places }) => html`<li>
                        <span class="fact">${words.facts.name[fact] ?? fact}</span> ${shows}
                        ${places.map(({ resource, element }) => html`<code class="place">${resource} ${element}</code>`)}
                      </li>`,
                    )}
                  </ul>
                  ${sources.length > 0 ? html`<h4>${words.findings.sources}</h4>` : nothing}
                  <ul class="sources">
                    ${sources.map(
                      (source) => html`<li>
                        ${sourceLink(source)}
                        ${source.confidence === 'unconfirmed' ? html`<span class="chip unsure">${words.findings.unconfirmed}</span>` : nothing}
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

declare global {
  interface HTMLElementTagNameMap {
    'finding-list': FindingList
  }
}
