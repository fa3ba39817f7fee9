import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Postgres, startPostgres } from '@doseline/testkit/postgres'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { connect, type Place } from '../src/ledger/open-database.ts'
import { split } from '../src/ledger/stored-answer.ts'
import { verifyLedger } from '../src/operator/ledger.ts'
import { anEntry, aReservation, aStep, DRUG_LINE } from './support/an-audit-entry.ts'

const AT = '2026-03-03T10:00:00Z'
const DOSE = 'MedicationAdministration/ma-1'
const LINE = { ...DRUG_LINE, doses: [DOSE], role: 'drug', charges: { code: 'J0897', units: 60, doses: [DOSE] } }

let postgres: Postgres
const folders: string[] = []
beforeAll(async () => {
  postgres = await startPostgres({ syncs: false })
})
afterAll(async () => {
  await postgres.stop()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'doseline-verify-'))
  folders.push(folder)
  return folder
}
let databases = 0
async function aDatabase(): Promise<string> {
  const name = `verify_${++databases}`
  const { db, close } = await connect({ kind: 'postgresql', url: postgres.url })
  await sql.raw(`create database ${name}`).execute(db)
  await close()
  return postgres.as('owner', name)
}

/** Lives of charges of every kind: reserved, held on, confirmed, unconfirmed, void; and an assessment of the dose. */
async function lived(ledger: Ledger): Promise<void> {
  const dosesOf = { server: 'ehr-a', doses: [DOSE] }
  const about = { assessment: 'a1', server: 'ehr-a', doses: [{ focus: DOSE, verdict: 'ready' }] }
  const answer = split({ assessments: [] })
  await ledger.record({ entry: anEntry({ about, dosesOf }), id: 'a1', answer })
  const steps = async (visit: string, line: string, to: readonly ('sent' | 'unconfirmed' | 'confirmed' | 'void')[]) => {
    const dose = `MedicationAdministration/${visit}`
    const write = { ...LINE, identity: line, doses: [dose], charges: { ...LINE.charges, doses: [dose] } }
    const of = { server: 'ehr-a', doses: [dose] }
    const reservation = await ledger.reserve(aReservation({ visit, key: visit, writes: [write] as never, dosesOf: of }))
    if (reservation.kind !== 'reserved') throw new Error(`${visit} was ${reservation.kind}`)
    for (const each of to) await ledger.step(aStep(reservation.writeBack.id, each))
  }
  await steps('ma-1', 'line-1', ['sent', 'sent', 'confirmed'])
  await steps('ma-2', 'line-2', ['sent', 'unconfirmed'])
  await steps('ma-3', 'line-3', ['sent', 'void'])
  await steps('ma-4', 'line-4', ['sent'])
  await steps('ma-5', 'line-5', [])
}

/** What somebody with the owner’s rights may do to what keeps charges single, and what is said of it. */
const TAMPERED: readonly (readonly [what: string, statement: string, said: RegExp])[] = [
  [
    'a line said to be void',
    `update written set state = 'void' where identity = 'line-1'`,
    /^written .*line-1.*row \d+/,
  ],
  ['a line removed', `delete from written where identity = 'line-2'`, /^written .*line-2.*missing/],
  [
    'a line made up',
    `insert into written (tenant, identity, what, state, write_back) select tenant, 'line-9', what, state, write_back from written limit 1`,
    /^written .*line-9.*no row of the audit/,
  ],
  ['a write-back said to be void', `update write_back set state = 'void' where key = 'ma-4'`, /^write_back .*row \d+/],
  ['a plan that says something else', `update write_back set plan = '{}' where key = 'ma-5'`, /^write_back .*row \d+/],
  [
    'a write-back under another fencing number',
    `update write_back set fencing = 9 where key = 'ma-5'`,
    /^write_back .*row \d+/,
  ],
  [
    'a visit set free',
    `update visit set until = now() - interval '1 hour' where key = 'ma-5'`,
    /^visit .*ma-5.*row \d+/,
  ],
  ['a visit forgotten', `delete from visit where key = 'ma-1'`, /^visit .*ma-1.*missing/],
  ['a dose set free', `delete from reserved_dose where dose like '%ma-5'`, /^reserved_dose .*ma-5.*missing/],
  [
    'a reservation cut short',
    `update reserved_dose set until = now() where dose like '%ma-5'`,
    /^reserved_dose .*ma-5/,
  ],
  ['a billed dose set free', `delete from charged_dose where dose like '%ma-1'`, /^charged_dose .*ma-1.*missing/],
  [
    'a dose billed by another line',
    `update charged_dose set identity = 'x' where dose like '%ma-1'`,
    /^charged_dose .*ma-1/,
  ],
  [
    'a charge given for another dose',
    `update given_for set dose = 'other' where identity = 'line-1'`,
    /^given_for .*other/,
  ],
  [
    'the history of a dose lost',
    `delete from dose_event where dose = '${DOSE}' and seq = 1`,
    /^dose_event .*ma-1.*missing/,
  ],
  [
    'the history of a dose made up',
    `insert into dose_event values ('clinic', 'ehr-a', 'other', 2)`,
    /^dose_event .*other/,
  ],
  [
    'a history that leads nowhere',
    `insert into dose_event values ('clinic', 'ehr-a', 'other', 999)`,
    /^dose_event .*999/,
  ],
  ['all lines forgotten at once', 'truncate written', /^written .*missing/],
]

const ENGINES = [
  [
    'PGlite',
    async (): Promise<Place> => ({ kind: 'folder', folder: aFolder(), leastFree: 0, onLost: () => undefined }),
  ],
  ['PostgreSQL', async (): Promise<Place> => ({ kind: 'postgresql', url: await aDatabase() })],
] as const

