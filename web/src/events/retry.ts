/** The person wants what failed to be tried again. */
export class Retry extends Event {
  static readonly type = 'retry'

  constructor() {
    super(Retry.type, { bubbles: true, composed: true })
  }
}
