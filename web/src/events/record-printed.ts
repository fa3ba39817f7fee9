/** The person wants the whole record on paper, with every row of the page. */
export class RecordPrinted extends Event {
  static readonly type = 'record-printed'

  constructor() {
    super(RecordPrinted.type, { bubbles: true, composed: true })
  }
}
