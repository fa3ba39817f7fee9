import type { DoseAnswer } from '@doseline/contract'
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import '../elements/fold-row/fold-row.ts'
import { words } from '../words.ts'
import type { AboutDose } from './about-dose.ts'
import type { ReviewState } from './review-state.ts'
import { checksState, coverageState, dosingState, factsState, historyState, type RowState } from './row-states.ts'

/** Which rows are open: what the person left, else what a row usually is. */
export interface RowsOpen {
  has(row: string, usually?: boolean): boolean
}

/** What the rows are drawn with beside the dose. */
export interface RowsLook {
  readonly rows: RowsOpen
  /** There is room for a second column: what is looked at rather than read is open there. */
  readonly isWide: boolean
  /** And for more than one of them open. */
  readonly isTall: boolean
}

/** What there is to read about a dose, each behind a row that says its state in a word; what holds the dose back comes first. */
export function closedRows(
  state: ReviewState,
  dose: DoseAnswer,
  { isCharged }: AboutDose,
  { rows, isWide, isTall }: RowsLook,
): TemplateResult {
  const all: readonly Row[] = [
    {
      name: 'dosing',
      label: words.rows.dosing,
      ...dosingState(dose),
      isUsuallyOpen: isWide,
      content: pictures(dose, state.answer?.assessments ?? []),
    },
    {
      name: 'coverage',
      label: words.rows.coverage,
      ...coverageState(dose),
      isUsuallyOpen: isTall,
      content: html`<coverage-strip .dose=${dose}></coverage-strip>`,
    },
    {
      name: 'checks',
      label: words.rows.checksTitle,
      ...checksState(dose),
      content: html`<finding-list .dose=${dose}></finding-list>`,
    },
    {
      name: 'history',
      label: words.rows.historyTitle,
      ...historyState(state.history),
      content: html`<dose-history .history=${state.history}></dose-history>`,
    },
    {
      name: 'facts',
      label: words.rows.factsTitle,
      ...factsState(dose),
      content: html`<fact-table .facts=${dose.facts ?? []} .base=${state.session?.base ?? ''}></fact-table>`,
    },
  ]
  const isProblem = (row: Row): boolean => row.isProblem && !isCharged
  return html`${repeat(
    (dose.supported ? all : all.filter(({ name }) => OF_ANY_DRUG.has(name))).toSorted(
      (a, b) => Number(isProblem(b)) - Number(isProblem(a)),
    ),
    ({ name }) => name,
    (row) =>
      html`<fold-row
        data-row=${row.name}
        .name=${row.name}
        .label=${row.label}
        .says=${row.says}
        .of=${dose.focus}
        ?problem=${isProblem(row)}
        ?open=${rows.has(row.name, row.isUsuallyOpen)}
        >${row.content}</fold-row
      >`,
  )}`
}

/** Of a drug that is not supported nothing is checked; what was stored and read of its dose is shown all the same. */
const OF_ANY_DRUG: ReadonlySet<string> = new Set(['history', 'facts'])

interface Row extends RowState {
  readonly name: string
  readonly label: string
  readonly isUsuallyOpen?: boolean
  readonly content: TemplateResult
}

/** What people would rather look at than read. */
function pictures({ measure, containers, infusion, focus }: DoseAnswer, doses: readonly DoseAnswer[]): TemplateResult {
  return html`<div class="pictures">
    ${containers ? html`<container-drawing .containers=${containers} .measure=${measure}></container-drawing>` : nothing}
    ${infusion ? html`<infusion-clock .infusion=${infusion} .doses=${doses}></infusion-clock>` : nothing}
    <dose-timeline .doses=${doses} .focused=${focus}></dose-timeline>
  </div>`
}
