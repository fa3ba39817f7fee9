export type WriteAct = 'suggest' | 'approve' | 'retire'

/** The person wants this written to the chart. */
export class WriteAsked extends Event {
  static readonly type = 'write-asked'
  readonly act: WriteAct
  /** Earlier write-backs whose lines the person says are gone from the EHR. */
  readonly despite: readonly string[]

  constructor(act: WriteAct, despite: readonly string[] = []) {
    super(WriteAsked.type, { bubbles: true, composed: true })
    this.act = act
    this.despite = despite
  }
}
