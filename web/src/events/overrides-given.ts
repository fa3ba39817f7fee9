/** A reason to charge although a rule is not in order. */
export interface Override {
  readonly rule: string
  readonly reason: string
}

/** The person wants to charge although these rules are not in order; an empty list takes that back. */
export class OverridesGiven extends Event {
  static readonly type = 'overrides-given'
  readonly overrides: readonly Override[]

  constructor(overrides: readonly Override[]) {
    super(OverridesGiven.type, { bubbles: true, composed: true })
    this.overrides = overrides
  }
}
