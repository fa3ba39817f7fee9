import type { ScanProgress } from '@doseline/contract'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

/** What changed on a worklist since a change. */
export interface News {
  /** Ids of rows, at most 200: who is told of so many looks at the list again. */
  readonly changed: readonly string[]
  readonly scans: readonly ScanProgress[]
  /** Number of the last change. */
  readonly last: number
}

const MOST_CHANGED = 200

/** What changed after the change `since`; only the number of the last one where it is undefined. */
export async function newsSince(db: Kysely<Tables>, tenant: string, since: number | undefined): Promise<News> {
  if (since === undefined) return { changed: [], scans: [], last: await lastChange(db, tenant) }
  const rows = await db
    .selectFrom('worklist')
    .select(['id', 'change_no'])
    .where('tenant', '=', tenant)
    .where('change_no', '>', since)
    .orderBy('change_no')
    .limit(MOST_CHANGED)
    .execute()
  const scans = await db
    .selectFrom('worklist_scan')
    .select(['progress', 'change_no'])
    .where('tenant', '=', tenant)
    .where('change_no', '>', since)
    .execute()
  const isAll = rows.length < MOST_CHANGED
  const last = isAll
    ? Math.max(since, ...[...rows, ...scans].map((row) => row.change_no))
    : await lastChange(db, tenant)
  return {
    changed: rows.map(({ id }) => id),
    scans: scans.map(({ progress }) => JSON.parse(progress) as ScanProgress),
    last,
  }
}

async function lastChange(db: Kysely<Tables>, tenant: string): Promise<number> {
  const { rows } = await sql<{ last: number }>`select greatest(
    (select max(change_no) from worklist where tenant = ${tenant}),
    (select max(change_no) from worklist_scan where tenant = ${tenant}), 0) as last`.execute(db)
  return Number(rows[0]?.last ?? 0)
}

/** Keeps how far a scan is; it is told to whoever looks at the worklist. */
export async function keepScan(db: Kysely<Tables>, tenant: string, progress: ScanProgress): Promise<void> {
  const row = { tenant, scan: progress.scan, progress: JSON.stringify(progress) }
  await db
    .insertInto('worklist_scan')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'scan']).doUpdateSet({
        progress: row.progress,
        changed: sql<string>`now()`,
        change_no: sql<number>`nextval('worklist_change')`,
      }),
    )
    .execute()
}

/** The scan that was heard of last. */
export async function lastScan(db: Kysely<Tables>, tenant: string): Promise<ScanProgress | undefined> {
  const row = await db
    .selectFrom('worklist_scan')
    .select('progress')
    .where('tenant', '=', tenant)
    .orderBy('change_no', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && (JSON.parse(row.progress) as ScanProgress)
}
