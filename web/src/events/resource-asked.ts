/** The person wants to see a resource of the chart as it was read, at one of its elements. */
export class ResourceAsked extends Event {
  static readonly type = 'resource-asked'
  /** `Type/id` */
  readonly resource: string
  /** As a place names it: `dosage.dose`, `extension('discarded-amount')`. */
  readonly element: string

  constructor(resource: string, element: string) {
    super(ResourceAsked.type, { bubbles: true, composed: true })
    this.resource = resource
    this.element = element
  }
}
