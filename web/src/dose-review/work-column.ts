import type { DoseAnswer } from '@doseline/contract'
import { html, nothing, type TemplateResult } from 'lit'
import '../elements/charge-lines/charge-lines.ts'
import { isOverridden } from '../elements/take-away/chargeable.ts'
import type { FactsAttested, Statement } from '../events/facts-attested.ts'
import type { Override, OverridesGiven } from '../events/overrides-given.ts'
import type { RecordPrinted } from '../events/record-printed.ts'
import type { ReversalStated } from '../events/reversal-stated.ts'
import type { WriteAsked } from '../events/write-asked.ts'
import type { AboutDose } from './about-dose.ts'
import type { RowsOpen } from './closed-rows.ts'
import type { Preparing } from './give-record.ts'
import type { Difference } from './reconcile.ts'
import { lastUnseen } from './recorded.ts'
import { relaunchOf } from './relaunch.ts'
import type { ReviewState } from './review-state.ts'
import { signaturesFrom } from './stored.ts'
import { othersOfVisit } from './visit-wide.ts'

/** What can be done with a dose, and what that looks at beside it. */
export interface DoseActs {
  readonly rows: RowsOpen
  /** The page is locked: nothing is written by itself. */
  readonly isCovered: boolean
  /** Where the chart is not as it was written. */
  readonly differences: readonly Difference[]
  readonly write: (asked: WriteAsked) => void
  readonly attest: (statement: Statement | undefined, isOfVisit: boolean) => void
  readonly override: (overrides: readonly Override[]) => void
  readonly sayGone: (identities: readonly string[]) => void
  readonly look: () => void
  readonly giveRecord: (asked: RecordPrinted) => void
  /** How far the file is that was asked for. */
  readonly preparing: Preparing
}

/** What makes the dose ready, what it is charged with, and what is written of it. */
export function workColumn(state: ReviewState, dose: DoseAnswer, about: AboutDose, acts: DoseActs): TemplateResult {
  const { session, chart, focus, attested, writing } = state
  return html`${
    dose.wouldMakeReady.length > 0
      ? html`<to-do .tasks=${dose.wouldMakeReady} .facts=${dose.facts ?? []} .dose=${dose}></to-do>`
      : nothing
  }
    <charge-lines
      .lines=${dose.lines}
      .atStake=${dose.atStake}
      .verdict=${dose.verdict}
      ?overridden=${isOverridden(dose, about.reasons)}
    ></charge-lines>
    <reconcile-panel
      .differences=${acts.differences}
      ?disabled=${writing !== undefined || !session?.approver.mayWrite}
      @write-asked=${acts.write}
      @retry=${acts.look}
    ></reconcile-panel>
    ${writePart(state, dose, about, acts)}
    <attest-form
      .focused=${focus}
      .measure=${dose.measure ?? 'mg'}
      .facts=${[...(dose.facts ?? []), ...(dose.furtherFacts ?? [])]}
      .findings=${dose.findings}
      .othersOfVisit=${othersOfVisit(state.answer?.assessments ?? [], focus).length}
      .resources=${chart?.resources ?? []}
      .attested=${attested[focus]}
      ?disabled=${writing !== undefined || state.rejudging === true}
      @facts-attested=${({ statement, isOfVisit }: FactsAttested) => acts.attest(statement, isOfVisit)}
    ></attest-form>`
}

/** What is written where, how that ended, and what is stored. */
export function writePart(
  state: ReviewState,
  dose: DoseAnswer,
  { reasons, stored, recorded, underWay }: AboutDose,
  acts: DoseActs,
): TemplateResult {
  const { answer, session, focus, overrides } = state
  return html`<write-back-panel
    .dose=${dose}
    .forSubmission=${answer?.forSubmission ?? true}
    .plans=${state.plans}
    .plansFailure=${state.plansFailure}
    .label=${session?.issuer.label ?? ''}
    .base=${session?.base ?? ''}
    .approver=${session?.approver.display ?? ''}
    ?approverElsewhere=${session?.approver.identifier !== undefined}
    .mayWrite=${session?.approver.mayWrite ?? false}
    ?covered=${acts.isCovered}
    .relaunch=${relaunchOf(state)}
    .negotiated=${session?.negotiated(!answer?.forSubmission)}
    .overrides=${reasons}
    .standing=${overrides[focus] ? undefined : state.standing[focus]}
    .stored=${stored}
    .signatures=${signaturesFrom(state.provenances)}
    .recorded=${lastUnseen(recorded)}
    .underWay=${underWay}
    .writing=${state.writing}
    .result=${state.result}
    .rows=${acts.rows}
    @write-asked=${acts.write}
    @overrides-given=${(event: OverridesGiven) => acts.override(event.overrides)}
    @reversal-stated=${(event: ReversalStated) => acts.sayGone(event.identities)}
    @retry=${acts.look}
  ></write-back-panel>`
}

/** What is in view all the time. */
export function doseBar(
  state: ReviewState,
  dose: DoseAnswer,
  { reasons, recorded, isCharged }: AboutDose,
  acts: DoseActs,
): TemplateResult {
  return html`<action-bar
    .dose=${dose}
    .forSubmission=${state.answer?.forSubmission ?? true}
    ?charged=${isCharged}
    .plans=${state.plans}
    .plansFailure=${state.plansFailure}
    .overrides=${reasons}
    .patient=${state.chart?.patient}
    .recorded=${lastUnseen(recorded)}
    .writing=${state.writing}
    .sending=${state.sending}
    .mayWrite=${state.session?.approver.mayWrite ?? false}
    @write-asked=${acts.write}
    .preparing=${acts.preparing}
    @record-printed=${acts.giveRecord}
  ></action-bar>`
}
