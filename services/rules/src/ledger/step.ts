import { type Kysely, sql } from 'kysely'
import { type AuditEntry, recorded } from './audit.ts'
import { inSeconds } from './clock.ts'
import type { Tables, WriteBackState } from './tables.ts'
import { find, type Leases, type WriteBack } from './write-back.ts'
import { keepIdentities } from './written.ts'

export interface StepRequest {
  readonly id: string
  readonly to: 'sent' | 'unconfirmed' | 'confirmed' | 'void'
  readonly fencing: number
  readonly reason: string
  /** The identities known to be stored, where only part was (`confirmed`) or the rest is open (`unconfirmed`). */
  readonly written?: readonly string[] | undefined
  readonly entry: Omit<AuditEntry, 'act' | 'about' | 'subject'>
}

export type Stepped =
  | { readonly kind: 'done'; readonly writeBack: WriteBack }
  | { readonly kind: 'unknown' }
  /** A later claim holds the visit. */
  | { readonly kind: 'outranked'; readonly writeBack: WriteBack }
  | { readonly kind: 'wrong order'; readonly writeBack: WriteBack }

/**
 * Where a write-back may go from where it is. What was sent is void only where the EHR is known to hold nothing of it;
 * where the connection broke it is unconfirmed until somebody has looked.
 */
const NEXT: Readonly<Record<WriteBackState, readonly WriteBackState[]>> = {
  claimed: ['sent', 'void'],
  sent: ['unconfirmed', 'confirmed', 'void'],
  unconfirmed: ['confirmed', 'void'],
  confirmed: [],
  void: [],
}

/** Moves a claim on. The same step twice is one. */
export function step(db: Kysely<Tables>, request: StepRequest, leases: Leases): Promise<Stepped> {
  const { id, to, fencing, reason, written, entry } = request
  const { tenant } = entry
  return recorded(db, async (trx, record): Promise<Stepped> => {
    const before = await find(trx, tenant, id)
    if (!before) return { kind: 'unknown' }
    if (before.state === to) return { kind: 'done', writeBack: before }
    const { visit, plan, server, doses } = await trx
      .selectFrom('write_back')
      .select(['visit', 'plan', 'server', 'doses'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const held = await trx
      .selectFrom('visit')
      .select('fencing')
      .where('tenant', '=', tenant)
      .where('key', '=', visit)
      .executeTakeFirst()
    const holds = held?.fencing === fencing
    // Nothing is sent by saying what became of an unconfirmed write-back, so a later claim does not forbid it.
    const isOutranked = fencing !== before.fencing || !(holds || before.state === 'unconfirmed')
    if (isOutranked) return { kind: 'outranked', writeBack: before }
    if (!NEXT[before.state].includes(to)) return { kind: 'wrong order', writeBack: before }
    await trx
      .updateTable('write_back')
      .set({ state: to, reason, changed: sql<string>`now()` })
      .where('id', '=', id)
      .execute()
    if (holds) {
      await trx
        .updateTable('visit')
        .set({ state: to, until: inSeconds(leases.sent) })
        .where('tenant', '=', tenant)
        .where('key', '=', visit)
        .execute()
    }
    const dosesOf = { server, doses: JSON.parse(doses) as string[] }
    await keepIdentities(trx, { tenant, ...dosesOf, id, plan, to, written, holds })
    const about = { writeBack: id, fencing, ...(reason && { reason }), ...(written && { written }) }
    await record([{ ...entry, act: `write-back ${to}`, subject: before.patient, about, ...(server && { dosesOf }) }])
    const writeBack = await find(trx, tenant, id)
    return writeBack ? { kind: 'done', writeBack } : { kind: 'unknown' }
  })
}
