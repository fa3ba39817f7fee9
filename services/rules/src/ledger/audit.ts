import { createHash } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type { AuditTable, Tables } from './tables.ts'
import { touchedRows } from './touched.ts'

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
  /** The doses whose history it belongs to, and the FHIR server they are of: `server` and `doses` of what was done. */
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
  | 'patient forgotten'
  | 'write-back held'
  | 'tidied'
  | 'message accepted'
  | 'message refused'
  | 'message tried again'
  | 'message withdrawn'
  | 'message settled'
  | 'rows taken over'
  | 'worklist read'
  | 'worklist exported'
  | 'worklist row read'
  | 'worklist row changed'

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
    const head = await lockedHead(trx)
    const result = await work(trx, (entries) => append(trx, head, entries))
    if ((await touchedRows(trx)) !== undefined) throw new Error('rows were changed that no row of the audit speaks of')
    return result
  })
}

/** Records an act inside a transaction that is open already. */
export async function appendIn(trx: Transaction<Tables>, entry: AuditEntry): Promise<void> {
  await append(trx, await lockedHead(trx), [entry])
}

/** Locks the end of the chain until the end of the transaction: the first lock of whoever takes more than one. */
export const lockedHead = (trx: Transaction<Tables>): Promise<Head> =>
  trx.selectFrom('audit_head').select(['seq', 'hash']).forUpdate().executeTakeFirstOrThrow()

/** Adds rows to the chain, once a transaction, and after everything else that the act changed. */
export type Recorder = (entries: readonly AuditEntry[]) => Promise<void>

async function append(trx: Transaction<Tables>, head: Head, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  const touched = await touchedRows(trx)
  let { seq, hash } = head
  const rows = entries.map((entry, index) => {
    const { at, tenant, who, act, subject } = entry
    const isLast = index === entries.length - 1
    const about = sorted({ ...entry.dosesOf, ...entry.about, ...(isLast && touched && { rows: touched }) })
    const row = { seq: ++seq, at, tenant, who, act, subject, about, previous: hash }
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
