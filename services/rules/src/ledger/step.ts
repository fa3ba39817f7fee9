import { type Kysely, sql, type Transaction } from 'kysely'
import { type AuditEntry, recorded } from './audit.ts'
import { inSeconds } from './clock.ts'
import type { Tables, WriteBackState } from './tables.ts'
import { find, type Leases, type PlannedIdentity, type WriteBack } from './write-back.ts'

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
