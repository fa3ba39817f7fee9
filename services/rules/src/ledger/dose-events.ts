import type { Transaction } from 'kysely'
import type { NotIntact } from './recorded-rows.ts'
import type { AuditTable, Tables } from './tables.ts'

/** An act’s own word about which doses of which FHIR server it is about; see `to-record.ts`, `reservation.ts` and `step.ts`. */
interface About {
  readonly server?: string
  readonly doses?: readonly (string | { readonly focus: string })[]
}

/**
 * The rows that find the history of a dose, beside the acts that they lead to. What was changed or removed stands in the
 * audit, and so do those of acts from before acts said which doses they are about.
 */
export class DoseEvents {
  readonly #missing = new Set<string>()
  readonly #extra = new Set<string>()

  /** Compares the rows that lead to these rows of the audit. */
  async compare(trx: Transaction<Tables>, rows: readonly AuditTable[]): Promise<void> {
    const [first, last] = [rows[0], rows.at(-1)]
    if (!first || !last) return
    const expected = new Set(rows.flatMap(eventsOf))
    const found = await trx
      .selectFrom('dose_event')
      .selectAll()
      .where('seq', '>=', first.seq)
      .where('seq', '<=', last.seq)
      .execute()
    for (const event of found) {
      const key = keyOf(event)
      if (!expected.delete(key)) this.#extra.add(key)
    }
    for (const key of expected) this.#missing.add(key)
  }

  /** The first row that is otherwise than the whole audit says. `changed`: what it says was changed, and whether it was left. */
  async wrong(
    trx: Transaction<Tables>,
    lastSeq: number,
    changed: ReadonlyMap<string, { readonly hash: string | null }>,
  ) {
    const beyond = await trx
      .selectFrom('dose_event')
      .selectAll()
      .where((row) => row.or([row('seq', '>', lastSeq), row('seq', '<', 1)]))
      .limit(1)
      .execute()
    for (const event of beyond) this.#extra.add(keyOf(event))
    const [extra] = [...this.#extra].filter((key) => !changed.get(key)?.hash)
    if (extra) return wrong(extra, 'it is there, and no row of the audit is about that dose')
    const [missing] = [...this.#missing].filter((key) => changed.get(key)?.hash !== null)
    return missing && wrong(missing, 'it is missing: the history of the dose lacks that row of the audit')
  }
}

const wrong = (key: string, because: string): NotIntact => ({ intact: false, table: 'dose_event', key, because })

function eventsOf({ seq, tenant, act, about }: AuditTable): string[] {
  if (act !== 'assessed' && !act.startsWith('write-back ')) return []
  const { server, doses = [] }: About = JSON.parse(about)
  if (server === undefined) return []
  const named = doses.map((dose) => (typeof dose === 'string' ? dose : dose.focus))
  return [...new Set(named)].map((dose) => keyOf({ tenant, server, dose, seq }))
}

const keyOf = ({ tenant, server, dose, seq }: Tables['dose_event']): string =>
  // As PostgreSQL writes a JSON list.
  `[${[tenant, server, dose, seq].map((each) => JSON.stringify(each)).join(', ')}]`
