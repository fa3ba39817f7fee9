import { randomUUID } from 'node:crypto'
import type { OutboxDecision, OutboxMessage, OutboxState } from '@doseline/contract'
import { type Kysely, sql, type Transaction } from 'kysely'
import { type AuditEntry, recorded } from './audit.ts'
import { inSeconds, instant } from './clock.ts'
import { sha256 } from './digest.ts'
import type { Tables } from './tables.ts'
import { freed } from './written.ts'

/** A message to a billing system that is stored with its reservation. */
export interface NewMessage {
  /** Messages of one account go in their order. */
  readonly account: string
  /** MSH-10 */
  readonly controlId: string
  /** As it is sent. */
  readonly text: string
  readonly charges: number
  readonly credits: number
}

/** SHA-256 of the message in hex: what the audit says of it. */
export const digestOf = ({ text }: Pick<NewMessage, 'text'>): string => sha256(text)

interface Queued extends NewMessage {
  readonly tenant: string
  readonly server: string
  readonly writeBack: string
}

/** Stores a message, to be sent as soon as those of its account before it are. */
export async function queue(trx: Transaction<Tables>, queued: Queued): Promise<void> {
  const { tenant, server, account, controlId, writeBack, text, charges, credits } = queued
  const row = { id: randomUUID(), tenant, server, account, control_id: controlId, write_back: writeBack }
  await trx
    .insertInto('outbox')
    .values({ ...row, message: text, digest: digestOf(queued), charges, credits, state: 'queued' })
    .execute()
}

/** A message as it is sent. */
export interface DueMessage {
  readonly id: string
  readonly tenant: string
  readonly server: string
  readonly number: number
  readonly controlId: string
  readonly text: string
  /** How often it was tried, with this time. */
  readonly attempts: number
}

/** What is done with a message that is not known to be accepted. */
export type OutboxChange =
  | { readonly kind: 'accepted' | 'refused'; readonly code: string; readonly words: string }
  | { readonly kind: 'no answer'; readonly because: string; readonly againInSeconds: number }

/** States in which a message keeps those of its account behind it waiting. */
const OPEN: readonly OutboxState[] = ['queued', 'sent', 'refused']

/**
 * Takes the next message that is due for one of these interfaces, for as long as a sending takes at most: nobody else sends it meanwhile. A
 * message waits for every one of its account before it, and one that was refused keeps the account waiting until a person decides.
 */
export function takeDue(
  db: Kysely<Tables>,
  { tenant, server, holdSeconds }: { readonly tenant: string; readonly server: string; readonly holdSeconds: number },
): Promise<DueMessage | undefined> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('outbox as one')
      .select(['one.id', 'one.number', 'one.control_id', 'one.message', 'one.attempts'])
      .where('one.tenant', '=', tenant)
      .where('one.server', '=', server)
      .where('one.state', 'in', ['queued', 'sent'])
      .where('one.due', '<=', sql<string>`now()`)
      .where((one) => one.or([one('one.held_until', 'is', null), one('one.held_until', '<', sql<string>`now()`)]))
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('outbox as before')
              .select('before.id')
              .whereRef('before.tenant', '=', 'one.tenant')
              .whereRef('before.server', '=', 'one.server')
              .whereRef('before.account', '=', 'one.account')
              .whereRef('before.number', '<', 'one.number')
              .where('before.state', 'in', OPEN),
          ),
        ),
      )
      .orderBy('one.number')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!row) return undefined
    const attempts = row.attempts + 1
    await trx
      .updateTable('outbox')
      .set({ state: 'sent', attempts, held_until: inSeconds(holdSeconds), changed: sql<string>`now()` })
      .where('id', '=', row.id)
      .execute()
    const { id, message: text, control_id: controlId } = row
    return { id, tenant, server, number: Number(row.number), controlId, text, attempts }
  })
}

/** Stores what became of a message that was tried; an answer is a row of the audit. */
export async function answered(
  db: Kysely<Tables>,
  { id, tenant, attempts }: Pick<DueMessage, 'id' | 'tenant' | 'attempts'>,
  change: OutboxChange,
  at: string,
): Promise<void> {
  if (change.kind === 'no answer') {
    await db
      .updateTable('outbox')
      .set({
        held_until: null,
        due: inSeconds(change.againInSeconds),
        words: change.because,
        changed: sql<string>`now()`,
      })
      .where('id', '=', id)
      .where('state', '=', 'sent')
      .where('attempts', '=', attempts)
      .execute()
    return
  }
  const { kind, code, words } = change
  await recorded(db, async (trx, record) => {
    const row = await trx
      .updateTable('outbox')
      .set({ state: kind, code, words, held_until: null, changed: sql<string>`now()` })
      .where('id', '=', id)
      .where('state', '=', 'sent')
      .returning(['control_id', 'write_back'])
      .executeTakeFirst()
    if (!row) return
    const about = { message: id, controlId: row.control_id, writeBack: row.write_back, code }
    await record([
      { at, tenant, who: 'the service', act: `message ${kind}`, subject: await patientOf(trx, row), about },
    ])
  })
}

