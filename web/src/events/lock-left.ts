/** The person is there again and wants to go on. */
export class LockLeft extends Event {
  static readonly type = 'lock-left'

  constructor() {
    super(LockLeft.type, { bubbles: true, composed: true })
  }
}
