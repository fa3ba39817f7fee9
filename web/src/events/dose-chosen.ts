/** The person wants to look at this dose. */
export class DoseChosen extends Event {
  static readonly type = 'dose-chosen'
  /** `MedicationAdministration/…` */
  readonly focus: string

  constructor(focus: string) {
    super(DoseChosen.type, { bubbles: true, composed: true })
    this.focus = focus
  }
}
