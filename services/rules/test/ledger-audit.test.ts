import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { connect, type Place } from '../src/ledger/open-database.ts'
import { places } from './support/a-place.ts'
import { aDecision } from './support/an-audit-entry.ts'

const NOW = '2026-03-03T10:00:00Z'
const OUTLIVES = { folder: 'process death', postgresql: 'power loss', memory: 'nothing' } as const
const { each } = places()

describe.each(each)('decisions are recorded in a chain on %s', (_, place) => {
  let ledger: Ledger
  let at: Place
  beforeAll(async () => {
    at = await place()
    ledger = await openLedger(at)
  })
  afterAll(() => ledger.close())

  /** Changes rows behind the ledger’s back, as somebody with the owner’s rights would. */
  async function tamper(statements: readonly string[]): Promise<void> {
    await ledger.close()
    const { db, close } = await connect(at)
    await sql.raw('alter table audit disable trigger user').execute(db)
    for (const statement of statements) await sql.raw(statement).execute(db)
    await sql.raw('alter table audit enable trigger user').execute(db)
    await close()
    ledger = await openLedger(at)
  }

  test('says what it outlives', () => expect(ledger.durability).toBe(OUTLIVES[at.kind]))

  test('many decisions at once are all stored, and the chain is whole', async () => {
    await Promise.all(Array.from({ length: 300 }, (_each, index) => ledger.record(aDecision(index))))
    expect(await ledger.verify()).toMatchObject({ intact: true, rows: 300 })
    expect(await ledger.recall('clinic', 'assessment-7')).toEqual({
      kind: 'kept',
      answer: Buffer.from('{"at":7,"assessments":[{"focus":"MedicationAdministration/7"}]}'),
      patients: [null],
    })
    expect(await ledger.recall('another', 'assessment-7')).toEqual({ kind: 'unknown' })
  })

  test('everything is there after it is opened again', async () => {
    await ledger.close()
    ledger = await openLedger(at)
    expect(await ledger.verify()).toMatchObject({ intact: true, rows: 300 })
  })

  test('an answer that is kept no longer is told apart from one that never was', async () => {
    await tamper([`update answer set at = now() - interval '40 days' where id = 'assessment-8'`])
    await ledger.tidy(30, NOW)
    expect(await ledger.recall('clinic', 'assessment-8')).toEqual({ kind: 'no longer kept' })
    expect(await ledger.recall('clinic', 'assessment-9')).toMatchObject({ kind: 'kept' })
    expect(await ledger.recall('clinic', 'assessment-%')).toEqual({ kind: 'unknown' })
    await ledger.record(aDecision(8))
    expect(await ledger.recall('clinic', 'assessment-8')).toMatchObject({ kind: 'kept' })
  })

  test('audit rows cannot be changed, removed or emptied', async () => {
    await ledger.close()
    const { db, close } = await connect(at)
    for (const statement of [
      `update audit set who = 'somebody' where seq = 3`,
      'delete from audit where seq = 3',
      'truncate audit',
    ]) {
      await expect(sql.raw(statement).execute(db), statement).rejects.toThrow('never changed or removed')
    }
    await close()
    ledger = await openLedger(at)
  })

  test('a row that somebody changed all the same is named; mended, the chain is whole again', async () => {
    await tamper([`update audit set who = 'somebody else' where seq = 17`])
    expect(await ledger.verify()).toEqual({ intact: false, seq: 17, because: 'it is not what was written' })
    await tamper([`update audit set who = 'Practitioner/biller' where seq = 17`])
    expect(await ledger.verify()).toMatchObject({ intact: true })
  })

  test('a row that is missing is named, in the middle and at the end', async () => {
    await tamper([
      'create table kept as select * from audit where seq in (18, 301)',
      'delete from audit where seq = 18',
    ])
    expect(await ledger.verify()).toMatchObject({ intact: false, seq: 18, because: 'row 18 is missing' })
    await tamper(['insert into audit select * from kept where seq = 18', 'delete from audit where seq = 301'])
    expect(await ledger.verify()).toMatchObject({ intact: false, seq: 301 })
    await tamper(['insert into audit select * from kept where seq = 301'])
    expect(await ledger.verify()).toMatchObject({ intact: true })
  })

  test('a chain that was rebuilt as a whole is found out by what was noted elsewhere', async () => {
    const now = await ledger.verify()
    const head = now.intact ? now.head : ''
    expect(await ledger.verify(head)).toMatchObject({ intact: true })
    expect(await ledger.verify(head.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).toMatchObject({
      intact: false,
      seq: 301,
    })
  })
})
