import type { WriteBackAct } from '@doseline/contract'

/** The person wants this written to the chart. */
export class WriteAsked extends Event {
  static readonly type = 'write-asked'
  readonly act: WriteBackAct
  /** Earlier write-backs whose lines the person says are gone from the EHR. */
  readonly overrideEarlier: readonly string[]

  constructor(act: WriteBackAct, overrideEarlier: readonly string[] = []) {
    super(WriteAsked.type, { bubbles: true, composed: true })
    this.act = act
    this.overrideEarlier = overrideEarlier
  }
}
