/** The person says that charges the EHR took were taken back there. */
export class GoneStated extends Event {
  static readonly type = 'gone-stated'
  /** Identities of the charges. */
  readonly identities: readonly string[]

  constructor(identities: readonly string[]) {
    super(GoneStated.type, { bubbles: true, composed: true })
    this.identities = identities
  }
}
