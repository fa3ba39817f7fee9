import { type Kysely, sql, type Transaction } from 'kysely'
import { describe, expect, test } from 'vitest'
import { openLedger } from '../src/ledger/ledger.ts'
import { CHANGES, migrations } from '../src/ledger/migrations.ts'
import { connect, openDatabase, type Place } from '../src/ledger/open-database.ts'
import type { Tables } from '../src/ledger/tables.ts'
import { KEPT } from '../src/ledger/touched.ts'
import { aLedgerOf } from './support/a-ledger-of.ts'
import { places } from './support/a-place.ts'

const { database } = places()
const NAMES = Object.keys(await migrations.getMigrations()).toSorted()
const TABLES: readonly (keyof Tables)[] = ['audit', 'audit_head', 'dose_event', 'answer', 'answer_part', ...KEPT]
/** Write-backs in a ledger of before. */
const COUNT = 500

const tablesOf = async (db: Kysely<Tables>): Promise<string[]> => {
  const { rows } = await sql<{
    name: string
  }>`select tablename as name from pg_tables where schemaname = 'public'`.execute(db)
  return TABLES.filter((table) => rows.some(({ name }) => name === table))
}

/** How often PostgreSQL had to end somebody, because two waited for each other: whose turn it was is chance. */
async function deadlocksIn(place: Place): Promise<number> {
  const { db, close } = await connect(place)
  const { rows } = await sql<{ deadlocks: number }>`select deadlocks from pg_stat_database
    where datname = current_database()`.execute(db)
  await close()
  return rows[0]?.deadlocks ?? -1
}

/** Until somebody waits for a lock. */
const somebodyWaits = (db: Kysely<Tables>) =>
  expect
    .poll(async () => {
      const { rows } = await sql`select from pg_locks where not granted`.execute(db)
      return rows.length
    })
    .toBeGreaterThan(0)

describe.each(NAMES.slice(1).map((name, at) => [name, NAMES[at] ?? ''] as const))(
  '%s, while processes of the version before serve',
  (_, before) => {
    test('an act that has begun goes on and is stored, whatever table it changes', async () => {
      const place = await database()
      await aLedgerOf(before, place)
      const act = await connect(place)
      const tables = await tablesOf(act.db)
      const migrated = await act.db.transaction().execute(async (trx) => {
        await sql`select seq from audit_head for update`.execute(trx)
        const opened = openDatabase(place).then(({ close }) => close())
        await somebodyWaits(act.db)
        for (const table of tables.filter((each) => !each.startsWith('audit')))
          await sql`update ${sql.table(table)} set tenant = tenant`.execute(trx)
        return { opened }
      })
      await migrated.opened
      await act.close()
      expect(await deadlocksIn(place)).toBe(0)
    })

    test('whoever reads the tables one after the other reads to the end', async () => {
      const place = await database()
      await aLedgerOf(before, place)
      const reader = await connect(place)
      const opened = await reader.db.transaction().execute(async (trx) => {
        const [first, ...rest] = await tablesOf(trx)
        await sql`select from ${sql.table(first ?? '')}`.execute(trx)
        const opened = openDatabase(place).then(({ close }) => close())
        await new Promise((done) => setTimeout(done, 300))
        for (const table of rest) await sql`select from ${sql.table(table)}`.execute(trx)
        return { opened }
      })
      await opened.opened
      await reader.close()
      expect(await deadlocksIn(place)).toBe(0)
    })
  },
)

test('a change names the tables that nobody may read meanwhile, and so locks them before it changes any', async () => {
  const place = await database()
  await aLedgerOf('0001-ledger', place)
  const { db, close } = await connect(place)
  for (const [name, change] of Object.entries(CHANGES)) {
    const tables = await tablesOf(db)
    await db.transaction().execute(async (trx) => {
      await change.up(trx)
      expect(await lockedIn(trx, tables), name).toEqual(change.alters)
    })
  }
  await close()
})

/** The tables that a transaction has for itself alone. */
async function lockedIn(trx: Transaction<Tables>, tables: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select relation::regclass::text as name from pg_locks
    where pid = pg_backend_pid() and locktype = 'relation' and mode = 'AccessExclusiveLock'`.execute(trx)
  return tables.filter((table) => rows.some(({ name }) => name === table))
}

test('under load from four sides, from the first version to the last, no act fails', async () => {
  const place = await database()
  await aLedgerOf('0001-ledger', place, COUNT)
  const { db, close } = await connect(place)
  let isOver = false
  let acts = 0
  const side = async (): Promise<void> => {
    while (!isOver) {
      await db.transaction().execute(async (trx) => {
        await sql`select seq from audit_head for update`.execute(trx)
        const [id, other] = [`many-${(acts * 7) % COUNT}`, `many-${(acts * 13) % COUNT}`]
        await sql`update write_back set reason = 'under load' where id in (${id}, ${other})`.execute(trx)
        await sql`update visit set fencing = fencing where key = ${id}`.execute(trx)
      })
      await sql`select from write_back join visit on visit.key = write_back.visit limit 5`.execute(db)
      acts++
    }
  }
  const sides = Promise.all([side(), side(), side(), side()])
  const more = (count: number) => {
    const until = acts + count
    return expect.poll(() => acts, { timeout: 30_000 }).toBeGreaterThan(until)
  }
  await more(20)
  await Promise.race([sides, openDatabase(place).then((opened) => opened.close())])
  await Promise.race([sides, more(20)])
  isOver = true
  await sides
  await close()
})

test('a table that a backup reads keeps nobody else out: the change is tried again', async () => {
  const place = await database()
  await aLedgerOf('0006-rows-in-the-audit', place)
  const backup = await connect(place)
  const opened = await backup.db.transaction().execute(async (trx) => {
    await sql`select from write_back`.execute(trx)
    const opened = openDatabase(place).then(({ close }) => close())
    const until = performance.now() + 5_000
    let slowest = 0
    while (performance.now() < until) {
      const start = performance.now()
      await sql`select id from write_back limit 1`.execute(backup.db)
      slowest = Math.max(slowest, performance.now() - start)
      await sql`select 1`.execute(trx)
    }
    expect(slowest).toBeLessThan(4_000)
    return { opened }
  })
  await opened.opened
  await backup.close()
})

test('the version before starts again on the tables of the next, also as their owner', async () => {
  const place = await database()
  const { db, close } = await openDatabase(place)
  await sql`insert into kysely_migration values ('9999-of-a-next-version', '2026-12-01T00:00:00Z')`.execute(db)
  await close()
  const ledger = await openLedger(place)
  expect(await ledger.verify()).toMatchObject({ intact: true })
  await ledger.close()
})

test('several processes that start at once migrate once', async () => {
  const place = await database()
  await aLedgerOf('0005-answers-in-parts', place, 500)
  const ledgers = await Promise.all([openLedger(place), openLedger(place), openLedger(place)])
  expect(await ledgers[0]?.verify()).toMatchObject({ intact: true })
  await Promise.all(ledgers.map((ledger) => ledger.close()))
})
