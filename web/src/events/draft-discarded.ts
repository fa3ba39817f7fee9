/** The person wants what was restored to be forgotten. */
export class DraftDiscarded extends Event {
  static readonly type = 'draft-discarded'

  constructor() {
    super(DraftDiscarded.type, { bubbles: true, composed: true })
  }
}
