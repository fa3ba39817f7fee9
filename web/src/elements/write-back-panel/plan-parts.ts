import type { PlanAnswer } from '@doseline/contract'
import type { Negotiated } from '@doseline/ehr-client'
import { html, nothing, type TemplateResult } from 'lit'
import type { Plans } from '../../dose-review/review-state.ts'
import { words } from '../../later-words.ts'
import { english } from '../../words/english.ts'
import type { PlannedAct } from '../action-bar/acts.ts'
import { effectOf } from './write-effect.ts'
import { rowsOf } from './write-rows.ts'

const on = (act: PlannedAct): string => (act === 'approve' ? words.write.onApprove : words.write.onSuggest)

/** What each offered act would write, row by row. `where` is absent where nothing is sent anywhere. */
export function planTable(
  plans: Plans,
  { where, approver, acts }: { where?: string; approver: string; acts: readonly PlannedAct[] },
): TemplateResult {
  return html`<table role="table">
    <caption>
      ${where === undefined ? nothing : html`${where}<br />`}${channelWords(plans)}
      ${words.write.by(approver)}.
    </caption>
    <thead>
      <tr role="row">
        <th scope="col" role="columnheader">${words.write.what}</th>
        ${acts.map((act) => html`<th scope="col" role="columnheader">${on(act)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rowsOf(plans.approve, plans.suggest).map(
        (row) => html`<tr role="row">
          <th scope="row" role="rowheader"><span class="type">${words.write.type[row.what] ?? row.what}</span> ${english(row.text)}</th>
          ${acts.map(
            (act) => html`<td role="cell">
              <span class="column" aria-hidden="true">${on(act)}</span>${effectOf(row[act], plans[act])}
            </td>`,
          )}
        </tr>`,
      )}
    </tbody>
  </table>`
}

/** What this EHR cannot store of it, each once. */
export function lostIn({ approve, suggest }: Plans, negotiated: Negotiated | undefined): readonly string[] {
  const ofAct = (act: string, { lost }: PlanAnswer, other: PlanAnswer): string[] =>
    lost.map((sentence) => (other.lost.includes(sentence) ? sentence : words.write.channelFor(act, sentence)))
  return [
    ...new Set([
      ...ofAct(words.write.onApprove, approve, suggest),
      ...ofAct(words.write.onSuggest, suggest, approve),
      ...provenanceLost(approve, negotiated),
    ]),
  ]
}

/** What it cannot store of one act. */
export const lostOf = (plan: PlanAnswer, negotiated: Negotiated | undefined): readonly string[] => [
  ...plan.lost,
  ...provenanceLost(plan, negotiated),
]

const provenanceLost = ({ channel }: PlanAnswer, negotiated: Negotiated | undefined): readonly string[] =>
  channel === 'single' && negotiated?.provenance === false ? [words.write.noProvenance] : []

/** In one line what this EHR cannot store of what is approved; all of it is behind the row. */
export function lostLine([first = '', ...more]: readonly string[]): TemplateResult {
  return html`<p class="soft small">
    ${`${words.write.lost}: `}${lostText(first)} ${more.length > 0 ? words.write.andMore(more.length) : nothing}
  </p>`
}

/** In whose words: the service’s are English. */
const lostText = (sentence: string): TemplateResult | string =>
  sentence === words.write.noProvenance ? sentence : english(sentence)

/** What the channel cannot carry, and why a better one is not taken. */
export function lostPart(lost: readonly string[], negotiated: Negotiated | undefined): TemplateResult | typeof nothing {
  if (lost.length === 0) return nothing
  const why = negotiated?.notPossible ?? []
  return html`<div class="lost">
    <h3>${words.write.lost}</h3>
    <ul>
      ${lost.map((sentence) => html`<li>${lostText(sentence)}</li>`)}
    </ul>
    ${
      why.length > 0
        ? html`<details>
            <summary>${words.write.whyNot}</summary>
            <ul>
              ${why.map(({ channel, because }) => html`<li>${`${words.write.channelName[channel]}: `}${english(because)}</li>`)}
            </ul>
          </details>`
        : nothing
    }
  </div>`
}

/** The channel in plain words; both, where the two acts go in different ones. */
function channelWords({ approve, suggest }: Plans): TemplateResult {
  const { channel, channelFor, onApprove, onSuggest } = words.write
  if (approve.channel === suggest.channel) return html`${channel[approve.channel]}`
  return html`${channelFor(onApprove, channel[approve.channel])}<br />${channelFor(onSuggest, channel[suggest.channel])}<br />`
}
