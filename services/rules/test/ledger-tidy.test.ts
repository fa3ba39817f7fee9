import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { Decisions } from '../src/ledger/answers.ts'
import { openLedger } from '../src/ledger/ledger.ts'
import { connect, openDatabase } from '../src/ledger/open-database.ts'
import { split } from '../src/ledger/stored-answer.ts'
import { tidy } from '../src/ledger/tidy.ts'
import { places } from './support/a-place.ts'
import { anEntry } from './support/an-audit-entry.ts'
import { manyWriteBacks } from './support/many-write-backs.ts'

const { database } = places()
const AT = '2026-03-03T10:00:00Z'

describe('what is kept only for a while is removed beside a service that serves', () => {
  test('whoever answers the same again and whoever tidies never wait for each other in a circle', async () => {
    const place = await database()
    const { db, close } = await openDatabase(place)
    // Tidied in the order in which they came to lie, used in the order of their hashes.
    for (const hash of ['z', 'a'])
      await sql`insert into answer_part values ('clinic', ${hash}, now() - interval '40 days', 'x')`.execute(db)
    const use = (hash: string) => sql`update answer_part set at = now() where hash = ${hash}`
    const tidied = await db.transaction().execute(async (trx) => {
      await use('a').execute(trx)
      const tidied = tidy(db, 30, AT)
      await new Promise((done) => setTimeout(done, 300))
      await use('z').execute(trx)
      return { tidied }
    })
    await tidied.tidied
    const { rows } = await sql<{ hash: string }>`select hash from answer_part`.execute(db)
    expect(rows.map(({ hash }) => hash)).toEqual(['a'])
    await close()
  })

  test('however much there is, nothing of it is left', async () => {
    const place = await database()
    const { db, close } = await openDatabase(place)
    const numbers = sql`generate_series(1, 1203) as n`
    const old = sql`now() - interval '40 days'`
    await sql`insert into answer select 'clinic', 'a' || n, ${old}, '{}' from ${numbers}`.execute(db)
    await sql`insert into answer values ('clinic', 'young', now(), '{}')`.execute(db)
    await sql`insert into answer_part select 'clinic', 'h' || n, ${old}, 'x' from ${numbers}`.execute(db)
    await sql`insert into idempotency select 'clinic', 'k' || n, 'f', 'now', ${old} from ${numbers}`.execute(db)
    await sql`insert into used_token select 'ehr', 't' || n, ${old} from ${numbers}`.execute(db)
    await sql`insert into session select 's' || n, 'clinic', 'ehr', 'x', ${old}, ${old} from ${numbers}`.execute(db)
    await tidy(db, 30, AT)
    const left = await sql`select id from answer where answer != '' union all select hash from answer_part
      union all select key from idempotency union all select token from used_token union all select token from session`.execute(
      db,
    )
    expect(left.rows).toEqual([{ id: 'young' }])
    await close()
  })

  test('what was tidied already is not read again each time', async () => {
    const place = await database()
    const { db, close } = await openDatabase(place)
    await manyWriteBacks(db, 5000)
    await sql`delete from touched`.execute(db)
    await sql`update write_back set changed = now() - interval '40 days'`.execute(db)
    await sql`insert into answer select 'clinic', 'a' || n, now() - interval '40 days', '' from generate_series(1, 5000) as n`.execute(
      db,
    )
    await sql`analyze`.execute(db)
    const read = async () => {
      const { rows } = await sql<{ read: number }>`select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint as read
        from pg_stat_user_tables where relname in ('write_back', 'answer')`.execute(db)
      return rows[0]?.read ?? Number.NaN
    }
    // A connection counts what it read when it ends.
    const before = await read()
    const other = await connect(place)
    await tidy(other.db, 30, AT)
    await other.close()
    await new Promise((done) => setTimeout(done, 1500))
    expect((await read()) - before).toBeLessThan(1000)
    await close()
  })
})

test('while a large answer is stored on PostgreSQL, others are recorded', async () => {
  const place = await database()
  const { db, close } = await openDatabase(place)
  const decisions = new Decisions(db)
  const hand = await connect(place)
  const answer = (text: string) => split({ assessments: [{ focus: 'MedicationAdministration/1', text }] } as never)
  const order: string[] = []
  const record = (id: string, text: string) =>
    decisions.record({ entry: anEntry(), id, answer: answer(text) }).then(() => order.push(id))
  const large = answer('x'.repeat(300_000))
  // Somebody else is at the part that the large one has to store.
  const stored = await hand.db.transaction().execute(async (trx) => {
    const hash = large.parts[0]?.hash ?? ''
    await sql`insert into answer_part values ('clinic', ${hash}, now(), 'x')`.execute(trx)
    const stored = record('large', 'x'.repeat(300_000))
    await new Promise((done) => setTimeout(done, 200))
    await record('small', 'x')
    return { stored }
  })
  await stored.stored
  expect(order).toEqual(['small', 'large'])
  await decisions.idle()
  await Promise.all([close(), hand.close()])
  const ledger = await openLedger(place)
  expect(await ledger.recall('clinic', 'small')).toMatchObject({ kind: 'kept' })
  expect(await ledger.verify()).toMatchObject({ intact: true, rows: 2 })
  await ledger.close()
})
