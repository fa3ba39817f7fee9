/** The person wants this written to the chart. */
export class WriteAsked extends Event {
  static readonly type = 'write-asked'
  readonly act: 'suggest' | 'approve' | 'retire'

  constructor(act: WriteAsked['act']) {
    super(WriteAsked.type, { bubbles: true, composed: true })
    this.act = act
  }
}
