import { type Kysely, type QueryResult, type RawBuilder, sql, type Transaction } from 'kysely'
import { recorded } from './audit.ts'
import type { Tables } from './tables.ts'

/**
 * Removes what is kept only for a while, and says in the audit what of it keeps charges single. Answers and plans hold what
 * a chart said; the audit stays. A few rows at a time, so that nobody waits long, however much there is.
 */
export async function tidy(db: Kysely<Tables>, keepDays: number, at: string): Promise<void> {
  const old = sql`now() - make_interval(days => ${sql.lit(keepDays)})`
  await emptyOld(db, 'answer', sql`at < ${old} and answer != ''`)
  await removeOld(db, 'answer_part', sql`at < ${old}`)
  await inBatches(() => emptyMessages(db, sql`changed < ${old}`))
  while ((await tidyKept(db, keepDays, at)) > 0);
  await removeOldRows(db, keepDays)
  await removeOld(db, 'idempotency', sql`at < ${yesterday}`)
  await removeOld(db, 'session', sql`until < now()`)
  await removeOld(db, 'used_token', sql`until < now()`)
}

const yesterday = sql<string>`now() - interval '1 day'`

/** Rows of a kind that are tidied in one act, so that it is short, and so is its row of the audit. */
const AT_ONCE = 500

type Aged = 'answer_part' | 'idempotency' | 'session' | 'used_token'

const removeOld = (db: Kysely<Tables>, table: Aged, isOld: RawBuilder<unknown>): Promise<void> =>
  inBatches(() => sql`delete from ${sql.table(table)} where ctid in (${someOf(table, isOld)})`.execute(db))

const emptyOld = (db: Kysely<Tables>, table: 'answer', isOld: RawBuilder<unknown>): Promise<void> =>
  inBatches(() => sql`update ${sql.table(table)} set answer = '' where ctid in (${someOf(table, isOld)})`.execute(db))

/** Rows that nobody else is at: who tidies waits for nobody, and so keeps nobody waiting in a circle. The next time gets the rest. */
const someOf = (table: Aged | 'answer', isOld: RawBuilder<unknown>) =>
  sql`select ctid from ${sql.table(table)} where ${isOld} limit ${sql.lit(AT_ONCE)} for update skip locked`

/** What a message says of a patient goes once nobody sends it any more; what it charged, and that it was accepted, stays. */
export const emptyMessages = (db: Kysely<Tables>, which: RawBuilder<unknown>): Promise<QueryResult<unknown>> =>
  sql`update outbox set message = '' where id in (select id from outbox
    where ${which} and message != '' and state in ('accepted', 'withdrawn')
    limit ${sql.lit(AT_ONCE)} for update skip locked)`.execute(db)

async function inBatches(batch: () => Promise<QueryResult<unknown>>): Promise<void> {
  for (;;) {
    const { numAffectedRows = 0n, rows } = await batch()
    if (Math.max(Number(numAffectedRows), rows.length) < AT_ONCE) return
  }
}

/**
 * Days after which a row of the worklist goes that nobody judged since, although it is open: longer than any payer that was
 * read takes a claim (`coverage/can-still-be-filed`).
 */
const OPEN_DAYS = 550

/** Rows of the worklist that are done go like answers; open ones stay, so that no dose is lost from sight. */
async function removeOldRows(db: Kysely<Tables>, keepDays: number): Promise<void> {
  const isOld = sql`judged_at < now() - make_interval(days => ${sql.lit(keepDays)}) and (status in ('charged', 'not-billable')
    or judged_at < now() - make_interval(days => ${sql.lit(Math.max(keepDays, OPEN_DAYS))}))`
  await inBatches(() =>
    sql`with gone as (
      delete from worklist where ctid in (select ctid from worklist where ${isOld} limit ${sql.lit(AT_ONCE)} for update skip locked)
      returning tenant, server, dose
    ), events as (
      delete from worklist_event using gone
      where worklist_event.tenant = gone.tenant and worklist_event.server = gone.server and worklist_event.dose = gone.dose
    ) select 1 from gone`.execute(db),
  )
  await sql`delete from worklist_scan where changed < now() - make_interval(days => ${sql.lit(keepDays)})`.execute(db)
}

/** Answers how many rows were tidied. */
function tidyKept(db: Kysely<Tables>, keepDays: number, at: string): Promise<number> {
  return recorded(db, async (trx, record) => {
    const plans = await emptyPlans(trx, keepDays)
    const reservations = await endReservations(trx)
    const act = {
      at,
      tenant: '',
      who: 'the service',
      act: 'tidied',
      subject: '',
      about: { plans, reservations },
    } as const
    if (plans + reservations > 0) await record([act])
    return plans + reservations
  })
}

/** A plan that is kept no longer. */
export const NO_PLAN = '{"writes":[]}'

/** What a reservation that nobody went on with becomes when its plan goes: it could only be gone on with blindly. */
export const isOver = sql<boolean>`outranked or state = 'claimed'`

async function emptyPlans(trx: Transaction<Tables>, keepDays: number): Promise<number> {
  const old = trx
    .selectFrom('write_back')
    .select('id')
    .where('changed', '<', sql<string>`now() - make_interval(days => ${keepDays})`)
    // Written out, so that the index of those that have one is taken.
    .where('plan', '!=', sql.lit(NO_PLAN))
    .limit(AT_ONCE)
  const emptied = await trx
    .updateTable('write_back')
    .set({ plan: NO_PLAN, outranked: isOver })
    .where('id', 'in', old)
    .executeTakeFirst()
  return Number(emptied.numUpdatedRows)
}

async function endReservations(trx: Transaction<Tables>): Promise<number> {
  const over = trx
    .selectFrom('reserved_dose')
    .select(['tenant', 'server', 'demonstration', 'dose'])
    .where('until', '<', yesterday)
    .limit(AT_ONCE)
  const ended = await trx
    .deleteFrom('reserved_dose')
    .where(({ eb, refTuple }) =>
      eb(
        refTuple('tenant', 'server', 'demonstration', 'dose'),
        'in',
        over.$asTuple('tenant', 'server', 'demonstration', 'dose'),
      ),
    )
    .executeTakeFirst()
  return Number(ended.numDeletedRows)
}
