import type { WorklistRow } from '@doseline/contract'
import { html, nothing, type TemplateResult } from 'lit'
import { dayText, moneyText } from '../words/formats.ts'
import { worklist as words } from '../words/worklist.ts'

/** How a row looks, and what it does. */
interface RowAbout {
  readonly isAt: boolean
  readonly isOpen: boolean
  readonly isChosen: boolean
  readonly isChanged: boolean
  readonly toggle: () => void
  readonly open: () => void
}

/** One dose in the table. The button in it opens it, and so does Enter on the row. */
export function rowOf(row: WorklistRow, about: RowAbout): TemplateResult {
  const { columns } = words
  const patient = row.patientName ?? row.patient?.split('/')[1] ?? words.notKnown
  const [first, ...others] = row.blocking
  const who = row.whoCanFix.map((one) => words.who[one]).join(', ')
  const look = `${row.status} ${about.isOpen ? 'open' : ''} ${about.isChanged ? 'changed' : ''}`
  return html`<tr class=${look} tabindex=${about.isAt ? '0' : '-1'} aria-current=${about.isOpen ? 'true' : nothing}>
    <td class="check">
      <input
        type="checkbox"
        .checked=${about.isChosen}
        aria-label=${words.selectRow(`${patient}, ${row.drug ?? ''}, ${dayText(row.dateOfService)}`)}
        @change=${about.toggle}
      />
    </td>
    <td data-column=${columns.patient}><button type="button" class="quiet" @click=${about.open}>${patient}</button></td>
    <td data-column=${columns.day}>${dayText(row.dateOfService)}</td>
    <td data-column=${columns.drug} lang="en">${row.drug ?? words.notKnown} <span class="soft">${row.code ?? ''}</span></td>
    <td data-column=${columns.payer} lang="en">${row.payer ?? words.notKnown}</td>
    <td data-column=${columns.status} class="status">
      ${words.status[row.status]}${row.draftSaved ? html` <span class="small soft">${words.draft}</span>` : nothing}
    </td>
    <td data-column=${columns.blocking} class="issue" lang="en">
      ${first?.says ?? ''}${others.length > 0 ? html` <span class="soft">+${others.length}</span>` : nothing}
    </td>
    <td data-column=${columns.who}>${who}</td>
    <td data-column=${columns.expected} class="money">${row.expectedPayment ? moneyText(row.expectedPayment.amount) : ''}</td>
    <td data-column=${columns.fileBy}>${row.fileBy ? dayText(row.fileBy) : ''}</td>
    <td data-column=${columns.assignee}>
      ${row.assignee ?? ''}${row.priority === 'high' ? html` <strong>${words.priority.high}</strong>` : nothing}
    </td>
  </tr>`
}
