/** A field of the form (`reviewed`: a record that it offers to be reviewed) in which a person states what the chart lacks. */
export type AttestField =
  | 'discarded'
  | 'opened'
  | 'containers'
  | 'acquired'
  | 'setting'
  | 'departmentModifier'
  | 'dateOfService'
  | 'given'
  | 'infusionMinutes'
  | 'isInitialInfusion'
  | 'extraContainersReason'
  | 'notCharged'
  | 'wholeChart'
  | 'dailyDoseReason'
  | 'drugChangeReason'
  | 'effectiveCode'
  | 'modifier340B'
  | 'discardAsked'
  | 'filingDays'
  | 'chargedAt'
  | 'noAuthorizationNeeded'
  | 'policyMet'
  | 'container'
  | 'coverage'
  | 'payer'
  | 'authorization'
  | 'from'
  | 'until'
  | 'units'
  | 'visits'
  | 'diagnoses'
  | 'treatments'
  | 'reviewed'

/** The person wants to see the finding behind a task, or to fill in the field that would answer it. */
export class JumpAsked extends Event {
  static readonly type = 'jump-asked'
  /** Rule id, such as `amount/discard-is-documented`. */
  readonly rule: string
  readonly field: AttestField | undefined

  constructor(rule: string, field?: AttestField) {
    super(JumpAsked.type, { bubbles: true, composed: true })
    this.rule = rule
    this.field = field
  }
}
