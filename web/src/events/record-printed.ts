/** The person wants the full record: on paper, or as a file. */
export class RecordPrinted extends Event {
  static readonly type = 'record-printed'
  readonly as: 'paper' | 'PDF'

  constructor(as: 'paper' | 'PDF') {
    super(RecordPrinted.type, { bubbles: true, composed: true })
    this.as = as
  }
}
