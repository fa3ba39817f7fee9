import type { DoseAnswer } from '@doseline/contract'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { words } from '../../later-words.ts'
import { sourcesOf } from '../finding-list/rests-on.ts'
import { sourceLink } from '../finding-list/source-link.ts'
import { styles } from './code-notice.styles.ts'
import { codeProblem } from './code-problem.ts'

/** Wherever a code meets a drug that HCPCS does not give it to, as J3397 and denosumab: said before anything else. */
@customElement('code-notice')
export class CodeNotice extends LitElement {
  static override styles = styles

  @property({ attribute: false }) dose?: DoseAnswer

  protected override render(): TemplateResult | typeof nothing {
    const { dose } = this
    const finding = dose && codeProblem(dose)
    if (!finding) return nothing
    const title =
      finding.severity === 'advisory'
        ? words.codeNotice.titleBook
        : finding.text.startsWith('J3397') && finding.text.includes('denosumab')
          ? words.codeNotice.title
          : words.codeNotice.titleOther
    return html`<section aria-labelledby="title">
      <h2 id="title">${title}</h2>
      <p lang="en">${finding.text} ${finding.remedy ? html`<strong>${finding.remedy}</strong>` : nothing}</p>
      <ul class="small">
        ${sourcesOf(finding, dose).map((source) => html`<li>${sourceLink(source)}</li>`)}
      </ul>
    </section>`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'code-notice': CodeNotice
  }
}
