import { type Postgres, startPostgres } from '@doseline/testkit/postgres'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { connect, type Database } from '../src/ledger/open-database.ts'
import type { StepRequest } from '../src/ledger/step.ts'
import { aReservation, aStep, DRUG_LINE } from './support/an-audit-entry.ts'
import { setClock } from './support/database-clock.ts'

const HOUR = 3600
let postgres: Postgres
let hand: Database
let ledger: Ledger
beforeAll(async () => {
  postgres = await startPostgres({ syncs: false })
  const owner = await connect({ kind: 'postgresql', url: postgres.url })
  await sql.raw('create database clocks').execute(owner.db)
  await owner.close()
  const url = postgres.as('owner', 'clocks')
  hand = await connect({ kind: 'postgresql', url })
  // Made while now() is PostgreSQL’s own, as a ledger is: the defaults of its columns are, too.
  await (await openLedger({ kind: 'postgresql', url })).close()
  await setClock(hand.db, 'clocks', 0)
  ledger = await openLedger({ kind: 'postgresql', url })
})
afterAll(async () => {
  await ledger.close()
  await hand.close()
  await postgres.stop()
})

const goes = (seconds: number) => setClock(hand.db, 'clocks', seconds)
/** Sets the database’s clock back by hours. The default of `at` keeps the time of PostgreSQL: it is moved by hand. */
async function setBack(hours: number): Promise<void> {
  await goes(-hours * HOUR)
  await sql.raw(`alter table write_back alter column at set default clock.now()`).execute(hand.db)
}
const reservations = (key: string, visit = 'v1') => ledger.reserve(aReservation({ key, visit, writes: [DRUG_LINE] }))
async function granted(key: string, visit?: string) {
  const reservation = await reservations(key, visit)
  if (reservation.kind !== 'reserved') throw new Error(`${key}: ${JSON.stringify(reservation)}`)
  return reservation.writeBack
}
async function steps({ id, fencing }: { id: string; fencing: number }, ...to: StepRequest['to'][]) {
  for (const each of to) expect(await ledger.step(aStep(id, each, fencing))).toMatchObject({ kind: 'done' })
}

test('the clock of the database is set back: who has a visit keeps it, and nothing is written twice', async () => {
  await steps(await granted('first'), 'sent', 'void')
  await setBack(2)
  // The line was freed by the first. A later write-back is later, although the clock says that it is earlier.
  const second = await granted('second')
  await steps(second, 'sent', 'confirmed')
  expect(await reservations('third')).toMatchObject({ kind: 'written', by: [{ id: second.id }] })
  expect(await reservations('third', 'v2')).toMatchObject({ kind: 'written', by: [{ id: second.id }] })
})

test('a visit that is being written is not freed by a clock that is set back', async () => {
  const about = { visit: 'v3', writes: [{ ...DRUG_LINE, identity: 'line-3' }] }
  await goes(0)
  expect(await ledger.reserve(aReservation({ ...about, key: 'a' }))).toMatchObject({ kind: 'reserved' })
  await setBack(1)
  const held = await ledger.reserve(aReservation({ ...about, key: 'b' }))
  expect(held).toMatchObject({ kind: 'held', by: { state: 'reserved' } })
  expect(held.kind === 'held' && held.seconds).toBeGreaterThan(HOUR)
})

test('and the whole ledger verifies', async () => {
  expect(await ledger.verify()).toMatchObject({ intact: true })
})
