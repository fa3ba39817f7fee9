import type { Attested } from '@doseline/contract'

/** What a person states about a dose; by whom and when is added by the page. */
export type Statement = Omit<Attested, 'by' | 'at'>

/** The person states facts the chart lacks, or takes them back. */
export class FactsAttested extends Event {
  static readonly type = 'facts-attested'
  readonly statement: Statement | undefined

  constructor(statement: Statement | undefined) {
    super(FactsAttested.type, { bubbles: true, composed: true })
    this.statement = statement
  }
}
