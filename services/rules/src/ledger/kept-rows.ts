import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Tables } from './tables.ts'
import type { Kept } from './touched.ts'

/** A row of a table that keeps charges single: its key (a JSON list), and SHA-256 of the whole of it in base64. */
export interface KeptRow {
  readonly key: string
  readonly hash: string
}

/** The columns of each primary key. */
const KEY: Readonly<Record<Kept, readonly string[]>> = {
  visit: ['tenant', 'key'],
  write_back: ['id'],
  written: ['tenant', 'identity'],
  given_for: ['tenant', 'server', 'dose', 'identity'],
  reserved_dose: ['tenant', 'server', 'demonstration', 'dose'],
  charged_dose: ['tenant', 'server', 'demonstration', 'dose', 'role'],
  dose_event: ['tenant', 'server', 'dose', 'seq'],
}

/**
 * Every row of a table as the trigger `note_touched` would note it, so many at a time: whatever the size of the table, no
 * more are in memory. `from` leaves some of them out; the table goes by the name `kept` in it.
 */
export async function* keptRows(
  trx: Transaction<Tables>,
  table: Kept,
  atOnce: number,
  from: RawBuilder<unknown> = sql`${sql.table(table)} as kept`,
): AsyncGenerator<readonly KeptRow[]> {
  // As the triggers have it, so that a moment is written alike.
  await sql`set local timezone = 'UTC'`.execute(trx)
  const key = sql.join(KEY[table].map((name) => sql`to_jsonb(kept) -> ${sql.lit(name)}`))
  await sql`declare kept_rows no scroll cursor for
    select jsonb_build_array(${key})::text as key,
      encode(sha256(convert_to(to_jsonb(kept)::text, 'UTF8')), 'base64') as hash
    from ${from}`.execute(trx)
  for (;;) {
    const { rows } = await sql<KeptRow>`fetch ${sql.lit(atOnce)} from kept_rows`.execute(trx)
    if (rows.length > 0) yield rows
    if (rows.length < atOnce) break
  }
  await sql`close kept_rows`.execute(trx)
}
