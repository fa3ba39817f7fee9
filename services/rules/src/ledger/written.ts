import type { Transaction } from 'kysely'
import type { Tables, WriteBackState } from './tables.ts'
import type { PlannedIdentity } from './write-back.ts'

/** A step of a write-back, and what it planned. */
interface StepOf {
  readonly tenant: string
  /** Key of the FHIR server. */
  readonly server: string
  readonly id: string
  /** The plan as JSON. */
  readonly plan: string
  readonly to: WriteBackState
  /** The identities known to be stored, where only part was or the rest is open. */
  readonly written?: readonly string[] | undefined
  /** False where a later claim has the visit by now: what that one wrote is not touched. */
  readonly holds: boolean
}

/**
 * Which identities count as written after a step. From `sent` on everything that was to be created does, because the EHR
 * may hold it; `void` frees it again, and `confirmed` all that is known not to be stored.
 */
export async function keepIdentities(trx: Transaction<Tables>, step: StepOf): Promise<void> {
  const { writes } = JSON.parse(step.plan) as { writes: readonly PlannedIdentity[] }
  if (step.to === 'sent') await keep(trx, step, writes.filter(isCreated))
  if (step.to === 'unconfirmed' && step.written?.length) await know(trx, step, step.written)
  if (step.to === 'void') await freeAllBut(trx, step, [])
  if (step.to !== 'confirmed') return
  if (step.written === undefined) return keep(trx, step, writes)
  const stored = new Set(step.written)
  const kept = writes.filter(({ identity, toldBy }) => stored.has(toldBy ?? identity))
  await freeAllBut(trx, step, [...stored, ...kept.map(({ identity }) => identity)])
  await keep(trx, step, kept)
}

const isCreated = ({ act }: PlannedIdentity): boolean => act === 'create'

/** Statuses after which a resource charges and says nothing any more. */
const GONE = new Set(['inactive', 'entered-in-error'])

async function keep(
  trx: Transaction<Tables>,
  { tenant, server, id, holds, to }: StepOf,
  writes: readonly PlannedIdentity[],
): Promise<void> {
  for (const { identity, what, act, status, charges, content = '' } of writes) {
    const state = act === 'void' || GONE.has(status ?? '') ? ('void' as const) : ('live' as const)
    const known = to === 'confirmed'
    const row = {
      tenant,
      identity,
      what,
      state,
      write_back: id,
      known,
      charges: charges ? JSON.stringify(charges) : '',
      content,
    }
    await trx
      .insertInto('written')
      .values(row)
      .onConflict((conflict) => {
        const changed = conflict.columns(['tenant', 'identity']).doUpdateSet(row)
        return holds ? changed : changed.where('written.write_back', '=', id)
      })
      .execute()
    const given = (charges?.doses ?? []).map((dose) => ({ tenant, server, dose, identity }))
    if (given.length > 0) {
      await trx
        .insertInto('given_for')
        .values(given)
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
  }
}

/** The EHR said that it stored these, whatever became of the others. */
async function know(trx: Transaction<Tables>, { id }: StepOf, identities: readonly string[]): Promise<void> {
  await trx
    .updateTable('written')
    .set({ known: true })
    .where('write_back', '=', id)
    .where('identity', 'in', identities)
    .execute()
}

/** What a later write-back has taken over is its own. */
async function freeAllBut(trx: Transaction<Tables>, { id }: StepOf, kept: readonly string[]): Promise<void> {
  const freed = trx.updateTable('written').set({ state: 'void' }).where('write_back', '=', id)
  await (kept.length > 0 ? freed.where('identity', 'not in', kept) : freed).execute()
}
