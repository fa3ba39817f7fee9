import type { Transaction } from 'kysely'
import type { Doses } from './reserved.ts'
import type { Tables } from './tables.ts'
import type { PlannedIdentity } from './write-back.ts'

/** Whose doses they are; see {@link Doses}. */
type Owner = Omit<Doses, 'doses'>

/** A line that bills a dose, and the write-back that left it. */
export interface Charged {
  readonly identity: string
  readonly id: string
  readonly state: Tables['write_back']['state']
  readonly who: string
  /** Instant, as the database has it. */
  readonly changed: string
}

/** One dose, and what a line bills of it. */
interface Billed {
  readonly identity: string
  readonly dose: string
  readonly role: string
}

const billedBy = (writes: readonly PlannedIdentity[]): readonly Billed[] =>
  writes.flatMap(({ identity, doses = [], role }) => (role ? doses.map((dose) => ({ identity, dose, role })) : []))

/**
 * The lines that bill already, or may, what these would bill: the same of the same dose, under whatever identity and for
 * whatever visit.
 */
export async function chargedFor(
  trx: Transaction<Tables>,
  owner: Owner,
  writes: readonly PlannedIdentity[],
): Promise<readonly Charged[]> {
  const wanted = billedBy(writes)
  if (wanted.length === 0) return []
  const rows = await of(trx, owner)
    .innerJoin('written', (join) =>
      join.onRef('written.tenant', '=', 'charged_dose.tenant').onRef('written.identity', '=', 'charged_dose.identity'),
    )
    .innerJoin('write_back', 'write_back.id', 'written.write_back')
    .select(['charged_dose.identity', 'charged_dose.dose', 'charged_dose.role'])
    .select(['write_back.id', 'write_back.state', 'write_back.who', 'write_back.changed'])
    .where(
      'charged_dose.dose',
      'in',
      wanted.map(({ dose }) => dose),
    )
    .execute()
  return rows.filter((row) => wanted.some(({ dose, role }) => dose === row.dose && role === row.role))
}

/**
 * From when it is sent a line bills its doses: one row for each, whose key refuses a second. A line that this write-back
 * may take the place of gives way, and comes back where nothing was stored. Rejects with a unique violation where another
 * line bills the dose.
 */
export async function charge(
  trx: Transaction<Tables>,
  owner: Owner,
  writes: readonly PlannedIdentity[],
  replaces: readonly string[],
): Promise<void> {
  for (const { identity, dose, role } of billedBy(writes)) {
    const gave = await trx
      .deleteFrom('charged_dose')
      .where((row) => row.and({ ...owner, dose, role }))
      .where('identity', 'in', ['', ...replaces])
      .returning(['identity', 'before'])
      .executeTakeFirst()
    // Said to be gone and written again, a line takes over what it had taken the place of itself.
    const before = gave?.identity === identity ? gave.before : (gave?.identity ?? '')
    await trx
      .insertInto('charged_dose')
      .values({ ...owner, dose, role, identity, before })
      .execute()
  }
}

/** A line that is known to be stored has taken the place of those before it for good. */
export async function chargedForGood(trx: Transaction<Tables>, owner: Owner, write: PlannedIdentity): Promise<void> {
  if (!write.role) return
  const mine = trx.selectFrom('charged_dose').where('tenant', '=', owner.tenant).where('identity', '=', write.identity)
  for (const { before } of await mine.select('before').distinct().where('before', '!=', '').execute()) {
    await trx
      .updateTable('written')
      .set({ state: 'void' })
      .where('tenant', '=', owner.tenant)
      .where('identity', '=', before)
      .execute()
    await uncharge(trx, owner.tenant, before)
  }
  await trx
    .updateTable('charged_dose')
    .set({ before: '' })
    .where('tenant', '=', owner.tenant)
    .where('identity', '=', write.identity)
    .execute()
  // A line of before there were such rows has none until it is changed.
  const rows = billedBy([write]).map((billed) => ({ ...owner, ...billed, before: '' }))
  if (rows.length === 0) return
  await trx
    .insertInto('charged_dose')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** A line that bills no longer frees its doses; one whose place it had taken, and that is live, bills them again. */
export async function uncharge(trx: Transaction<Tables>, tenant: string, identity: string): Promise<void> {
  if (await isLive(trx, tenant, identity)) return
  const rows = await trx
    .selectFrom('charged_dose')
    .select('before')
    .distinct()
    .where('tenant', '=', tenant)
    .where('identity', '=', identity)
    .execute()
  for (const { before } of rows) {
    const isBack = before !== '' && before !== identity && (await isLive(trx, tenant, before))
    if (isBack) {
      await trx
        .updateTable('charged_dose')
        .set({ identity: before, before: '' })
        .where('tenant', '=', tenant)
        .where('identity', '=', identity)
        .where('before', '=', before)
        .execute()
    } else {
      await trx
        .deleteFrom('charged_dose')
        .where('tenant', '=', tenant)
        .where('identity', '=', identity)
        .where('before', '=', before)
        .execute()
    }
  }
}

const of = (trx: Transaction<Tables>, { tenant, server, demonstration }: Owner) =>
  trx
    .selectFrom('charged_dose')
    .where('charged_dose.tenant', '=', tenant)
    .where('charged_dose.server', '=', server)
    .where('charged_dose.demonstration', '=', demonstration)

async function isLive(trx: Transaction<Tables>, tenant: string, identity: string): Promise<boolean> {
  const row = await trx
    .selectFrom('written')
    .select('state')
    .where('tenant', '=', tenant)
    .where('identity', '=', identity)
    .executeTakeFirst()
  return row?.state === 'live'
}
