import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { type Postgres, startPostgres } from '@doseline/testkit/postgres'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recorded } from '../src/ledger/audit.ts'
import { forget } from '../src/ledger/forget.ts'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { connect, type Place } from '../src/ledger/open-database.ts'
import { forgetPatient, verifyLedger } from '../src/operator/ledger.ts'
import { send, type TestedService, testedOn } from './a-service.ts'

const MEPSEVII = requestFor(scenario('medicare-mepsevii-discard-recorded'))
const PATIENT = MEPSEVII.bundle?.entry
  ?.map(({ resource }) => resource as { resourceType: string; id: string })
  .find(({ resourceType }) => resourceType === 'Patient')?.id
const by = { reference: 'Practitioner/biller', display: 'Biller' }
const TENANTS = [
  {
    key: 'clinic',
    label: 'Clinic',
    issuers: ['ehr', 'other'].map((key) => ({
      key,
      label: key,
      iss: `https://${key}.example/fhir`,
      clientId: 'doseline',
    })),
  },
]

let postgres: Postgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())

describe.each([
  [
    'PGlite',
    (): Place => ({
      kind: 'folder',
      folder: mkdtempSync(join(tmpdir(), 'doseline-forget-')),
      leastFree: 0,
      onLost: () => undefined,
    }),
  ],
  ['PostgreSQL', (): Place => ({ kind: 'postgresql', url: postgres.url })],
])('a patient is forgotten on %s', (_, place) => {
  let at: Place
  let ledger: Ledger
  let service: TestedService
  const patient = `Patient/${PATIENT}`
  const kept = { answer: '', writeBack: '' }

  beforeAll(async () => {
    at = place()
    ledger = await openLedger(at)
    service = testedOn(ledger, TENANTS)
  })
  afterAll(() => ledger.close())

  const reserve = (server = 'ehr') =>
    send(service, 'POST', '/v1/write-backs', {
      body: { ...MEPSEVII, writeBack: { act: 'approve', by, server } },
      headers: { 'idempotency-key': `"${randomUUID()}"` },
    })
  const step = (state: string) =>
    send(service, 'PATCH', `/v1/write-backs/${kept.writeBack}`, { body: { state, fencing: 1, reason: 'as it was' } })
  /** What an operator is told, with the service stopped meanwhile: a folder has one user. */
  async function told(
    work: (place: Parameters<typeof verifyLedger>[0], say: (line: string) => void) => Promise<number>,
  ): Promise<{ code: number; said: string }> {
    await ledger.close()
    const lines: string[] = []
    const code = await work(at as never, (line) => lines.push(line))
    ledger = await openLedger(at)
    service = testedOn(ledger, TENANTS)
    return { code, said: lines.join('\n') }
  }
  const forgotten = (request: Parameters<typeof forgetPatient>[1]) =>
    told((place, say) => forgetPatient(place, request, say))

  test('not while charges are being written', async () => {
    const judged = await send(service, 'POST', '/v1/assessments', { body: { ...MEPSEVII, server: 'ehr' } })
    kept.answer = judged.body.id
    const reserved = await reserve()
    expect(reserved.status).toBe(201)
    kept.writeBack = reserved.body.writeBack.id
    const { code, said } = await forgotten({ patient, tenant: 'clinic' })
    expect([code, said]).toEqual([1, expect.stringMatching(/being written now. Nothing was removed/)])
    for (const state of ['sent', 'confirmed']) expect((await step(state)).status).toBe(200)
  })

  test('not where another EHR has a patient of the same id', async () => {
    await send(service, 'POST', '/v1/assessments', {
      body: { ...MEPSEVII, server: 'other', asOf: '2026-05-05T10:00:00Z' },
    })
    const { code, said } = await forgotten({ patient, tenant: 'clinic' })
    expect([code, said]).toEqual([1, expect.stringMatching(/Several EHRs have .*: ehr, other\. Say which one/)])
  })

  test('answers and plans are gone, those of the other EHR stay', async () => {
    const { code, said } = await forgotten({ patient, tenant: 'clinic', server: 'ehr' })
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(/^\d answers, 1 plans, 0 sessions and 1 rows of the worklist of Patient/),
    ])
    expect((await send(service, 'GET', `/v1/assessments/${kept.answer}`)).status).toBe(410)
    await ledger.close()
    const { db, close } = await connect(at)
    const { rows } = await sql<{ plan: string; reason: string }>`select plan, reason from write_back`.execute(db)
    expect(rows).toEqual([{ plan: '{"writes":[]}', reason: '' }])
    const left = await sql<{ n: number }>`select count(*) as n from answer where answer <> ''`.execute(db)
    expect(left.rows[0]?.n).toBe(1)
    await close()
    ledger = await openLedger(at)
    service = testedOn(ledger, TENANTS)
  })

  test('the chain is whole, and says that it was done', async () => {
    const { code, said } = await told((place, say) => verifyLedger(place, {}, say))
    expect([code, said]).toEqual([0, expect.stringMatching(/rows, all as they were written/)])
    await ledger.close()
    const { db, close } = await connect(at)
    const { rows } = await sql<{
      subject: string
      who: string
    }>`select subject, who from audit where act = 'patient forgotten'`.execute(db)
    expect(rows).toEqual([{ subject: patient, who: 'operator' }])
    await close()
    ledger = await openLedger(at)
    service = testedOn(ledger, TENANTS)
  })

  test('what was charged is charged: the dose is not written again', async () => {
    const again = await reserve()
    expect([again.status, again.body.code]).toEqual([409, 'already-written'])
    expect((await reserve('other')).status).toBe(201)
  })

  test('a patient of whom nothing is recorded', async () => {
    const { code, said } = await forgotten({ patient: 'Patient/of-nobody', tenant: 'clinic' })
    expect([code, said]).toEqual([1, expect.stringMatching(/Nothing is recorded/)])
  })
})

test('the sessions of a patient end, and nobody else’s', async () => {
  const { db, close } = await connect({ kind: 'postgresql', url: postgres.url })
  for (const who of ['Patient/p9', 'https://ehr.example/fhir/Patient/p9/_history/2', 'Patient/p90', 'Practitioner/p9'])
    await sql`insert into session values (${who}, 'clinic', 'ehr', ${who}, now() + interval '1 hour', now() + interval '1 hour')`.execute(
      db,
    )
  await sql`insert into answer (tenant, id, answer) values ('clinic', 'a9', '{}')`.execute(db)
  const about = { assessment: 'a9' }
  await recorded(db, (_, record) =>
    record([{ at: '2026-03-03T10:00:00Z', tenant: 'clinic', who: 'x', act: 'assessed', subject: 'Patient/p9', about }]),
  )
  expect(await forget(db, { tenant: 'clinic', patient: 'Patient/p9', at: '2026-03-04T10:00:00Z' })).toEqual({
    kind: 'forgotten',
    answers: 1,
    plans: 0,
    sessions: 2,
    worklist: 0,
  })
  const { rows } = await sql<{ who: string }>`select who from session order by who`.execute(db)
  expect(rows.map(({ who }) => who)).toEqual(['Patient/p90', 'Practitioner/p9'])
  await close()
})
