import type { Conflict, SendReport, Sent } from '@doseline/ehr-client'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { shownResource } from '../../dose-review/shown-resource.ts'
import { words } from '../../later-words.ts'
import { styles } from './sent-list.styles.ts'

/** What became of each part of a write-back that did not end as a whole, and what somebody else changed first. */
@customElement('sent-list')
export class SentList extends LitElement {
  static override styles = styles

  @property({ attribute: false }) report?: SendReport | undefined

  /** That only a part was stored is said beside it. */
  @property({ type: Boolean }) said = false

  protected override render(): TemplateResult | typeof nothing {
    const { report } = this
    if (!report) return nothing
    return html`${report.written.length > 0 && !this.said ? html`<p>${words.write.partly}</p>` : nothing}
      <ul>
        ${report.sent.map(part)}
      </ul>
      ${report.conflicts.map(conflict)}`
  }
}

function part({ says, outcome }: Sent): TemplateResult {
  const state = outcome.kind === 'stored' && outcome.wasThere ? 'wasThere' : outcome.kind
  return html`<li class=${outcome.kind === 'not sent' ? 'not-sent' : outcome.kind}>
    <span class="state">${words.write.part[state]}</span>
    <span lang="en">${says}</span>
    ${outcome.kind === 'stored' && outcome.key ? html`<code>${outcome.key}</code>` : nothing}
    ${outcome.kind === 'refused' && outcome.failure.about.detail ? html`<span class="why" lang="en">${outcome.failure.about.detail}</span>` : nothing}
  </li>`
}

const conflict = ({ says, wanted, now }: Conflict): TemplateResult => html`<h3>${words.write.conflict}</h3>
  <dl>
    <div><dt>${words.write.now}</dt><dd lang="en">${now ? shownResource(now) : says}</dd></div>
    <div><dt>${words.write.would}</dt><dd lang="en">${shownResource(wanted)}</dd></div>
  </dl>`

declare global {
  interface HTMLElementTagNameMap {
    'sent-list': SentList
  }
}
