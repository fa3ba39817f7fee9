import { randomUUID } from 'node:crypto'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { type Postgres, startPostgres } from '@doseline/testkit/postgres'
import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forget } from '../src/ledger/forget.ts'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { migrations } from '../src/ledger/migrations.ts'
import { connect, type Database } from '../src/ledger/open-database.ts'
import { split } from '../src/ledger/stored-answer.ts'
import { aService, get, post, type TestedService } from './a-service.ts'
import { anEntry } from './support/an-audit-entry.ts'

const MEPSEVII = { ...requestFor(scenario('medicare-mepsevii-discard-recorded')), include: ['evidence', 'text'] }
const { focus: FOCUS } = MEPSEVII
const by = { display: 'Biller' }

let postgres: Postgres
let hand: Database
let ledger: Ledger
let service: TestedService
beforeAll(async () => {
  postgres = await startPostgres({ syncs: false })
  ledger = await openLedger({ kind: 'postgresql', url: postgres.url })
  hand = await connect({ kind: 'postgresql', url: postgres.url })
  service = await aService({ ledger })
})
afterAll(async () => {
  await ledger.close()
  await hand.close()
  await postgres.stop()
})

const parts = async () => (await hand.db.selectFrom('answer_part').selectAll().execute()).map(({ text }) => text)
const whole = async () =>
  (
    await sql<{ text: string }>`select answer as text from answer union all select plan from write_back`.execute(
      hand.db,
    )
  ).rows

describe('what is answered of a dose is stored once', () => {
  let id: string
  let reservation: { status: number; body: { assessment: object; writeBack: { id: string } } }
  const key = `"${randomUUID()}"`
  /** A database that is slow on a busy machine is answered 503, which says to ask again. */
  const reservations = async (tries = 5): Promise<Awaited<ReturnType<typeof post>>> => {
    const answer = await post(
      service,
      '/v1/write-backs',
      { ...MEPSEVII, server: 'ehr-a', writeBack: { act: 'approve', by, server: 'ehr-a' } },
      'application/json',
      { 'idempotency-key': key },
    )
    return answer.status === 503 && tries > 1 ? reservations(tries - 1) : answer
  }

  test('by its assessment and by its write-back, whose rows hold nothing of it', async () => {
    const { body } = await post(service, '/v1/assessments', { ...MEPSEVII, server: 'ehr-a' })
    id = body.id
    reservation = await reservations()
    expect(reservation.status, JSON.stringify(reservation.body)).toBe(201)
    expect((await parts()).map((text) => JSON.parse(text).focus)).toEqual([FOCUS])
    const [part = ''] = await parts()
    expect(part.length).toBeGreaterThan(50_000)
    for (const { text } of await whole()) {
      expect(text).not.toContain('"findings"')
      expect(text.length).toBeLessThan(part.length / 2)
    }
    expect((await get(service, `/v1/assessments/${id}`)).body).toEqual(body)
  })

  test('a retry of the write-back has the same answer', async () => {
    const again = await reservations()
    expect([again.status, again.body]).toEqual([200, reservation.body])
  })

  test('a patient who is forgotten leaves none, and a retry says that it is kept no longer', async () => {
    await sql`update visit set until = now()`.execute(hand.db)
    const [row] = await hand.db.selectFrom('write_back').select(['patient', 'tenant']).execute()
    await forget(hand.db, { tenant: row?.tenant ?? '', patient: row?.patient ?? '', at: MEPSEVII.asOf })
    expect(await parts()).toEqual([])
    expect((await get(service, `/v1/assessments/${id}`)).status).toBe(410)
    const { status, body } = await reservations()
    expect([status, body.code]).toEqual([410, 'no-longer-kept'])
  })
})

test('a ledger of before answers were kept in parts is taken over: what keeps charges single verifies from then on', async () => {
  await sql.raw('create database before_parts').execute(hand.db)
  const url = postgres.as('owner', 'before_parts')
  const old = await connect({ kind: 'postgresql', url })
  const { error } = await new Migrator({ db: old.db, provider: migrations }).migrateTo('0004-one-line-a-dose')
  expect(error).toBeUndefined()
  for (const statement of [
    `insert into answer (tenant, id, answer) values ('clinic', 'a1', '{"assessments":[]}')`,
    `insert into write_back (id, tenant, visit, fencing, state, who, patient, key, fingerprint, assessment, plan)
      values ('w1', 'clinic', 'v1', 1, 'confirmed', 'w', 'Patient/p', 'k', 'f', 'a1', '{"writes":[],"assessment":{}}')`,
    `insert into written (tenant, identity, what, state, write_back) values ('clinic', 'line-1', 'ChargeItem', 'live', 'w1')`,
  ])
    await sql.raw(statement).execute(old.db)
  const taken = await openLedger({ kind: 'postgresql', url })
  expect(await taken.recall('clinic', 'a1')).toEqual({ kind: 'no longer kept' })
  expect(await taken.verify()).toMatchObject({ intact: true, kept: 2 })
  await sql`update written set state = 'void'`.execute(old.db)
  expect(await taken.verify()).toMatchObject({ intact: false, table: 'written', key: '["clinic", "line-1"]' })
  await taken.close()
  await old.close()
})

test('while a large answer is stored and read on PGlite, which computes in this thread, everybody else has their turn', async () => {
  const memory = await openLedger({ kind: 'memory' })
  const doses = Array.from({ length: 24 }, (_, at) => ({
    focus: `MedicationAdministration/${at}`,
    text: `${at}`.repeat(50_000),
  }))
  const answer = split({ assessments: doses } as never)
  const turnsDuring = async (work: Promise<unknown>): Promise<number> => {
    let turns = 0
    let isOver = false
    const turn = (): void => {
      turns++
      if (!isOver) setImmediate(turn)
    }
    setImmediate(turn)
    await work
    isOver = true
    return turns
  }
  // Twenty-four parts of 100 kB each, two a statement, three a query.
  expect(await turnsDuring(memory.record({ entry: anEntry(), id: 'large', answer }))).toBeGreaterThan(10)
  expect(await turnsDuring(memory.recall('clinic', 'large'))).toBeGreaterThan(6)
  await memory.close()
})
