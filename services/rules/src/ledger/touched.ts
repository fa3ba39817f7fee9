import { sql, type Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** The tables that keep charges single: what an act changes in them, its row of the audit says. */
export const KEPT = ['visit', 'write_back', 'written', 'given_for', 'reserved_dose', 'charged_dose'] as const
export type Kept = (typeof KEPT)[number] | 'dose_event'

/**
 * Of each table the rows that an act changed, by their key (JSON): SHA-256 of the row before it and after it, in base64;
 * null where there was none. Of `dose_event` only what was changed or removed: what is added stands in the audit anyway.
 */
export type TouchedRows = Readonly<Partial<Record<Kept, Readonly<Record<string, Touched>>>>>
export type Touched = readonly [was: string | null, is: string | null]

/** What this transaction changed since this was asked last, as triggers noted it; undefined where it is nothing. */
export async function touchedRows(trx: Transaction<Tables>): Promise<TouchedRows | undefined> {
  const rows = await trx
    .deleteFrom('touched')
    .where('tx', '=', sql<string>`pg_current_xact_id()::text`)
    .returning(['source', 'key', 'was', 'now'])
    .execute()
  const changed = rows.filter(({ was, now }) => was !== now)
  if (changed.length === 0) return undefined
  const byTable = Map.groupBy(changed, ({ source }) => source)
  return Object.fromEntries(
    [...byTable].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([source, touched]) => [source, byKey(touched)]),
  )
}

const byKey = (rows: readonly Omit<Tables['touched'], 'tx'>[]): Record<string, Touched> =>
  Object.fromEntries(
    rows.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ key, was, now }) => [key, [was, now] as const]),
  )
