import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../src/ledger/tables.ts'

/** Confirmed write-backs of one line each, as rows: what every version of the tables has. */
export async function manyWriteBacks(db: Kysely<Tables>, count: number): Promise<void> {
  const numbers = sql`generate_series(0, ${sql.lit(count - 1)}) as n`
  await sql`insert into visit (tenant, key, fencing, write_back, state, until)
    select 'clinic', 'many-' || n, 1, 'many-' || n, 'confirmed', now() from ${numbers}`.execute(db)
  await sql`insert into write_back
      (id, tenant, visit, fencing, state, who, patient, key, fingerprint, assessment, plan)
    select 'many-' || n, 'clinic', 'many-' || n, 1, 'confirmed', 'w', 'Patient/p' || n, 'many-' || n, 'f', 'a',
      '{"writes":[]}' from ${numbers}`.execute(db)
  await sql`insert into written (tenant, identity, what, state, write_back)
    select 'clinic', 'line-' || n, 'ChargeItem', 'live', 'many-' || n from ${numbers}`.execute(db)
}
