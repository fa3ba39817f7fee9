import type { WriteBackStepName } from '@doseline/contract'
import type { Transaction } from 'kysely'
import { charge, chargedForGood, uncharge } from './charged.ts'
import type { Tables } from './tables.ts'
import type { PlannedIdentity } from './write-back.ts'

/** A step of a write-back, and what it planned. */
interface StepOf {
  readonly tenant: string
  /** Key of the FHIR server. */
  readonly server: string
  readonly id: string
  /** The administrations the write-back is about. */
  readonly doses: readonly string[]
  /** The code book of a demonstration; empty for what counts. */
  readonly demonstration: string
  /** Identities of lines whose place it may take. */
  readonly replaces: readonly string[]
  /** The plan as JSON. */
  readonly plan: string
  readonly to: WriteBackStepName
  /** The identities known to be stored, where only part was or the rest is open. */
  readonly written?: readonly string[] | undefined
  /** False where a later reservation has the visit by now: what that one wrote is not touched. */
  readonly holds: boolean
}

/**
 * Which identities count as written after a step. From `sent` on everything that was to be created does, because the EHR
 * may hold it; `void` frees it again, and `confirmed` all that is known not to be stored.
 */
export async function keepIdentities(trx: Transaction<Tables>, step: StepOf): Promise<void> {
  const { writes } = JSON.parse(step.plan) as { writes: readonly PlannedIdentity[] }
  const created = writes.filter(isCreated)
  if (step.to === 'sent') {
    await charge(trx, ownerOf(step), created, step.replaces)
    await keep(trx, step, created)
  }
  if (step.to === 'unconfirmed' && step.written?.length) await know(trx, step, step.written)
  if (step.to === 'void') await freeAllBut(trx, step, [])
  if (step.to !== 'confirmed') return
  if (step.written === undefined) return keep(trx, step, writes)
  const stored = new Set(step.written)
  const kept = writes.filter(({ identity, toldBy }) => stored.has(toldBy ?? identity))
  await freeAllBut(trx, step, [...stored, ...kept.map(({ identity }) => identity)])
  await keep(trx, step, kept)
}

const ownerOf = ({ tenant, server, demonstration }: StepOf) => ({ tenant, server, demonstration })

const isCreated = ({ act }: PlannedIdentity): boolean => act === 'create'

/** Statuses after which a resource charges and says nothing any more. */
const GONE = new Set(['inactive', 'entered-in-error'])

async function keep(trx: Transaction<Tables>, step: StepOf, writes: readonly PlannedIdentity[]): Promise<void> {
  for (const write of writes) {
    await keepOne(trx, step, write)
    // Where a charge names no dose, and a message a whole visit, they are found by the doses.
    const doses = write.charges?.doses ?? (write.content ? step.doses : [])
    const found = doses.map((dose) => ({ tenant: step.tenant, server: step.server, dose, identity: write.identity }))
    if (found.length === 0) continue
    await trx
      .insertInto('given_for')
      .values(found)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

async function keepOne(trx: Transaction<Tables>, step: StepOf, write: PlannedIdentity): Promise<void> {
  const { tenant, id, holds, to } = step
  const { identity, what, act, status, charges, content = '' } = write
  const stood = await trx
    .selectFrom('written')
    .select(['write_back', 'state', 'known', 'charges', 'content', 'before'])
    .where('tenant', '=', tenant)
    .where('identity', '=', identity)
    .executeTakeFirst()
  const isMine = stood?.write_back === id
  if (stood && !isMine && (!holds || (await isLater(trx, stood.write_back, id)))) return
  const isConfirmed = to === 'confirmed'
  if (isConfirmed && content !== '' && isMine && stood.before !== '') await freeToldBy(trx, tenant, stood.before)
  const row = {
    tenant,
    identity,
    what,
    state: act === 'void' || GONE.has(status ?? '') ? ('void' as const) : ('live' as const),
    write_back: id,
    known: isConfirmed,
    charges: charges ? JSON.stringify(charges) : '',
    content,
    before: isConfirmed || !stood ? '' : isMine ? stood.before : JSON.stringify(stood),
  }
  await trx
    .insertInto('written')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant', 'identity']).doUpdateSet(row))
    .execute()
  if (row.state === 'void') await uncharge(trx, tenant, identity)
  else if (isConfirmed) await chargedForGood(trx, ownerOf(step), write)
}

type Stood = Pick<Tables['written'], 'write_back' | 'state' | 'known' | 'charges' | 'content' | 'before'>

/** Whether one write-back was reserved after another: what it wrote since is its own, for whatever visit. */
async function isLater(trx: Transaction<Tables>, one: string, other: string): Promise<boolean> {
  const rows = await trx
    .selectFrom('write_back as one')
    .innerJoin('write_back as other', (join) => join.onRef('one.number', '>', 'other.number'))
    .select('one.id')
    .where('one.id', '=', one)
    .where('other.id', '=', other)
    .execute()
  return rows.length > 0
}

/** A correction takes the place of the message before it, with all that one told. */
async function freeToldBy(trx: Transaction<Tables>, tenant: string, before: string): Promise<void> {
  const { write_back: id } = JSON.parse(before) as Stood
  const freed = await trx
    .updateTable('written')
    .set({ state: 'void' })
    .where('write_back', '=', id)
    .returning('identity')
    .execute()
  for (const { identity } of freed) await uncharge(trx, tenant, identity)
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

/** Nothing of a write-back is stored anywhere, as a person says: its lines may be written again. */
export const freed = (trx: Transaction<Tables>, writeBack: string): Promise<void> =>
  freeAllBut(trx, { id: writeBack }, [])

/** What a later write-back has taken over is its own. What stood before something that was not stored stands again. */
async function freeAllBut(
  trx: Transaction<Tables>,
  { id }: Pick<StepOf, 'id'>,
  kept: readonly string[],
): Promise<void> {
  const mine = trx.selectFrom('written').select(['tenant', 'identity', 'before']).where('write_back', '=', id)
  for (const { tenant, identity, before } of await (kept.length > 0
    ? mine.where('identity', 'not in', kept)
    : mine
  ).execute()) {
    const again = before === '' ? ({ state: 'void' } as const) : (JSON.parse(before) as Stood)
    await trx.updateTable('written').set(again).where('tenant', '=', tenant).where('identity', '=', identity).execute()
    await uncharge(trx, tenant, identity)
  }
}
