import type { Attested } from '@doseline/contract'

/** What a person states about a dose; by whom and when is added by the page. */
export type Statement = Omit<Attested, 'by' | 'at'>

/** The person states facts the chart lacks, or takes them back. */
export class FactsAttested extends Event {
  static readonly type = 'facts-attested'
  readonly statement: Statement | undefined
  /** What it says of the visit holds for the other doses of the visit, too. */
  readonly isOfVisit: boolean

  constructor(statement: Statement | undefined, isOfVisit = false) {
    super(FactsAttested.type, { bubbles: true, composed: true })
    this.statement = statement
    this.isOfVisit = isOfVisit
  }
}
