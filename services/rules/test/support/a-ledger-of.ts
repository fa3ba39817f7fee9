import { Migrator } from 'kysely/migration'
import { expect } from 'vitest'
import { migrations } from '../../src/ledger/migrations.ts'
import { connect, type Place } from '../../src/ledger/open-database.ts'
import { manyWriteBacks } from './many-write-backs.ts'

/** A ledger as it was after one of the migrations, with a few write-backs in it. */
export async function aLedgerOf(name: string, place: Place, writeBacks = 3): Promise<void> {
  const { db, close } = await connect(place, 'nobody waits')
  const { error } = await new Migrator({ db, provider: migrations }).migrateTo(name)
  expect(error).toBeUndefined()
  await manyWriteBacks(db, writeBacks)
  await close()
}