export type Decided =
  | { readonly kind: 'done'; readonly row: OutboxMessage }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not now'; readonly row: OutboxMessage; readonly because: string }

/**
 * Retry: the same message is sent again. Settle: a person entered it in the billing system. Withdraw: nothing of it is in the
 * billing system, and its lines may be approved again.
 */
export function decideOn(
  db: Kysely<Tables>,
  about: { readonly id: string; readonly decision: OutboxDecision; readonly reason: string },
  entry: Omit<AuditEntry, 'act' | 'about' | 'subject'>,
): Promise<Decided> {
  const { id, decision, reason } = about
  return recorded(db, async (trx, record): Promise<Decided> => {
    const row = await trx
      .selectFrom('outbox')
      .selectAll()
      .where('tenant', '=', entry.tenant)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!row) return { kind: 'unknown' }
    const because = whyNot(row, decision)
    if (because !== undefined) return { kind: 'not now', row: shown(row), because }
    const { state, act } = DECISIONS[decision]
    const changed = await trx
      .updateTable('outbox')
      .set({ state, due: sql<string>`now()`, held_until: null, changed: sql<string>`now()` })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    if (decision === 'withdraw') await freed(trx, row.write_back)
    const said = { message: id, controlId: row.control_id, writeBack: row.write_back, ...(reason && { reason }) }
    await record([{ ...entry, act, subject: await patientOf(trx, row), about: said }])
    return { kind: 'done', row: shown(changed) }
  })
}

const DECISIONS = {
  retry: { state: 'queued', act: 'message tried again' },
  settle: { state: 'accepted', act: 'message settled' },
  withdraw: { state: 'withdrawn', act: 'message withdrawn' },
} as const satisfies Record<OutboxDecision, { readonly state: OutboxState; readonly act: AuditEntry['act'] }>

function whyNot(
  row: Pick<StoredRow, 'state' | 'credits'> & { readonly message: string },
  decision: OutboxDecision,
): string | undefined {
  const { state, credits, message } = row
  if (state !== 'refused') return `It is ${state}, and only a message that was refused is decided on.`
  if (decision === 'withdraw' && credits > 0)
    return 'It takes back a charge that the billing system has: send it again, or settle it once a person credited the charge there.'
  if (decision === 'retry' && message === '') return 'Its text is kept no longer.'
  return undefined
}

/** Messages of a tenant, newest first. */
export async function outboxOf(
  db: Kysely<Tables>,
  { tenant, state, writeBack }: { readonly tenant: string; readonly state?: OutboxState; readonly writeBack?: string },
): Promise<OutboxMessage[]> {
  const rows = await db
    .selectFrom('outbox')
    .selectAll()
    .where('tenant', '=', tenant)
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'queued'))
    .$if(writeBack !== undefined, (query) => query.where('write_back', '=', writeBack ?? ''))
    .orderBy('number', 'desc')
    .limit(MOST_ROWS)
    .execute()
  return rows.map(shown)
}

const MOST_ROWS = 500

interface StoredRow {
  readonly id: string
  readonly server: string
  readonly number: number
  readonly control_id: string
  readonly write_back: string
  readonly state: OutboxState
  readonly attempts: number
  readonly charges: number
  readonly credits: number
  readonly code: string
  readonly words: string
  readonly at: string
  readonly changed: string
}

function shown({
  id,
  server,
  number,
  control_id,
  write_back,
  state,
  attempts,
  charges,
  credits,
  code,
  words,
  at,
  changed,
}: StoredRow): OutboxMessage {
  const ids = { id, server, number: Number(number), controlId: control_id, writeBack: write_back }
  return { ...ids, state, attempts, charges, credits, code, words, at: instant(at), changed: instant(changed) }
}

async function patientOf(
  trx: Transaction<Tables>,
  { write_back: id }: { readonly write_back: string },
): Promise<string> {
  const row = await trx.selectFrom('write_back').select('patient').where('id', '=', id).executeTakeFirst()
  return row?.patient ?? ''
}