describe.each(ENGINES)('the whole ledger verifies on %s', (_, place) => {
  let at: Place
  beforeAll(async () => {
    at = await place()
    const ledger = await openLedger(at)
    await lived(ledger)
    await ledger.close()
  })
  const said = async (): Promise<readonly [code: number, said: string]> => {
    const lines: string[] = []
    const code = await verifyLedger(at as Exclude<Place, { kind: 'memory' }>, {}, (line) => lines.push(line))
    return [code, lines.join('\n')]
  }
  const change = async (...statements: readonly string[]): Promise<void> => {
    const { db, close } = await connect(at)
    for (const statement of statements) await sql.raw(statement).execute(db)
    await close()
  }
  /** Makes a copy of all rows, or puts it back: the statements of one test are none of the next. */
  const TABLES = ['written', 'given_for', 'reserved_dose', 'charged_dose', 'visit', 'write_back', 'dose_event']
  const copy = (): readonly string[] =>
    TABLES.map((table) => `create table if not exists kept_${table} as table ${table}`)
  const mend = (): readonly string[] => [
    `set session_replication_role = replica`,
    ...TABLES.flatMap((table) => [`delete from ${table}`, `insert into ${table} select * from kept_${table}`]),
    `set session_replication_role = origin`,
  ]

  test('as it was lived', async () => {
    const [code, line] = await said()
    expect([code, line]).toEqual([
      0,
      expect.stringMatching(/^14 rows, all as they were written, and \d\d rows that keep/),
    ])
  })

  // One database is opened for all: to open PGlite takes seconds.
  test('whatever is changed in it is named', async () => {
    const { verify } = await import('../src/ledger/verify.ts')
    const { db, close } = await connect(at)
    for (const statement of copy()) await sql.raw(statement).execute(db)
    for (const [what, statement, expected] of TAMPERED) {
      await sql.raw(statement).execute(db)
      const found = await verify(db)
      // So is one where the rows are too many to be looked at in one go.
      expect(await verify(db, { atOnce: 5 }), what).toMatchObject({
        intact: false,
        ...('table' in found && { table: found.table }),
      })
      const line = 'table' in found ? `${found.table} ${found.key}: ${found.because}` : JSON.stringify(found)
      expect(line, what).toMatch(expected)
      await db.connection().execute(async (connection) => {
        for (const each of mend()) await sql.raw(each).execute(connection)
      })
      const whole = await verify(db)
      expect(whole, what).toMatchObject({ intact: true })
      expect(await verify(db, { atOnce: 5 }), what).toEqual(whole)
    }
    await close()
  })

  test('the command says it too, and exits with 1', async () => {
    await change(`update charged_dose set identity = 'x' where dose like '%ma-1'`)
    expect(await said()).toEqual([
      1,
      expect.stringMatching(/^charged_dose .*ma-1.*: it is not as row \d+ of the audit/),
    ])
  })

  test('what was changed and then used by the service is named all the same', async () => {
    const ledger = await openLedger(at)
    await ledger.reserve(aReservation({ visit: 'ma-5', key: 'later', writes: [LINE] as never }))
    expect(await ledger.verify()).toMatchObject({ intact: false, table: 'charged_dose' })
    await ledger.close()
    await change(`update visit set fencing = 7 where key = 'ma-3'`)
    const again = await openLedger(at)
    await again.reserve(
      aReservation({ visit: 'ma-3', key: 'third', writes: [{ ...LINE, identity: 'l', doses: ['d'] }] as never }),
    )
    expect(await again.verify()).toMatchObject({
      intact: false,
      table: 'visit',
      because: expect.stringMatching(/^row \d+ of the audit found it otherwise than row \d+ of the audit left it/),
    })
    await again.close()
  })
})

describe('where there is no ledger', () => {
  const verified = async (place: Parameters<typeof verifyLedger>[0]) => {
    const lines: string[] = []
    return [await verifyLedger(place, {}, (line) => lines.push(line)), lines.join('\n')] as const
  }

  test('a folder that is none, or is not there, stays as it is', async () => {
    const empty = aFolder()
    const missing = join(empty, 'missing')
    for (const folder of [empty, missing]) {
      const [code, said] = await verified({ kind: 'folder', folder, leastFree: 0 })
      expect([code, said]).toEqual([3, expect.stringMatching(/^There is no ledger here/)])
    }
    expect(readdirSync(empty)).toEqual([])
  })

  test('an empty database stays as it is', async () => {
    const url = await aDatabase()
    expect(await verified({ kind: 'postgresql', url })).toEqual([3, expect.stringMatching(/^There is no ledger here/)])
    const { db, close } = await connect({ kind: 'postgresql', url })
    const { rows } = await sql`select tablename from pg_tables where schemaname = 'public'`.execute(db)
    expect(rows).toEqual([])
    await close()
  })
})

describe('what is kept only for a while', () => {
  test('a reservation that nobody went on with loses its plan, and cannot be gone on with; the ledger says so and verifies', async () => {
    const url = await aDatabase()
    const ledger = await openLedger({ kind: 'postgresql', url })
    const reservation = await ledger.reserve(aReservation({ writes: [LINE] as never }))
    if (reservation.kind !== 'reserved') throw new Error(reservation.kind)
    const { db, close } = await connect({ kind: 'postgresql', url })
    const plan = () => db.selectFrom('write_back').select('plan').executeTakeFirstOrThrow()
    await ledger.tidy(30, AT)
    expect((await plan()).plan).toContain('line-1')
    await ledger.tidy(0, AT)
    expect((await plan()).plan).toBe('{"writes":[]}')
    expect(await ledger.step(aStep(reservation.writeBack.id, 'sent'))).toMatchObject({ kind: 'superseded' })
    expect(await ledger.verify()).toMatchObject({ intact: true })
    await ledger.close()
    await close()
  })
})
