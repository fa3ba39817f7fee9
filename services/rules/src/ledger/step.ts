import type { WriteBackStepName } from '@doseline/contract'
import { type Kysely, sql, type Transaction } from 'kysely'
import { type AuditEntry, recorded } from './audit.ts'
import { inSeconds } from './clock.ts'
import { holdOn } from './reserved.ts'
import type { Tables } from './tables.ts'
import { isTaken } from './unique.ts'
import { followPlan } from './worklist/charges.ts'
import { find, type Leases, type WriteBack } from './write-back.ts'
import { keepIdentities } from './written.ts'

export interface StepRequest {
  readonly id: string
  readonly to: Exclude<WriteBackStepName, 'reserved'>
  readonly fencing: number
  readonly reason: string
  /** The identities known to be stored, where only part was (`confirmed`) or the rest is open (`unconfirmed`). */
  readonly written?: readonly string[] | undefined
  readonly entry: Omit<AuditEntry, 'act' | 'about' | 'subject'>
}

export type Stepped =
  | { readonly kind: 'done'; readonly writeBack: WriteBack }
  | { readonly kind: 'unknown' }
  /** A later reservation holds the visit. */
  | { readonly kind: 'superseded'; readonly writeBack: WriteBack }
  | { readonly kind: 'wrong order'; readonly writeBack: WriteBack }

/**
 * Where a write-back may go from where it is. What was sent is void only where the EHR is known to hold nothing of it;
 * where the connection broke it is unconfirmed until somebody has looked.
 */
const NEXT: Readonly<Record<WriteBackStepName, readonly WriteBackStepName[]>> = {
  reserved: ['sent', 'void'],
  sent: ['unconfirmed', 'confirmed', 'void'],
  unconfirmed: ['confirmed', 'void'],
  confirmed: [],
  void: [],
}

/**
 * Moves a reservation on. The same step twice is one; said again, `sent` holds on for as long as the first time, unless somebody
 * else has the visit or a dose by now.
 */
export async function step(db: Kysely<Tables>, request: StepRequest, leases: Leases): Promise<Stepped> {
  try {
    return await stepOnce(db, request, leases)
  } catch (error) {
    if (!isTaken(error)) throw error
    // A line that it was to leave bills the dose already, by another write-back.
    const writeBack = await find(db, request.entry.tenant, request.id)
    return writeBack ? { kind: 'superseded', writeBack } : { kind: 'unknown' }
  }
}

function stepOnce(db: Kysely<Tables>, request: StepRequest, leases: Leases): Promise<Stepped> {
  const { id, to, fencing, reason, written, entry } = request
  const { tenant } = entry
  return recorded(db, async (trx, record): Promise<Stepped> => {
    const before = await find(trx, tenant, id)
    if (!before) return { kind: 'unknown' }
    if (before.state === to && to !== 'sent') return { kind: 'done', writeBack: before }
    const { visit, plan, server, doses, demonstration, replaces, outranked } = await trx
      .selectFrom('write_back')
      .select(['visit', 'plan', 'server', 'doses', 'demonstration', 'replaces', 'outranked'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const held = await trx
      .selectFrom('visit')
      .select('fencing')
      .where('tenant', '=', tenant)
      .where('key', '=', visit)
      .executeTakeFirst()
    const holds = held?.fencing === fencing && !outranked
    // Nothing is sent by saying what became of an unconfirmed write-back, so a later reservation does not forbid it.
    const isOutranked = fencing !== before.fencing || !(holds || before.state === 'unconfirmed')
    if (isOutranked) return { kind: 'superseded', writeBack: before }
    const isAgain = before.state === to
    if (!isAgain && !NEXT[before.state].includes(to)) return { kind: 'wrong order', writeBack: before }
    if (isAgain) {
      await holdVisit(trx, { tenant, visit, to, seconds: leases.sent })
      await holdOn(trx, id, to, leases.sent)
      const about = { writeBack: id, fencing }
      await record([{ ...entry, act: 'write-back held', subject: before.patient, about }])
      return { kind: 'done', writeBack: (await find(trx, tenant, id)) ?? before }
    }
    await trx
      .updateTable('write_back')
      .set({ state: to, reason, changed: sql<string>`now()` })
      .where('id', '=', id)
      .execute()
    if (holds) await holdVisit(trx, { tenant, visit, to, seconds: leases.sent })
    const dosesOf = { server, doses: JSON.parse(doses) as string[] }
    await holdOn(trx, id, to, leases.sent)
    const lines = { demonstration, replaces: JSON.parse(replaces) as string[] }
    await keepIdentities(trx, { tenant, ...dosesOf, ...lines, id, plan, to, written, holds })
    await followPlan(trx, { tenant, ...dosesOf, demonstration, plan }, entry)
    const about = { writeBack: id, fencing, ...(reason && { reason }), ...(written && { written }) }
    await record([{ ...entry, act: `write-back ${to}`, subject: before.patient, about, ...(server && { dosesOf }) }])
    const writeBack = await find(trx, tenant, id)
    return writeBack ? { kind: 'done', writeBack } : { kind: 'unknown' }
  })
}

async function holdVisit(
  trx: Transaction<Tables>,
  { tenant, visit, to, seconds }: { tenant: string; visit: string; to: StepRequest['to']; seconds: number },
): Promise<void> {
  await trx
    .updateTable('visit')
    .set({ state: to, until: inSeconds(seconds) })
    .where('tenant', '=', tenant)
    .where('key', '=', visit)
    .execute()
}
