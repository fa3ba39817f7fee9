import { randomUUID } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import { type AuditEntry, recorded } from './audit.ts'
import type { Tables, WriteBackState } from './tables.ts'

/** Seconds a claim holds without a word. After that somebody else may take the visit. */
export interface Leases {
  readonly claimed: number
  /** What was sent may still arrive: longer. */
  readonly sent: number
}
export const LEASES: Leases = { claimed: 60, sent: 120 }

/** One thing the plan writes, as the ledger needs it. */
export interface PlannedIdentity {
  readonly identity: string
  readonly what: string
  readonly act: 'create' | 'update' | 'void' | 'keep'
  readonly status?: string | undefined
}

export interface ClaimRequest {
  /** Identity of the visit; what is locked. */
  readonly visit: string
  readonly key: string
  readonly fingerprint: string
  readonly patient: string
  readonly assessment: string
  readonly writes: readonly PlannedIdentity[]
  /** What is answered to the claim, as JSON; answered again to a retry. */
  readonly plan: string
  /** Write-backs whose lines are known to be gone from the EHR: they may be written again. */
  readonly despite: readonly string[]
  readonly entry: Omit<AuditEntry, 'act' | 'about' | 'subject'>
}

export interface WriteBack {
  readonly id: string
  readonly state: WriteBackState
  readonly fencing: number
  /** ISO instant until which the claim holds. */
  readonly until: string
  readonly who: string
  readonly patient: string
  readonly assessment: string
  readonly reason: string
}

export type Claim =
  | {
      readonly kind: 'claimed' | 'again'
      readonly writeBack: WriteBack
      readonly plan: string
      readonly previous?: Earlier | undefined
    }
  /** Somebody else is at it. */
  | { readonly kind: 'held'; readonly by: Earlier; readonly seconds: number }
  /** What the plan would create was created before. */
  | { readonly kind: 'written'; readonly by: readonly Earlier[] }
  /** The key came before, with another request. */
  | { readonly kind: 'key reused' }

export interface Earlier {
  readonly id: string
  readonly state: WriteBackState
  readonly who: string
  /** ISO instant. */
  readonly changed: string
}

/** Takes a visit for one write-back. Of any number of claims at once one is granted. */
export function claim(db: Kysely<Tables>, request: ClaimRequest, leases: Leases): Promise<Claim> {
  const { tenant } = request.entry
  return recorded(db, async (trx, record): Promise<Claim> => {
    const again = await claimedBefore(trx, request)
    if (again) return again
    const last = await lastOf(trx, tenant, request.visit)
    if (last?.isHeld) return { kind: 'held', by: last, seconds: last.seconds }
    const written = await writtenBy(trx, request)
    if (written.length > 0) return { kind: 'written', by: written }
    const id = randomUUID()
    const fencing = (last?.fencing ?? 0) + 1
    const visit = {
      tenant,
      key: request.visit,
      fencing,
      write_back: id,
      state: 'claimed' as const,
      until: inSeconds(leases.claimed),
    }
    await trx
      .insertInto('visit')
      .values(visit)
      .onConflict((conflict) => conflict.columns(['tenant', 'key']).doUpdateSet(visit))
      .execute()
    const { key, fingerprint, patient, assessment, plan, entry } = request
    await trx
      .insertInto('write_back')
      .values({
        id,
        tenant,
        visit: request.visit,
        fencing,
        state: 'claimed',
        who: entry.who,
        patient,
        key,
        fingerprint,
        assessment,
        plan,
        reason: '',
      })
      .execute()
    const about = {
      writeBack: id,
      fencing,
      assessment,
      writes: request.writes,
      ...(request.despite.length > 0 && { despite: request.despite }),
    }
    await record([{ ...entry, act: 'write-back claimed', subject: patient, about }])
    const writeBack = await find(trx, tenant, id)
    if (!writeBack) throw new Error('the claim that was just stored is not there')
    return { kind: 'claimed', writeBack, plan, previous: last }
  })
}

async function claimedBefore(
  trx: Transaction<Tables>,
  { entry, key, fingerprint }: ClaimRequest,
): Promise<Claim | undefined> {
  const row = await trx
    .selectFrom('write_back')
    .select(['id', 'fingerprint', 'plan'])
    .where('tenant', '=', entry.tenant)
    .where('key', '=', key)
    .executeTakeFirst()
  if (!row) return undefined
  const writeBack = await find(trx, entry.tenant, row.id)
  if (!writeBack || row.fingerprint !== fingerprint) return { kind: 'key reused' }
  return { kind: 'again', writeBack, plan: row.plan }
}

interface Last extends Earlier {
  readonly fencing: number
  readonly isHeld: boolean
  readonly seconds: number
}

async function lastOf(trx: Transaction<Tables>, tenant: string, visit: string): Promise<Last | undefined> {
  const row = await trx
    .selectFrom('visit')
    .innerJoin('write_back', 'write_back.id', 'visit.write_back')
    .select(['write_back.id', 'visit.state', 'write_back.who', 'write_back.changed', 'visit.fencing'])
    .select(sql<number>`ceil(extract(epoch from visit.until - now()))::int`.as('seconds'))
    .where('visit.tenant', '=', tenant)
    .where('visit.key', '=', visit)
    .executeTakeFirst()
  if (!row) return undefined
  const isHeld = (row.state === 'claimed' || row.state === 'sent') && row.seconds > 0
  return { ...row, changed: instant(row.changed), isHeld }
}

