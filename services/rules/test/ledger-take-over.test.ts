import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { describe, expect, test } from 'vitest'
import { openLedger } from '../src/ledger/ledger.ts'
import { migrations } from '../src/ledger/migrations.ts'
import { connect, openDatabase } from '../src/ledger/open-database.ts'
import { takeOver } from '../src/ledger/take-over.ts'
import { KEPT } from '../src/ledger/touched.ts'
import { verify } from '../src/ledger/verify.ts'
import { aLedgerOf } from './support/a-ledger-of.ts'
import { places } from './support/a-place.ts'
import { aReservation, DRUG_LINE } from './support/an-audit-entry.ts'
import { manyWriteBacks } from './support/many-write-backs.ts'

const { each } = places()

describe.each(each)('rows of before are taken over on %s', (_, place) => {
  test('so many in one row of the audit, and the whole ledger verifies', async () => {
    const at = await place()
    await aLedgerOf('0005-answers-in-parts', at, 1203)
    const { db, close } = await openDatabase(at)
    const found = await verify(db)
    // Visits, write-backs and lines; then once more the write-backs, which 0007 numbers.
    expect(found).toMatchObject({ intact: true, kept: 3 * 1203, rows: 3 * 3 + 3 })
    const taken = await db.selectFrom('audit').select('about').where('act', '=', 'rows taken over').execute()
    const sizes = taken.map(({ about }) => Object.keys(Object.values(JSON.parse(about).rows)[0] as object).length)
    expect(sizes).toEqual([500, 500, 203, 500, 500, 203, 500, 500, 203, 500, 500, 203])
    await close()
  })

  test('by a smaller bound too, and what nobody took over is named', async () => {
    const at = await place()
    const { db, close } = await openDatabase(at)
    await db.transaction().execute(async (trx) => {
      await sql`set local session_replication_role = replica`.execute(trx)
      await manyWriteBacks(trx, 20)
    })
    expect(await verify(db)).toMatchObject({ intact: false, table: 'visit' })
    await db.transaction().execute((trx) =>
      takeOver(
        trx,
        KEPT.map((table) => ({ table })),
        7,
      ),
    )
    expect(await verify(db)).toMatchObject({ intact: true, kept: 60, rows: 9 })
    await close()
  })
})

test.each(each)('a ledger of before is taken over on %s: what was sent then counts as written', async (_, place) => {
  const at = await place()
  const { db, close } = await connect(at)
  const { error } = await new Migrator({ db, provider: migrations }).migrateTo('0001-ledger')
  expect(error).toBeUndefined()
  const plan = JSON.stringify({ writes: [DRUG_LINE, { ...DRUG_LINE, identity: 'kept', act: 'keep' }] })
  const row = (id: string, state: string) => sql`insert into write_back
    (id, tenant, visit, fencing, state, who, patient, key, fingerprint, assessment, plan)
    values (${id}, 'clinic', ${id}, 1, ${state}, 'w', 'Patient/p1', ${id}, 'f', 'a', ${plan})`
  // The stored word of a reservation is the one of before it was called so.
  await row('reserved-then', 'claimed').execute(db)
  await row('sent-then', 'sent').execute(db)
  await close()
  const ledger = await openLedger(at)
  expect(await ledger.reserve(aReservation())).toMatchObject({
    kind: 'written',
    by: [{ id: 'sent-then', state: 'sent' }],
  })
  expect(await ledger.reserve(aReservation({ writes: [{ ...DRUG_LINE, identity: 'kept' }] }))).toMatchObject({
    kind: 'reserved',
  })
  await ledger.close()
})

test.each(each)('lines of before there was one a dose are found in their plans, on %s', async (_, place) => {
  const at = await place()
  const { db, close } = await connect(at)
  const { error } = await new Migrator({ db, provider: migrations }).migrateTo('0003-given-charges')
  expect(error).toBeUndefined()
  const doses = ['MedicationAdministration/ma-1']
  const planned = (identity: string, text: string) => ({
    identifier: { system: 's', value: identity },
    text,
    charges: { doses },
  })
  const writes = [
    planned('old-drug', 'J3397 × 88 administered'),
    planned('old-jw', 'J3397-JW × 2 discarded'),
    planned('old-96365', '96365 × 1 administration'),
  ]
  const plan = JSON.stringify({
    writes: [],
    assessment: { forSubmission: true, codebook: { id: 'cms' }, writeBack: { writes: [{ what: 'Flag' }, ...writes] } },
  })
  await sql`insert into write_back
    (id, tenant, visit, fencing, state, who, patient, key, fingerprint, assessment, plan, server)
    values ('old', 'clinic', 'v0', 1, 'confirmed', 'w', 'Patient/p1', 'k0', 'f', 'a', ${plan}, 'ehr-a')`.execute(db)
  for (const identity of ['old-drug', 'old-jw', 'old-96365'])
    await sql`insert into written (tenant, identity, what, state, write_back)
      values ('clinic', ${identity}, 'ChargeItem', ${identity === 'old-jw' ? 'void' : 'live'}, 'old')`.execute(db)
  await close()
  const ledger = await openLedger(at)
  const reservations = (role: string) =>
    ledger.reserve(
      aReservation({ visit: role, key: role, writes: [{ ...DRUG_LINE, identity: `new-${role}`, role, doses }] }),
    )
  expect(await reservations('drug')).toMatchObject({ kind: 'written', by: [{ id: 'old' }] })
  expect(await reservations('administration')).toMatchObject({ kind: 'written', by: [{ id: 'old' }] })
  expect(await reservations('discarded drug')).toMatchObject({ kind: 'reserved' })
  await ledger.close()
})
