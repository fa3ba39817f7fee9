import { createHash } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type { AuditTable, Tables } from './tables.ts'

/** One act to be recorded. */
export interface AuditEntry {
  /** ISO instant of the service’s clock. */
  readonly at: string
  readonly tenant: string
  readonly who: string
  readonly act: Act
  /** `Patient/id`, or empty. */
  readonly subject: string
  readonly about: Readonly<Record<string, unknown>>
  /** The doses whose history it belongs to, and the FHIR server they are of. */
  readonly dosesOf?: DosesOf | undefined
}

/** Administrations of one FHIR server, which goes by the key its tenant has for it. */
export interface DosesOf {
  readonly server: string
  readonly doses: readonly string[]
}

export type Act =
  | 'assessed'
  | 'write-back claimed'
  | 'write-back sent'
  | 'write-back unconfirmed'
  | 'write-back confirmed'
  | 'write-back void'
  | 'session opened'
  | 'session ended'
  | 'card feedback'

/** The end of the chain, locked. */
interface Head {
  readonly seq: number
  readonly hash: string
}

/**
 * Does work and records it, all or nothing. The head row is locked first and until the end: no two processes follow the
 * same row, and whoever holds it holds no other lock that a second one waits for.
 */
export function recorded<T>(
  db: Kysely<Tables>,
  work: (trx: Transaction<Tables>, record: Recorder) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (trx) => {
    const head = await trx.selectFrom('audit_head').select(['seq', 'hash']).forUpdate().executeTakeFirstOrThrow()
    return work(trx, (entries) => append(trx, head, entries))
  })
}

/** Adds rows to the chain; once a transaction. */
export type Recorder = (entries: readonly AuditEntry[]) => Promise<void>

async function append(trx: Transaction<Tables>, head: Head, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  let { seq, hash } = head
  const rows = entries.map((entry) => {
    const { at, tenant, who, act, subject } = entry
    const row = { seq: ++seq, at, tenant, who, act, subject, about: sorted(entry.about), previous: hash }
    hash = hashOf(row)
    return { ...row, hash }
  })
  await trx.insertInto('audit').values(rows).execute()
  const events = entries.flatMap(({ tenant, dosesOf }, at) =>
    [...new Set(dosesOf?.doses)].map((dose) => ({
      tenant,
      server: dosesOf?.server ?? '',
      dose,
      seq: rows[at]?.seq ?? 0,
    })),
  )
  for (let from = 0; from < events.length; from += MOST_AT_ONCE) {
    await trx
      .insertInto('dose_event')
      .values(events.slice(from, from + MOST_AT_ONCE))
      .execute()
  }
  await trx.updateTable('audit_head').set({ seq, hash }).execute()
}

/** A statement takes 65,535 parameters; a row here is four. */
const MOST_AT_ONCE = 5000

/** SHA-256 in hex over every column but the hash, each with its length before it: no two rows give one text. */
export function hashOf({ seq, at, tenant, who, act, subject, about, previous }: Omit<AuditTable, 'hash'>): string {
  const columns = [String(seq), at, tenant, who, act, subject, about, previous]
  return createHash('sha256')
    .update(columns.map((column) => `${Buffer.byteLength(column)}:${column}`).join(''))
    .digest('hex')
}

const sorted = (about: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(Object.fromEntries(Object.entries(about).sort(([a], [b]) => (a < b ? -1 : 1))))

/** What the chain says of itself. */
export type Verification =
  | { readonly intact: true; readonly rows: number; readonly head: string }
  | { readonly intact: false; readonly seq: number; readonly because: string }

const PAGE = 1000

/**
 * Reads the whole chain and names the first row that is not as it was written. `anchor` is `seq:hash`, noted somewhere
 * else earlier: with it a chain that was made anew as a whole is found out too.
 */
export async function verify(db: Kysely<Tables>, anchor?: string): Promise<Verification> {
  let seq = 0
  let hash = ''
  let isAnchored = anchor === undefined
  for (;;) {
    const rows = await db.selectFrom('audit').selectAll().where('seq', '>', seq).orderBy('seq').limit(PAGE).execute()
    for (const row of rows) {
      const because = wrongWith(row, seq, hash)
      if (because) return { intact: false, seq: because.at, because: because.says }
      ;({ seq, hash } = row)
      isAnchored ||= anchor === `${seq}:${hash}`
    }
    if (rows.length < PAGE) break
  }
  const head = await db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst()
  if (!head || head.seq !== seq || head.hash !== hash) {
    return {
      intact: false,
      seq: seq + 1,
      because: `the last rows are missing: ${head?.seq ?? 'nobody knows how many'} were written, ${seq} are there`,
    }
  }
  if (!isAnchored)
    return { intact: false, seq: Number(anchor?.split(':')[0]), because: `no row is ${anchor}, as was noted` }
  return { intact: true, rows: seq, head: `${seq}:${hash}` }
}

function wrongWith(row: AuditTable, seq: number, hash: string): { at: number; says: string } | undefined {
  if (row.seq !== seq + 1) return { at: seq + 1, says: `row ${seq + 1} is missing` }
  if (row.previous !== hash) return { at: row.seq, says: 'it does not follow the row before it' }
  return hashOf(row) === row.hash ? undefined : { at: row.seq, says: 'it is not what was written' }
}
