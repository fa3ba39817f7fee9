/** The person says that charges the EHR took were taken back there. */
export class ReversalStated extends Event {
  static readonly type = 'reversal-stated'
  /** Identities of the charges. */
  readonly identities: readonly string[]

  constructor(identities: readonly string[]) {
    super(ReversalStated.type, { bubbles: true, composed: true })
    this.identities = identities
  }
}
