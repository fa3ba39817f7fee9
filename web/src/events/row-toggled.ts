/** A row of the page was opened or closed by the person. */
export class RowToggled extends Event {
  static readonly type = 'row-toggled'
  readonly row: string
  readonly open: boolean

  constructor(row: string, open: boolean) {
    super(RowToggled.type, { bubbles: true, composed: true })
    this.row = row
    this.open = open
  }
}
