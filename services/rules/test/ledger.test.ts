import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Postgres, startPostgres } from '../../../tools/postgres.ts'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { migrations } from '../src/ledger/migrations.ts'
import { connect, migrateFor, type Place } from '../src/ledger/open-database.ts'
import type { PlannedIdentity } from '../src/ledger/write-back.ts'
import { aClaim, anEntry, aStep, DRUG_LINE } from './support/an-audit-entry.ts'

const folders: string[] = []
const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'doseline-ledger-'))
  folders.push(folder)
  return folder
}
const inFolder = (folder: string): Place => ({ kind: 'folder', folder, leastFree: 0, onLost: () => undefined })

let postgres: Postgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(async () => {
  await postgres.stop()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A database of its own on the server. */
let databases = 0
async function aDatabase(): Promise<string> {
  const name = `ledger_${++databases}`
  const { db, close } = await connect({ kind: 'postgresql', url: postgres.url })
  await sql.raw(`create database ${name}`).execute(db)
  await close()
  return postgres.as('owner', name)
}

const ENGINES = [
  ['PGlite in a folder', 'process death', async () => inFolder(aFolder())],
  ['PostgreSQL', 'power loss', async (): Promise<Place> => ({ kind: 'postgresql', url: await aDatabase() })],
] as const

const SHORT = { claimed: 1, sent: 1 }
const soon = (seconds: number) => new Promise((done) => setTimeout(done, seconds * 1000))
const decision = (at: number) => ({
  entry: anEntry({ about: { assessment: `assessment-${at}` } }),
  id: `assessment-${at}`,
  answer: `{"at":${at}}`,
})

describe.each(ENGINES)('the ledger on %s', (_, durability, place) => {
  let ledger: Ledger
  let at: Place
  beforeAll(async () => {
    at = await place()
    ledger = await openLedger(at, SHORT)
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
    ledger = await openLedger(at, SHORT)
  }

  test('says what it outlives', () => expect(ledger.durability).toBe(durability))

  test('many decisions at once are all stored, and the chain is whole', async () => {
    await Promise.all(Array.from({ length: 300 }, (_each, index) => ledger.record(decision(index))))
    expect(await ledger.verify()).toMatchObject({ intact: true, rows: 300 })
    expect(await ledger.recall('clinic', 'assessment-7')).toEqual({ kind: 'kept', answer: '{"at":7}' })
    expect(await ledger.recall('another', 'assessment-7')).toEqual({ kind: 'unknown' })
  })

  test('everything is there after it is opened again', async () => {
    await ledger.close()
    ledger = await openLedger(at, SHORT)
    expect(await ledger.verify()).toMatchObject({ intact: true, rows: 300 })
  })

  test('an answer that is kept no longer is told apart from one that never was', async () => {
    await tamper([`update answer set at = now() - interval '40 days' where id = 'assessment-8'`])
    await ledger.tidy(30)
    expect(await ledger.recall('clinic', 'assessment-8')).toEqual({ kind: 'no longer kept' })
    expect(await ledger.recall('clinic', 'assessment-9')).toMatchObject({ kind: 'kept' })
    expect(await ledger.recall('clinic', 'assessment-%')).toEqual({ kind: 'unknown' })
    await ledger.record(decision(8))
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
    ledger = await openLedger(at, SHORT)
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

  test('a chain that was made anew as a whole is found out by what was noted elsewhere', async () => {
    const now = await ledger.verify()
    const head = now.intact ? now.head : ''
    expect(await ledger.verify(head)).toMatchObject({ intact: true })
    expect(await ledger.verify(head.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).toMatchObject({
      intact: false,
      seq: 301,
    })
  })

  test('of a hundred identical claims at once one is granted', async () => {
    const claims = await Promise.all(
      Array.from({ length: 100 }, (_each, index) => ledger.claim(aClaim({ visit: 'hundred', key: `h${index}` }))),
    )
    const kinds = claims.map(({ kind }) => kind).toSorted()
    expect(kinds).toEqual(['claimed', ...Array.from({ length: 99 }, () => 'held')])
  })

  test('a hundred retries of one claim are one claim', async () => {
    const claims = await Promise.all(
      Array.from({ length: 100 }, () => ledger.claim(aClaim({ visit: 'retry', key: 'r' }))),
    )
    expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(1)
    expect(claims.filter(({ kind }) => kind === 'again')).toHaveLength(99)
    expect(new Set(claims.map((claim) => ('writeBack' in claim ? claim.writeBack.id : '')))).toHaveLength(1)
    expect(await ledger.claim(aClaim({ visit: 'retry', key: 'r', fingerprint: 'another' }))).toEqual({
      kind: 'key reused',
    })
  })

  test('whoever waits too long is outranked by the next, and can do no more', async () => {
    const first = await ledger.claim(aClaim({ visit: 'slow', key: 's1' }))
    expect(await ledger.claim(aClaim({ visit: 'slow', key: 's2' }))).toMatchObject({ kind: 'held', seconds: 1 })
    await soon(1.1)
    const second = await ledger.claim(aClaim({ visit: 'slow', key: 's3' }))
    expect(second).toMatchObject({ kind: 'claimed', writeBack: { fencing: 2 }, previous: { state: 'claimed' } })
    if (first.kind !== 'claimed' || second.kind !== 'claimed') throw new Error('both were granted')
    expect(await ledger.step(aStep(first.writeBack.id, 'sent'))).toMatchObject({ kind: 'outranked' })
    expect(await ledger.step(aStep(second.writeBack.id, 'sent', 1))).toMatchObject({ kind: 'outranked' })
    expect(await ledger.step(aStep(second.writeBack.id, 'sent', 2))).toMatchObject({ kind: 'done' })
  })

  test('claimed → sent → confirmed, each step once, and nothing after the end', async () => {
    const claim = await ledger.claim(aClaim({ visit: 'steps', key: 'st', writes: [{ ...DRUG_LINE, identity: 'st' }] }))
    if (claim.kind !== 'claimed') throw new Error('granted')
    const { id } = claim.writeBack
    const step = async (to: Parameters<typeof aStep>[1]) => (await ledger.step(aStep(id, to))).kind
    expect([await step('confirmed'), await step('sent'), await step('sent')]).toEqual(['wrong order', 'done', 'done'])
    expect([await step('confirmed'), await step('confirmed'), await step('void')]).toEqual([
      'done',
      'done',
      'wrong order',
    ])
    expect(await ledger.step(aStep('nowhere', 'sent'))).toEqual({ kind: 'unknown' })
    expect((await ledger.writeBack('clinic', id))?.state).toBe('confirmed')
    expect(await ledger.writeBack('another', id)).toBeUndefined()
  })

  test('what was written is not created again, but for somebody who knows that it is gone', async () => {
    const again = (more: Partial<Parameters<typeof aClaim>[0]>) =>
      ledger.claim(aClaim({ visit: 'twice', writes: [{ ...DRUG_LINE, identity: 'twice' }], ...more }))
    const first = await again({ key: 't1' })
    if (first.kind !== 'claimed') throw new Error('granted')
    const { id } = first.writeBack
    await ledger.step(aStep(id, 'sent'))
    await ledger.step(aStep(id, 'confirmed'))
    expect(await again({ key: 't2' })).toMatchObject({ kind: 'written', by: [{ id }] })
    expect(await again({ key: 't3', despite: ['00000000-0000-4000-8000-000000000000'] })).toMatchObject({
      kind: 'written',
    })
    expect(await again({ key: 't4', despite: [id] })).toMatchObject({ kind: 'claimed' })
  })

  test('what was withdrawn may be written again; a change of what is there needs no word', async () => {
    const line = { ...DRUG_LINE, identity: 'withdrawn' }
    const write = async (key: string, act: 'create' | 'update' | 'void') => {
      const claim = await ledger.claim(aClaim({ visit: 'withdrawn', key, writes: [{ ...line, act }] }))
      if (claim.kind !== 'claimed') return claim.kind
      await ledger.step(aStep(claim.writeBack.id, 'sent', claim.writeBack.fencing))
      await ledger.step(aStep(claim.writeBack.id, 'confirmed', claim.writeBack.fencing))
      return claim.kind
    }
    expect([await write('w1', 'create'), await write('w2', 'update'), await write('w3', 'create')]).toEqual([
      'claimed',
      'claimed',
      'written',
    ])
    expect([await write('w4', 'void'), await write('w5', 'create')]).toEqual(['claimed', 'claimed'])
  })

  const aLine = (identity: string) => ({ ...DRUG_LINE, identity })
  /** A claim of a visit, moved on. */
  async function wrote(visit: string, key: string, steps: readonly Parameters<typeof aStep>[1][], more: object = {}) {
    const claim = await ledger.claim(aClaim({ visit, key, writes: [aLine(visit)], ...more }))
    if (claim.kind !== 'claimed') throw new Error(`not granted: ${claim.kind}`)
    const { id, fencing } = claim.writeBack
    for (const to of steps) expect(await ledger.step(aStep(id, to, fencing))).toMatchObject({ kind: 'done' })
    return { id, fencing }
  }
  const next = (visit: string, key: string, more: object = {}) =>
    ledger.claim(aClaim({ visit, key, writes: [aLine(visit)], ...more }))

  test('whoever was killed between sent and confirmed leaves what nobody writes again without a word', async () => {
    const { id } = await wrote('killed', 'k1', ['sent'])
    await ledger.close()
    ledger = await openLedger(at, SHORT)
    expect(await next('killed', 'k2')).toMatchObject({ kind: 'held' })
    await soon(1.1)
    expect(await next('killed', 'k3')).toMatchObject({ kind: 'written', by: [{ id, state: 'sent' }] })
    expect(await next('killed', 'k1')).toMatchObject({ kind: 'again', writeBack: { id } })
    expect(await next('killed', 'k4', { despite: [id] })).toMatchObject({ kind: 'claimed' })
  })

  test('an unconfirmed write-back frees the visit at once, not what it may have written', async () => {
    const { id } = await wrote('broken', 'b1', ['sent', 'unconfirmed'])
    expect(await next('broken', 'b2')).toMatchObject({ kind: 'written', by: [{ id, state: 'unconfirmed' }] })
    expect(await next('broken', 'b3', { writes: [aLine('another')] })).toMatchObject({ kind: 'claimed' })
    expect(await ledger.step(aStep(id, 'sent'))).toMatchObject({ kind: 'wrong order' })
  })

  test('found not to be there, an unconfirmed write-back is void, and what it would create is free', async () => {
    await wrote('nothing', 'n1', ['sent', 'unconfirmed', 'void'])
    expect(await next('nothing', 'n2')).toMatchObject({ kind: 'claimed' })
  })

  test('what became of an unconfirmed write-back can be said after a later claim, and takes nothing from it', async () => {
    const first = await wrote('late', 'l1', ['sent', 'unconfirmed'])
    const second = await wrote('late', 'l2', ['sent', 'confirmed'], { despite: [first.id] })
    expect(await ledger.step(aStep(first.id, 'void', first.fencing))).toMatchObject({ kind: 'done' })
    expect(await next('late', 'l3')).toMatchObject({ kind: 'written', by: [{ id: second.id }] })
  })

  test('where only part was stored, the rest is free', async () => {
    const writes = [aLine('part-1'), aLine('part-2'), { ...aLine('part-3'), toldBy: 'part-1' }]
    const { id, fencing } = await wrote('part', 'p1', ['sent', 'unconfirmed'], { writes })
    const written = ['part-1']
    expect(await ledger.step({ ...aStep(id, 'confirmed', fencing), written })).toMatchObject({ kind: 'done' })
    const again = async (identity: string) => (await next('part', identity, { writes: [aLine(identity)] })).kind
    expect([await again('part-1'), await again('part-3'), await again('part-2')]).toEqual([
      'written',
      'written',
      'claimed',
    ])
  })

  test('the history of a dose is of one tenant and one FHIR server, newest first', async () => {
    const dose = 'MedicationAdministration/story'
    const judged = (at: number, verdict: string, server = 'ehr-a') => ({
      ...decision(9000 + at),
      entry: anEntry({
        at: `2026-03-0${at}T10:00:00Z`,
        about: { codebook: 'cms', doses: [{ focus: dose, verdict, edition: 'e1', lines: ['J3397 × 88'] }] },
        dosesOf: { server, doses: [dose] },
      }),
    })
    for (const [at, verdict] of [
      [1, 'not-ready'],
      [2, 'ready'],
      [3, 'ready'],
    ] as const) {
      await ledger.record(judged(at, verdict))
    }
    await ledger.record(judged(4, 'not-billable', 'ehr-b'))
    const { id } = await wrote('story', 'y1', ['sent', 'unconfirmed', 'confirmed'], {
      form: 'single',
      dosesOf: { server: 'ehr-a', doses: [dose] },
    })
    const told = { codebook: 'cms', edition: 'e1', lines: ['J3397 × 88'], who: 'Practitioner/biller', act: 'assessed' }
    const step = { who: 'Practitioner/biller', at: '2026-03-03T10:00:00Z', writeBack: id }
    expect(await ledger.history({ tenant: 'clinic', server: 'ehr-a', dose })).toEqual([
      { ...step, act: 'confirmed' },
      { ...step, act: 'unconfirmed' },
      { ...step, act: 'sent' },
      {
        ...step,
        act: 'write-back claimed',
        does: 'approve',
        form: 'single',
        writes: [{ what: 'ChargeItem', act: 'create', status: 'billable', identity: 'story' }],
      },
      { ...told, verdict: 'ready', at: '2026-03-03T10:00:00Z', since: '2026-03-02T10:00:00Z', times: 2 },
      { ...told, verdict: 'not-ready', at: '2026-03-01T10:00:00Z' },
    ])
    expect(await ledger.history({ tenant: 'clinic', server: 'ehr-b', dose })).toHaveLength(1)
    expect(await ledger.history({ tenant: 'another', server: 'ehr-a', dose })).toEqual([])
  })

  test('a charge that an EHR may have taken keeps out another for the same doses, whatever its identity', async () => {
    const a = 'MedicationAdministration/open-a'
    const line = (identity: string, doses: string[]): PlannedIdentity => ({
      ...DRUG_LINE,
      identity,
      charges: { code: 'J3397', units: 88, modifiers: [], dateOfService: '2026-03-02', doses },
    })
    const dosesOf = { server: 'ehr-a', doses: [a] }
    const first = await ledger.claim(
      aClaim({ visit: 'open', key: 'open-1', form: 'oracle-create', dosesOf, writes: [line('open-1', [a])] }),
    )
    const id = first.kind === 'claimed' ? first.writeBack.id : ''
    await ledger.step(aStep(id, 'sent'))
    await ledger.step(aStep(id, 'unconfirmed'))
    const more = { visit: 'open', dosesOf, writes: [line('open-2', [a, 'MedicationAdministration/open-b'])] }
    expect(await ledger.claim(aClaim({ ...more, key: 'open-2' }))).toMatchObject({ kind: 'written', by: [{ id }] })
    expect((await ledger.claim(aClaim({ ...more, key: 'open-3', despite: [id] }))).kind).toBe('claimed')
  })

  test('an id_token opens one session, and an ended session is over', async () => {
    const entry = { at: '2026-03-03T10:00:00Z', tenant: 'clinic', who: 'Practitioner/biller' }
    const open = () => ledger.openSession({ issuer: 'ehr', proof: 'id-token', proofUntil: 4_000_000_000, entry })
    const opened = await Promise.all([open(), open(), open()])
    const [session] = opened.filter((each) => each !== undefined)
    expect(opened.filter((each) => each === undefined)).toHaveLength(2)
    expect(await ledger.useSession(session?.token ?? '')).toMatchObject({
      tenant: 'clinic',
      who: 'Practitioner/biller',
    })
    await ledger.endSession(session?.token ?? '', entry)
    expect(await ledger.useSession(session?.token ?? '')).toBeUndefined()
  })

  test('after all of this the chain is whole', async () => {
    expect(await ledger.verify()).toMatchObject({ intact: true })
  })
})

test.each(ENGINES)(
  'a ledger of before is taken over on %s: what was sent then counts as written',
  async (_, __, place) => {
    const at = await place()
    const { db, close } = await connect(at)
    const { error } = await new Migrator({ db, provider: migrations }).migrateTo('0001-ledger')
    expect(error).toBeUndefined()
    const plan = JSON.stringify({ writes: [DRUG_LINE, { ...DRUG_LINE, identity: 'kept', act: 'keep' }] })
    const row = (id: string, state: string) => sql`insert into write_back
    (id, tenant, visit, fencing, state, who, patient, key, fingerprint, assessment, plan)
    values (${id}, 'clinic', ${id}, 1, ${state}, 'w', 'Patient/p1', ${id}, 'f', 'a', ${plan})`
    await row('claimed-then', 'claimed').execute(db)
    await row('sent-then', 'sent').execute(db)
    await close()
    const ledger = await openLedger(at, SHORT)
    expect(await ledger.claim(aClaim())).toMatchObject({ kind: 'written', by: [{ id: 'sent-then', state: 'sent' }] })
    expect(await ledger.claim(aClaim({ writes: [{ ...DRUG_LINE, identity: 'kept' }] }))).toMatchObject({
      kind: 'claimed',
    })
    await ledger.close()
  },
)

describe('several processes on one PostgreSQL', () => {
  test('two ledgers that write at once make one whole chain, and one of all claims is granted', async () => {
    const place: Place = { kind: 'postgresql', url: await aDatabase() }
    const ledgers = await Promise.all([openLedger(place), openLedger(place), openLedger(place)])
    const written = ledgers.flatMap((ledger, which) =>
      Array.from({ length: 60 }, (_, index) => ledger.record(decision(which * 100 + index))),
    )
    const claims = ledgers.flatMap((ledger, which) =>
      Array.from({ length: 20 }, (_, index) => ledger.claim(aClaim({ key: `${which}-${index}` }))),
    )
    await Promise.all(written)
    expect((await Promise.all(claims)).filter(({ kind }) => kind === 'claimed')).toHaveLength(1)
    expect(await ledgers[0]?.verify()).toMatchObject({ intact: true, rows: 181 })
    await Promise.all(ledgers.map((ledger) => ledger.close()))
  })

  test('the service’s role can add to the audit and do nothing else to it, and makes no tables', async () => {
    const url = await aDatabase()
    const owner = await connect({ kind: 'postgresql', url })
    const role = `doseline_${databases}`
    await sql.raw(`create role ${role} login`).execute(owner.db)
    await sql.raw('revoke create on schema public from public').execute(owner.db)
    const name = url.split('/').at(-1) ?? ''
    const place: Place = { kind: 'postgresql', url: postgres.as(role, name) }
    await expect(openLedger(place)).rejects.toThrow('pnpm ledger migrate --service-role')
    await migrateFor(owner.db, role)
    const ledger = await openLedger(place)
    expect(ledger.mayChangeAudit).toBe(false)
    await ledger.record(decision(1))
    expect(await ledger.claim(aClaim())).toMatchObject({ kind: 'claimed' })
    const service = await connect(place)
    for (const statement of [`update audit set who = 'x'`, 'delete from audit', 'truncate audit', 'drop table audit']) {
      await expect(sql.raw(statement).execute(service.db), statement).rejects.toThrow(/permission denied|must be owner/)
    }
    await Promise.all([service.close(), ledger.close(), owner.close()])
  })

  test('a role name that could be anything else is refused', async () => {
    const { db, close } = await connect({ kind: 'postgresql', url: postgres.url })
    await expect(migrateFor(db, 'x; drop table audit')).rejects.toThrow('is no role name')
    await close()
  })
})

describe('the folder of PGlite', () => {
  test('belongs to one process; the refusal says what to do', async () => {
    const folder = aFolder()
    // A process that surely lives: this test’s own parent.
    writeFileSync(join(folder, 'doseline.lock'), JSON.stringify({ pid: process.ppid, host: hostname() }))
    await expect(openLedger(inFolder(folder))).rejects.toThrow(/in use by process \d+.*DOSELINE_LEDGER.*DATABASE_URL/s)
  })

  test.each([
    ['a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }), new Date()],
    ['a lock that was cut off while it was written', '{"pid":', new Date()],
    [
      'a machine that has said nothing for an hour',
      JSON.stringify({ pid: 1, host: 'elsewhere' }),
      new Date(Date.now() - 3_600_000),
    ],
  ])('is taken over from %s', async (_, content, touched) => {
    const folder = aFolder()
    writeFileSync(join(folder, 'doseline.lock'), content)
    utimesSync(join(folder, 'doseline.lock'), touched, touched)
    await (await openLedger(inFolder(folder))).close()
  })

  test('is not taken from another machine that is at work', async () => {
    const folder = aFolder()
    writeFileSync(join(folder, 'doseline.lock'), JSON.stringify({ pid: 1, host: 'elsewhere' }))
    await expect(openLedger(inFolder(folder))).rejects.toThrow('in use by process 1 on elsewhere')
  })
})
