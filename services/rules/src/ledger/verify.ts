import { type Kysely, sql, type Transaction } from 'kysely'
import { hashOf } from './audit.ts'
import { DoseEvents } from './dose-events.ts'
import { type KeptRow, keptRows } from './kept-rows.ts'
import { type Left, leftBy, type NotIntact, notKept, RecordedRows } from './recorded-rows.ts'
import type { AuditTable, Tables } from './tables.ts'
import { KEPT, type Kept } from './touched.ts'

/** What the ledger says of itself: in order, or the first row that is not as it was written. */
export type Verification =
  | {
      readonly intact: true
      /** Rows of the audit. */
      readonly rows: number
      /** Rows that keep charges single. */
      readonly kept: number
      /** `seq:hash` of the last row of the audit. */
      readonly head: string
    }
  | NotIntact

/** Rows of the audit that are read at once: one may have 100 kB. */
const PAGE = 200
/** Rows of a table, of which only key and hash are read. */
const KEPT_PAGE = 2000

/** Rows of tables that are kept in memory at once: some 250 MB. Where there are more, the audit is read more than once. */
const AT_ONCE = 500_000

interface VerifyOptions {
  readonly anchor?: string | undefined
  readonly atOnce?: number
  readonly onRows?: ((rows: number) => void) | undefined
}

/**
 * Reads the whole ledger as it stands at one moment: the chain of the audit, then every row that keeps charges single,
 * beside what the audit says of it. Names the first row that is not as it was written. `anchor` is `seq:hash`, noted
 * somewhere else earlier: with it a chain that was rebuilt as a whole is detected too. `onRows` is told how many rows of the
 * audit have been read. Changes nothing.
 */
export function verify(
  db: Kysely<Tables>,
  { anchor, atOnce = AT_ONCE, onRows = () => undefined }: VerifyOptions = {},
): Promise<Verification> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const parts = Math.max(1, Math.ceil((await countKept(trx)) / atOnce))
      const first = new RecordedRows({ part: 0, of: parts })
      const chain = await verifyChain(trx, { anchor, onRows }, first)
      if (!chain.intact) return chain
      let kept = 0
      for (let part = 0; part < parts; part++) {
        const found = await verifyKept(trx, part === 0 ? first : new RecordedRows({ part, of: parts }), part)
        if (typeof found !== 'number') return found
        kept += found
      }
      return { ...chain, kept }
    })
}

async function countKept(trx: Transaction<Tables>): Promise<number> {
  let count = 0
  for (const table of KEPT) {
    const { rows } = await sql<{ count: number }>`select count(*) from ${sql.table(table)}`.execute(trx)
    count += rows[0]?.count ?? 0
  }
  return count
}

async function verifyChain(
  trx: Transaction<Tables>,
  { anchor, onRows }: Pick<VerifyOptions, 'anchor'> & Required<Pick<VerifyOptions, 'onRows'>>,
  recorded: RecordedRows,
): Promise<Verification> {
  let seq = 0
  let hash = ''
  let isAnchored = anchor === undefined
  const events = new DoseEvents()
  for (;;) {
    const rows = await trx.selectFrom('audit').selectAll().where('seq', '>', seq).orderBy('seq').limit(PAGE).execute()
    for (const row of rows) {
      const wrong = wrongWith(row, seq, hash) ?? recorded.add(row)
      if (wrong) return wrong
      ;({ seq, hash } = row)
      isAnchored ||= anchor === `${seq}:${hash}`
    }
    await events.compare(trx, rows)
    onRows(seq)
    if (rows.length < PAGE) break
  }
  const head = await trx.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst()
  if (!head || head.seq !== seq || head.hash !== hash) {
    return notAudit(
      seq + 1,
      `the last rows are missing: ${head?.seq ?? 'nobody knows how many'} were written, ${seq} are there`,
    )
  }
  if (!isAnchored) return notAudit(Number(anchor?.split(':')[0]), `no row is ${anchor}, as was noted`)
  const wrong = await events.wrong(trx, seq, recorded.of('dose_event'))
  return wrong || { intact: true, rows: seq, kept: 0, head: `${seq}:${hash}` }
}

const notAudit = (seq: number, because: string): NotIntact => ({ intact: false, seq, because })

function wrongWith(row: AuditTable, seq: number, hash: string): NotIntact | undefined {
  if (row.seq !== seq + 1) return notAudit(seq + 1, `row ${seq + 1} is missing`)
  if (row.previous !== hash) return notAudit(row.seq, 'it does not follow the row before it')
  return hashOf(row) === row.hash ? undefined : notAudit(row.seq, 'it is not what was written')
}

/** How many rows of this part there are; or the first that is not as the audit left it. */
async function verifyKept(trx: Transaction<Tables>, recorded: RecordedRows, part: number): Promise<number | NotIntact> {
  if (part > 0) {
    const wrong = await readAgain(trx, recorded)
    if (wrong) return wrong
  }
  let count = 0
  for (const table of KEPT) {
    const left = recorded.of(table)
    for await (const rows of keptRows(trx, table, KEPT_PAGE)) {
      for (const row of rows) {
        if (!recorded.covers(table, row.key)) continue
        const wrong = wrongWithKept(table, row, left.get(row.key))
        if (wrong) return wrong
        left.delete(row.key)
        count++
      }
    }
    const [missing] = left
    if (missing) return notKept(table, missing[0], `it is missing, and ${leftBy(missing[1])}`)
  }
  return count
}

/** The acts that changed rows, for the next part of these. */
async function readAgain(trx: Transaction<Tables>, recorded: RecordedRows): Promise<NotIntact | undefined> {
  for (let seq = 0; ; ) {
    const rows = await trx
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', seq)
      .where('about', 'like', '%"rows"%')
      .orderBy('seq')
      .limit(PAGE)
      .execute()
    for (const row of rows) {
      const wrong = recorded.add(row)
      if (wrong) return wrong
    }
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return undefined
    seq = last.seq
  }
}

function wrongWithKept(table: Kept, { key, hash }: KeptRow, left: Left | undefined): NotIntact | undefined {
  if (!left) return notKept(table, key, 'it is there, and no row of the audit left it there')
  return hash === left.hash ? undefined : notKept(table, key, `it is not as ${leftBy(left)}`)
}