/** The write-backs that left what this plan would create. */
async function writtenBy(trx: Transaction<Tables>, { entry, writes, despite }: ClaimRequest): Promise<Earlier[]> {
  const created = writes.filter(({ act }) => act === 'create').map(({ identity }) => identity)
  if (created.length === 0) return []
  const rows = await trx
    .selectFrom('written')
    .innerJoin('write_back', 'write_back.id', 'written.write_back')
    .select(['write_back.id', 'write_back.state', 'write_back.who', 'write_back.changed'])
    .distinct()
    .where('written.tenant', '=', entry.tenant)
    .where('written.state', '=', 'live')
    .where('written.identity', 'in', created)
    .orderBy('write_back.changed', 'desc')
    .execute()
  return rows.filter(({ id }) => !despite.includes(id)).map((row) => ({ ...row, changed: instant(row.changed) }))
}

export interface StepRequest {
  readonly id: string
  readonly to: 'sent' | 'confirmed' | 'void'
  readonly fencing: number
  readonly reason: string
  readonly entry: Omit<AuditEntry, 'act' | 'about' | 'subject'>
}

export type Stepped =
  | { readonly kind: 'done'; readonly writeBack: WriteBack }
  | { readonly kind: 'unknown' }
  /** A later claim holds the visit. */
  | { readonly kind: 'outranked'; readonly writeBack: WriteBack }
  | { readonly kind: 'wrong order'; readonly writeBack: WriteBack }

/** Where a write-back may go from where it is. What was sent is void only where the EHR is known to hold nothing of it. */
const NEXT: Readonly<Record<WriteBackState, readonly WriteBackState[]>> = {
  claimed: ['sent', 'void'],
  sent: ['confirmed', 'void'],
  confirmed: [],
  void: [],
}

/** Moves a claim on. The same step twice is one. */
export function step(db: Kysely<Tables>, request: StepRequest, leases: Leases): Promise<Stepped> {
  const { id, to, fencing, reason, entry } = request
  const { tenant } = entry
  return recorded(db, async (trx, record): Promise<Stepped> => {
    const before = await find(trx, tenant, id)
    if (!before) return { kind: 'unknown' }
    if (before.state === to) return { kind: 'done', writeBack: before }
    const { visit, plan } = await trx
      .selectFrom('write_back')
      .select(['visit', 'plan'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const held = await trx
      .selectFrom('visit')
      .select('fencing')
      .where('tenant', '=', tenant)
      .where('key', '=', visit)
      .executeTakeFirst()
    if (fencing !== before.fencing || held?.fencing !== fencing) return { kind: 'outranked', writeBack: before }
    if (!NEXT[before.state].includes(to)) return { kind: 'wrong order', writeBack: before }
    await trx
      .updateTable('write_back')
      .set({ state: to, reason, changed: sql<string>`now()` })
      .where('id', '=', id)
      .execute()
    await trx
      .updateTable('visit')
      .set({ state: to, until: inSeconds(leases.sent) })
      .where('tenant', '=', tenant)
      .where('key', '=', visit)
      .execute()
    if (to === 'confirmed') await keepIdentities(trx, tenant, id, plan)
    const about = { writeBack: id, fencing, ...(reason && { reason }) }
    await record([{ ...entry, act: `write-back ${to}`, subject: before.patient, about }])
    const writeBack = await find(trx, tenant, id)
    return writeBack ? { kind: 'done', writeBack } : { kind: 'unknown' }
  })
}

/** Statuses after which a resource charges and says nothing any more. */
const GONE = new Set(['inactive', 'entered-in-error'])

async function keepIdentities(trx: Transaction<Tables>, tenant: string, id: string, plan: string): Promise<void> {
  const { writes } = JSON.parse(plan) as { writes: readonly PlannedIdentity[] }
  for (const { identity, what, act, status } of writes) {
    const state = act === 'void' || GONE.has(status ?? '') ? ('void' as const) : ('live' as const)
    const row = { tenant, identity, what, state, write_back: id }
    await trx
      .insertInto('written')
      .values(row)
      .onConflict((conflict) => conflict.columns(['tenant', 'identity']).doUpdateSet(row))
      .execute()
  }
}

/** A write-back as it stands. */
export async function find(db: Kysely<Tables>, tenant: string, id: string): Promise<WriteBack | undefined> {
  const row = await db
    .selectFrom('write_back')
    .leftJoin('visit', (join) =>
      join.onRef('visit.tenant', '=', 'write_back.tenant').onRef('visit.key', '=', 'write_back.visit'),
    )
    .select([
      'write_back.id',
      'write_back.state',
      'write_back.fencing',
      'write_back.who',
      'write_back.patient',
      'write_back.assessment',
      'write_back.reason',
      'write_back.changed',
      'visit.until',
    ])
    .where('write_back.tenant', '=', tenant)
    .where('write_back.id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const { until, changed, ...writeBack } = row
  return { ...writeBack, until: instant(until ?? changed) }
}

/** The database’s own clock: the same for every process. */
const inSeconds = (seconds: number) => sql<string>`now() + make_interval(secs => ${seconds})`

/** A database’s timestamp as an ISO instant. */
const instant = (text: string): string => new Date(text).toISOString()
