/** The person was asked, and wants it. */
export class Confirmed extends Event {
  static readonly type = 'confirmed'

  constructor() {
    super(Confirmed.type, { bubbles: true, composed: true })
  }
}
