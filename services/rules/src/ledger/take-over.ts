import { type RawBuilder, sql, type Transaction } from 'kysely'
import { appendIn } from './audit.ts'
import { type KeptRow, keptRows } from './kept-rows.ts'
import type { Tables } from './tables.ts'
import type { Kept, TouchedRows } from './touched.ts'

/** Rows of a table that a migration made or reshaped; all of them where `from` says nothing else (see {@link keptRows}). */
export interface TakenOver {
  readonly table: Kept
  readonly from?: RawBuilder<unknown>
}

/** Hashes in one row of the audit: some 60 kB, which is also what is in memory. */
const AT_ONCE = 500

/**
 * Records rows that keep charges single as they stand now: those from before there were triggers, and those that a
 * migration gave another shape. As the last thing of the migration: whatever it changed before is not noted any other way.
 */
export async function takeOver(
  trx: Transaction<Tables>,
  taken: readonly TakenOver[],
  atOnce: number = AT_ONCE,
): Promise<void> {
  await sql`delete from touched`.execute(trx)
  const { at } = await trx
    .selectNoFrom(sql<string>`to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`.as('at'))
    .executeTakeFirstOrThrow()
  for (const { table, from } of taken) {
    for await (const page of keptRows(trx, table, atOnce, from)) {
      const rows: TouchedRows = { [table]: asTouched(page) }
      const act = {
        at,
        tenant: '',
        who: 'ledger migrate',
        act: 'rows taken over',
        subject: '',
        about: { rows },
      } as const
      await appendIn(trx, act)
    }
  }
}

/** Nothing is known of what they were. */
const asTouched = (rows: readonly KeptRow[]): TouchedRows[Kept] =>
  Object.fromEntries(rows.map(({ key, hash }) => [key, [null, hash] as const]))
