import { type Kysely, sql, type Transaction } from 'kysely'
import { inSeconds, instant } from './clock.ts'
import type { HistoryOf } from './history.ts'
import { withState } from './stored-words.ts'
import type { Tables } from './tables.ts'
import type { Earlier, UnderWay } from './write-back.ts'

/** Doses of one FHIR server, under what counts or under one demonstration. */
export interface Doses {
  readonly tenant: string
  /** Key of the FHIR server. */
  readonly server: string
  /** The code book of a demonstration; empty for what counts. */
  readonly demonstration: string
  /** `MedicationAdministration/id` each. */
  readonly doses: readonly string[]
}

/** Who writes a dose now. */
export interface Holder extends Earlier {
  /** One of the doses it holds. */
  readonly dose: string
  /** Seconds until its time is over. */
  readonly seconds: number
}

/** States in which nobody else may write the dose, until the time is over. */
const EXCLUSIVE = ['claimed', 'sent'] as const

/** The write-back that is writing one of these doses, for whatever visit; undefined where none is. */
export async function holderOf(trx: Transaction<Tables>, about: Doses): Promise<Holder | undefined> {
  if (about.doses.length === 0) return undefined
  const row = await reservationsOf(trx, about)
    .where('write_back.state', 'in', EXCLUSIVE)
    .where('reserved_dose.until', '>', sql<string>`now()`)
    .orderBy('reserved_dose.until', 'desc')
    .executeTakeFirst()
  return row && { ...withState(row), changed: instant(row.changed) }
}

/**
 * Takes the doses for one write-back, for as long as a reservation holds. One row a dose: its key is the lock, and it refuses a
 * second one. Whoever had them before, and let the time go by, can do no more.
 */
export async function reserveDoses(trx: Transaction<Tables>, about: Doses, id: string, seconds: number): Promise<void> {
  if (about.doses.length === 0) return
  const before = await reservationsOf(trx, about).execute()
  await supersede(trx, [...new Set(before.map((row) => row.id))])
  const { tenant, server, demonstration, doses } = about
  const rows = [...new Set(doses)].map((dose) => ({
    tenant,
    server,
    demonstration,
    dose,
    write_back: id,
    until: inSeconds(seconds),
  }))
  await trx.insertInto('reserved_dose').values(rows).execute()
}

/** Takes from earlier write-backs the doses they hold: one that has not ended is not to be gone on with. */
export async function supersede(trx: Transaction<Tables>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await trx
    .updateTable('write_back')
    .set({ outranked: true })
    .where('id', 'in', ids)
    .where('state', 'in', EXCLUSIVE)
    .execute()
  await trx.deleteFrom('reserved_dose').where('write_back', 'in', ids).execute()
}

/**
 * Holds on after a step: what was sent may still arrive, and what was stored may not be found yet. Only what is void
 * leaves nothing to wait for.
 */
export async function holdOn(trx: Transaction<Tables>, id: string, to: string, seconds: number): Promise<void> {
  if (to === 'void') await trx.deleteFrom('reserved_dose').where('write_back', '=', id).execute()
  else
    await trx
      .updateTable('reserved_dose')
      .set({ until: inSeconds(seconds) })
      .where('write_back', '=', id)
      .execute()
}

/**
 * The write of a dose that is on its way, or ended so lately that a chart read before may not show it; undefined where
 * there is none.
 */
export async function underWay(db: Kysely<Tables>, about: HistoryOf): Promise<UnderWay | undefined> {
  const row = await db
    .selectFrom('reserved_dose')
    .innerJoin('write_back', 'write_back.id', 'reserved_dose.write_back')
    .select(['write_back.id', 'write_back.state', 'write_back.who', 'write_back.changed', 'reserved_dose.until'])
    .select(secondsLeft.as('seconds'))
    .where('reserved_dose.tenant', '=', about.tenant)
    .where('reserved_dose.server', '=', about.server)
    .where('reserved_dose.dose', '=', about.dose)
    .where('reserved_dose.until', '>', sql<string>`now()`)
    .$if(about.patient !== undefined, (query) => query.where('write_back.patient', '=', about.patient ?? ''))
    .orderBy('reserved_dose.until', 'desc')
    .executeTakeFirst()
  return row && { ...withState(row), changed: instant(row.changed), until: instant(row.until) }
}

const secondsLeft = sql<number>`ceil(extract(epoch from reserved_dose.until - now()))::int`

const reservationsOf = (trx: Transaction<Tables>, { tenant, server, demonstration, doses }: Doses) =>
  trx
    .selectFrom('reserved_dose')
    .innerJoin('write_back', 'write_back.id', 'reserved_dose.write_back')
    .select(['write_back.id', 'write_back.state', 'write_back.who', 'write_back.changed', 'reserved_dose.dose'])
    .select(secondsLeft.as('seconds'))
    .where('reserved_dose.tenant', '=', tenant)
    .where('reserved_dose.server', '=', server)
    .where('reserved_dose.demonstration', '=', demonstration)
    .where('reserved_dose.dose', 'in', doses)
