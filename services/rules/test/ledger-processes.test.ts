import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { openLedger } from '../src/ledger/ledger.ts'
import { connect, migrateFor, type Place } from '../src/ledger/open-database.ts'
import { places } from './support/a-place.ts'
import { aDecision, aReservation } from './support/an-audit-entry.ts'

const { database, postgres } = places()

describe('several processes on one PostgreSQL', () => {
  test('two ledgers that write at once make one whole chain, and one of all reservations is granted', async () => {
    const place = await database()
    const ledgers = await Promise.all([openLedger(place), openLedger(place), openLedger(place)])
    const written = ledgers.flatMap((ledger, which) =>
      Array.from({ length: 60 }, (_, index) => ledger.record(aDecision(which * 100 + index))),
    )
    const reservations = ledgers.flatMap((ledger, which) =>
      Array.from({ length: 20 }, (_, index) => ledger.reserve(aReservation({ key: `${which}-${index}` }))),
    )
    await Promise.all(written)
    expect((await Promise.all(reservations)).filter(({ kind }) => kind === 'reserved')).toHaveLength(1)
    expect(await ledgers[0]?.verify()).toMatchObject({ intact: true, rows: 181 })
    await Promise.all(ledgers.map((ledger) => ledger.close()))
  })

  test('the service’s role can add to the audit and do nothing else to it, and makes no tables', async () => {
    const { url } = await database()
    const owner = await connect({ kind: 'postgresql', url })
    const role = 'doseline_service'
    await sql.raw(`create role ${role} login`).execute(owner.db)
    await sql.raw('revoke create on schema public from public').execute(owner.db)
    const name = url.split('/').at(-1) ?? ''
    const place: Place = { kind: 'postgresql', url: postgres().as(role, name) }
    await expect(openLedger(place)).rejects.toThrow('doseline ledger migrate --service-role')
    await migrateFor(owner.db, role)
    const ledger = await openLedger(place)
    expect(ledger.mayChangeAudit).toBe(false)
    await ledger.record(aDecision(1))
    expect(await ledger.reserve(aReservation())).toMatchObject({ kind: 'reserved' })
    const service = await connect(place)
    for (const statement of [`update audit set who = 'x'`, 'delete from audit', 'truncate audit', 'drop table audit']) {
      await expect(sql.raw(statement).execute(service.db), statement).rejects.toThrow(/permission denied|must be owner/)
    }
    await Promise.all([service.close(), ledger.close(), owner.close()])
  })

  test('a role name that could be anything else is refused', async () => {
    const { db, close } = await connect({ kind: 'postgresql', url: postgres().url })
    await expect(migrateFor(db, 'x; drop table audit')).rejects.toThrow('is no role name')
    await close()
  })
})
