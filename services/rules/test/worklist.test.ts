import { randomUUID } from 'node:crypto'
import type { WorklistRow } from '@doseline/contract'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forget } from '../src/ledger/forget.ts'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { connect } from '../src/ledger/open-database.ts'
import { pageQuery } from '../src/ledger/worklist/search.ts'
import type { RequestLine } from '../src/service.ts'
import { aService, send, type TestedService } from './a-service.ts'
import { places } from './support/a-place.ts'
import { anEntryOf, ndjson, ready } from './support/a-worklist-entry.ts'
import { bearer, CLINICS, jwtOf, keysOfEhr, sessionOf } from './support/sign-in.ts'

const MEPSEVII = requestFor(scenario('medicare-mepsevii-discard-recorded'))
const DOSE = MEPSEVII.focus ?? ''
const by = { reference: 'Practitioner/u1', display: 'Biller' }
const { each, database } = places()

describe.each(each)('the worklist on %s', (_, place) => {
  let ledger: Ledger
  let service: TestedService
  let app: Record<string, string>
  let biller: Record<string, string>
  const lines: RequestLine[] = []
  beforeAll(async () => {
    ledger = await openLedger(await place())
    service = await aService({ tenants: CLINICS, keys: keysOfEhr, ledger, lines })
    app = bearer(await jwtOf('app'))
    biller = await sessionOf(service, 'Practitioner/u1')
  })
  afterAll(() => ledger.close())

  const fill = (entries: readonly object[]) =>
    send(service, 'POST', '/v1/worklist/doses', {
      body: ndjson(entries),
      headers: { ...app, 'content-type': 'application/x-ndjson' },
    })
  const search = async (filter: object, headers = app) =>
    (await send(service, 'POST', '/v1/worklist/search', { body: filter, headers })).body
  const rowOf = async (dose: string): Promise<WorklistRow> => {
    const { rows } = await search({ limit: 200, snoozed: 'show' })
    const row = rows.find((one: WorklistRow) => one.dose === dose)
    if (!row) throw new Error(`${dose} is not on the worklist`)
    return row
  }
  const change = (id: string, patch: object, headers = biller) =>
    send(service, 'PATCH', `/v1/worklist/${id}`, { body: patch, headers })
  const judge = () => send(service, 'POST', '/v1/assessments', { body: MEPSEVII, headers: biller })

  test('a scan’s doses are stored once, and change only where they are judged otherwise', async () => {
    expect((await fill([anEntryOf(1), anEntryOf(2, ready)])).body).toEqual({ added: 2, changed: 0, unchanged: 0 })
    const later = { judgedAt: '2026-03-04T10:00:00Z', digest: 'd2' }
    expect((await fill([anEntryOf(1, { ...ready, ...later }), anEntryOf(2, { ...ready, ...later })])).body).toEqual({
      added: 0,
      changed: 1,
      unchanged: 1,
    })
    // What was judged before comes late: it says nothing of now.
    expect((await fill([anEntryOf(1)])).body).toEqual({ added: 0, changed: 0, unchanged: 1 })
    expect(await rowOf('MedicationAdministration/d1')).toMatchObject({ status: 'ready', whoCanFix: [], digest: 'd2' })
  })

  test('a line that is wrong is named, and none of its request is stored', async () => {
    const wrong = { ...anEntryOf(4), expectedPayment: { amount: 15.5, currency: 'USD' } }
    const { status, body } = await fill([anEntryOf(3), wrong])
    expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'not-of-the-contract', '/expectedPayment/amount'])
    expect(body.errors[0].detail).toContain('Line 2')
    await expect(rowOf('MedicationAdministration/d3')).rejects.toThrow()
    expect((await fill(Array.from({ length: 501 }, (_, at) => anEntryOf(at)))).status).toBe(413)
    const asJson = await send(service, 'POST', '/v1/worklist/doses', { body: anEntryOf(1), headers: app })
    expect(asJson.status).toBe(415)
  })

  test('what people decided about a row survives when it is judged again', async () => {
    await fill([anEntryOf(5)])
    const { id } = await rowOf('MedicationAdministration/d5')
    await change(id, { assignee: 'R. Nurse', priority: 'high' })
    await change(id, { snooze: { until: '2026-03-09', reason: 'Nurse is back on Monday' }, note: 'Called the floor' })
    const again = { ...ready, judgedAt: '2026-03-05T10:00:00Z' }
    await fill([anEntryOf(5, again)])
    expect(await rowOf('MedicationAdministration/d5')).toMatchObject({
      id,
      status: 'ready',
      assignee: 'R. Nurse',
      priority: 'high',
      snoozedUntil: '2026-03-09',
      note: 'Called the floor',
    })
    const { body } = await send(service, 'GET', `/v1/worklist/${id}`, { headers: biller })
    expect(body.events.map(({ act }: { act: string }) => act)).toEqual([
      'judged',
      'noted',
      'snoozed',
      'prioritized',
      'assigned',
      'judged',
    ])
    const { rows } = await search({ limit: 200 })
    expect(rows.map(({ dose }: WorklistRow) => dose)).not.toContain('MedicationAdministration/d5')
    const only = await search({ snoozed: 'only' })
    expect(only.rows.map((row: WorklistRow) => row.id)).toEqual([id])
  })

  test('a dose that the app judges is on the worklist, and says that its lines are saved as a draft', async () => {
    expect((await judge()).status).toBe(200)
    expect(await rowOf(DOSE)).toMatchObject({ status: 'ready', server: 'ehr', draftSaved: false })
    const write = async (act: string, states: readonly string[]) => {
      const { body } = await send(service, 'POST', '/v1/write-backs', {
        body: { ...MEPSEVII, writeBack: { act, by, server: 'ehr' } },
        headers: { ...biller, 'idempotency-key': `"${randomUUID()}"` },
      })
      const { id, fencing } = body.writeBack
      for (const state of states)
        await send(service, 'PATCH', `/v1/write-backs/${id}`, {
          body: { state, fencing, reason: 'as the EHR said' },
          headers: biller,
        })
    }
    await write('suggest', ['sent', 'confirmed'])
    expect(await rowOf(DOSE)).toMatchObject({ status: 'ready', draftSaved: true })
    expect((await judge()).status).toBe(200)
    expect(await rowOf(DOSE)).toMatchObject({ draftSaved: true })
    const { body } = await send(service, 'GET', `/v1/worklist/${(await rowOf(DOSE)).id}`, { headers: biller })
    expect(body.answer).toMatchObject({ focus: DOSE, verdict: 'ready' })
    expect(body.events[0]).toMatchObject({ act: 'draft saved' })
  })

  test('charges that the EHR stored make a row charged, whenever it came, and voiding makes it what it was', async () => {
    const chargeOf = async (dose: string, identity: string) => {
      const write = { what: 'ChargeItem', status: 'billable', identity, doses: [dose], role: 'drug', text: '' }
      const reserved = async (act: 'create' | 'void') => {
        const writes = [{ ...write, act, ...(act === 'void' && { status: 'entered-in-error' }) }]
        const reservation = await ledger.reserve({
          visit: dose,
          key: `${dose}-${act}`,
          fingerprint: act,
          patient: 'Patient/p6',
          assessment: 'a',
          writes,
          channel: 'transaction',
          does: act === 'void' ? 'void' : 'approve',
          reversedCharges: [],
          overrides: [],
          dosesOf: { server: 'ehr', doses: [dose] },
          plan: JSON.stringify({ writes }),
          overrideEarlier: [],
          entry: { at: '2026-03-03T10:00:00Z', tenant: 'riverside', who: 'Practitioner/u1' },
        })
        if (reservation.kind !== 'reserved') throw new Error(reservation.kind)
        const { id, fencing } = reservation.writeBack
        for (const to of ['sent', 'confirmed'] as const)
          await ledger.step({
            id,
            to,
            fencing,
            reason: '',
            entry: { at: '2026-03-03T10:00:00Z', tenant: 'riverside', who: 'Practitioner/u1' },
          })
      }
      return { approve: () => reserved('create'), void: () => reserved('void') }
    }
    const before = await chargeOf('MedicationAdministration/d6', 'line-d6')
    await fill([anEntryOf(6, ready)])
    await before.approve()
    expect(await rowOf('MedicationAdministration/d6')).toMatchObject({ status: 'charged' })
    // Judged again, what the ledger knows still counts.
    await fill([anEntryOf(6, { ...ready, judgedAt: '2026-03-06T10:00:00Z' })])
    expect(await rowOf('MedicationAdministration/d6')).toMatchObject({ status: 'charged' })
    await before.void()
    expect(await rowOf('MedicationAdministration/d6')).toMatchObject({ status: 'ready' })
    const late = await chargeOf('MedicationAdministration/d7', 'line-d7')
    await late.approve()
    await fill([anEntryOf(7, ready)])
    expect(await rowOf('MedicationAdministration/d7')).toMatchObject({ status: 'charged' })
  })

  test('pages follow each other without a row twice or left out, by every sort', async () => {
    const entries = Array.from({ length: 23 }, (_, at) =>
      anEntryOf(100 + at, {
        payer: 'Paged',
        ...(at % 3 === 0 ? ready : {}),
        ...(at % 7 !== 0 && { dateOfService: `2026-02-${String(10 + (at % 5))}` }),
        expectedPayment: { amount: `${at % 4}.10`, currency: 'USD' },
      }),
    )
    await fill(entries)
    for (const sort of ['date-of-service', 'file-by', 'expected-payment', 'priority', 'changed']) {
      for (const order of ['ascending', 'descending']) {
        const seen: string[] = []
        for (let after: string | undefined; ; ) {
          const found = await search({ payer: ['Paged'], sort, order, limit: 5, ...(after && { after }) })
          seen.push(...found.rows.map(({ dose }: WorklistRow) => dose))
          after = found.next
          if (after === undefined) break
        }
        expect([sort, order, seen.length, new Set(seen).size]).toEqual([sort, order, 23, 23])
      }
    }
    expect((await search({ after: 'bm9uZQ' })).code).toBe('not-of-the-contract')
  })

  test('filters are met together, and a patient is named in a body alone', async () => {
    await fill([
      anEntryOf(200, { payer: 'Filtered', facility: 'West', expectedPayment: { amount: '0.05', currency: 'USD' } }),
      anEntryOf(201, { payer: 'Filtered', dateOfService: '2025-03-02', fileBy: '2026-03-02' }),
      anEntryOf(202, { payer: 'Filtered', ...ready }),
    ])
    const found = async (filter: object) =>
      (await search({ payer: ['Filtered'], ...filter })).rows.map(({ dose }: WorklistRow) => dose.split('/d')[1])
    expect(await found({ who: ['nurse'] })).toEqual(['201', '200'])
    expect(await found({ who: ['pharmacist'] })).toEqual([])
    expect(await found({ rule: ['amount/discard-is-documented'], facility: ['West'] })).toEqual(['200'])
    expect(await found({ status: ['ready'] })).toEqual(['202'])
    expect(await found({ olderThanDays: 300 })).toEqual(['201'])
    expect(await found({ fileBefore: '2026-03-31' })).toEqual(['201'])
    expect(await found({ atLeast: '0.06', who: ['nurse'] })).toEqual(['201'])
    expect(await found({ patient: 'amy 202' })).toEqual(['202'])
    expect(await found({ patient: 'Patient/p200' })).toEqual(['200'])
    const got = await send(service, 'GET', '/v1/worklist?payer=Filtered&status=ready&limit=1', { headers: app })
    expect(got.body.rows).toHaveLength(1)
    const named = await send(service, 'GET', '/v1/worklist?patient=Shaw', { headers: app })
    expect([named.status, named.body.errors[0].pointer]).toEqual([400, '/patient'])
    const unknown = await send(service, 'GET', '/v1/worklist?payr=Filtered', { headers: app })
    expect([unknown.status, unknown.body.errors[0].pointer]).toEqual([400, '/payr'])
  })

  test('totals are exact sums, by status, by who can fix it and by a group', async () => {
    const payment = (amount: string) => ({ expectedPayment: { amount, currency: 'USD' as const } })
    const { expectedPayment: _, atRisk: __, ...unpriced } = anEntryOf(303, { payer: 'Summed' })
    await fill([
      anEntryOf(300, { payer: 'Summed', ...payment('0.10') }),
      anEntryOf(301, { payer: 'Summed', ...payment('0.20') }),
      anEntryOf(302, { payer: 'Summed', ...ready, ...payment('999999999999.99') }),
      unpriced,
    ])
    const { body } = await send(service, 'POST', '/v1/worklist/totals', {
      body: { payer: ['Summed'], group: 'rule' },
      headers: app,
    })
    expect(body.all).toEqual({
      doses: 4,
      expectedPayment: { amount: '1000000000000.29', currency: 'USD' },
      withoutPayment: 1,
    })
    expect(body.byStatus['not-ready']).toMatchObject({ doses: 3, expectedPayment: { amount: '0.30' } })
    expect(body.byStatus.charged).toMatchObject({ doses: 0, expectedPayment: { amount: '0.00' } })
    expect(body.byWho).toMatchObject([{ who: 'nurse', doses: 3, expectedPayment: { amount: '0.30' } }])
    expect(body.groups).toMatchObject([{ name: 'amount/discard-is-documented', doses: 3 }])
    for (const group of ['facility', 'payer', 'drug', 'who', 'assignee', 'week']) {
      const { status } = await send(service, 'GET', `/v1/worklist/totals?group=${group}`, { headers: app })
      expect([group, status]).toEqual([group, 200])
    }
  })

  test('a session sees the EHR it was opened from, a patient sees nothing, and only an app fills', async () => {
    await fill([anEntryOf(400, { server: 'another-ehr', payer: 'Elsewhere' })])
    const [row] = (await search({ payer: ['Elsewhere'] })).rows
    expect(row).toMatchObject({ server: 'another-ehr' })
    expect((await search({ payer: ['Elsewhere'] }, biller as never)).rows).toEqual([])
    expect((await change(row.id, { priority: 'low' })).status).toBe(404)
    expect((await send(service, 'GET', `/v1/worklist/${row.id}`, { headers: biller })).status).toBe(404)
    const patient = await sessionOf(service, 'Patient/p1')
    expect((await send(service, 'GET', '/v1/worklist', { headers: patient })).status).toBe(403)
    const filled = await send(service, 'POST', '/v1/worklist/doses', {
      body: ndjson([anEntryOf(1)]),
      headers: { ...biller, 'content-type': 'application/x-ndjson' },
    })
    expect(filled.status).toBe(403)
  })

  test('one tenant sees nothing of another', async () => {
    const actor = { at: '2026-03-03T10:00:00Z', tenant: 'lakeside', who: 'app' }
    await ledger.fillWorklist([anEntryOf(500, { payer: 'Lakeside' })], actor)
    expect((await search({ payer: ['Lakeside'] })).rows).toEqual([])
    const asked = { tenant: 'lakeside', today: '2026-03-03' }
    const look = { act: 'worklist read', entry: actor, filters: [] } as const
    const of = { sort: 'date-of-service', order: 'ascending', limit: 50, snoozed: 'hide' } as const
    const { rows } = await ledger.worklistPage(asked, of, undefined, look)
    expect(rows).toHaveLength(1)
    expect((await change(rows[0]?.id ?? '', { priority: 'low' }, app as never)).status).toBe(404)
  })

  test('an export holds every row of a filter, and no cell is run as a formula', async () => {
    await fill([anEntryOf(600, { payer: 'Exported', patientName: '=HYPERLINK("https://evil.example")' })])
    const { body, type, headers } = await send(service, 'GET', '/v1/worklist.csv?payer=Exported', { headers: app })
    expect(type).toContain('text/csv')
    expect(headers.get('content-disposition')).toContain('worklist-2026-03-03.csv')
    const [head, row] = body.split('\r\n')
    expect(head).toContain('"Expected payment (USD)"')
    expect(row).toContain('"\'=HYPERLINK(""https://evil.example"")"')
    expect(row).toContain('"1501.20"')
  })

  test('whoever looks at the page hears that a row changed, and how far a scan is', async () => {
    const response = await service.request('http://localhost/v1/worklist/events', { headers: biller })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let heard = ''
    const until = async (text: string) => {
      while (!heard.includes(text)) heard += (await reader?.read())?.value ?? ''
    }
    await until('event: open')
    await fill([anEntryOf(700)])
    const progress = {
      scan: 's1',
      state: 'running',
      startedAt: '2026-03-03T10:00:00Z',
      patients: 10,
      doses: 12,
      unreadable: 1,
    }
    expect((await send(service, 'POST', '/v1/worklist/scans', { body: progress, headers: app })).status).toBe(204)
    const { id } = await rowOf('MedicationAdministration/d700')
    await until('event: scan')
    await reader?.cancel()
    expect(heard).toContain(id)
    expect(heard).not.toContain('Shaw')
    const totals = await send(service, 'GET', '/v1/worklist/totals', { headers: app })
    expect(totals.body.lastScan).toEqual(progress)
  }, 15_000)

  test('no line of the log names a patient, a dose or a row', async () => {
    const { id } = await rowOf('MedicationAdministration/d1')
    const log = JSON.stringify(lines)
    for (const secret of ['Shaw', 'Patient/', 'MedicationAdministration/', id]) expect(log).not.toContain(secret)
    expect(log).toContain('/v1/worklist/:id')
  })

  test('the audit is intact, and says who looked at which patients', async () => {
    expect(await ledger.verify()).toMatchObject({ intact: true })
  })
})

describe('rows of the worklist in the database', () => {
  test('a patient who is forgotten leaves no row, no answer and no note', async () => {
    const place = await database()
    const ledger = await openLedger(place)
    const actor = { at: '2026-03-03T10:00:00Z', tenant: 'clinic', who: 'app' }
    const answer = { focus: 'MedicationAdministration/d1', secret: 'PHI' } as never
    await ledger.fillWorklist([anEntryOf(1, { answer }), anEntryOf(2)], actor)
    await ledger.close()
    const { db, close } = await connect(place)
    expect(await forget(db, { tenant: 'clinic', patient: 'Patient/p1', at: actor.at })).toMatchObject({
      kind: 'forgotten',
      worklist: 1,
    })
    const counts = await sql<{ rows: number; events: number; parts: number }>`select
      (select count(*) from worklist) as rows, (select count(*) from worklist_event) as events,
      (select count(*) from answer_part) as parts`.execute(db)
    expect(counts.rows[0]).toEqual({ rows: 1, events: 1, parts: 0 })
    await close()
  })

  test('rows that are done go with their time, and an open row stays', async () => {
    const place = await database()
    const ledger = await openLedger(place)
    const actor = { at: '2026-03-03T10:00:00Z', tenant: 'clinic', who: 'app' }
    const old = new Date(Date.now() - 60 * 86_400_000).toISOString()
    const done = { status: 'charged' as const, blocking: [] }
    await ledger.fillWorklist(
      [
        anEntryOf(1, { judgedAt: old }),
        anEntryOf(2, { judgedAt: old, ...done }),
        anEntryOf(3, { judgedAt: new Date().toISOString(), ...done }),
      ],
      actor,
    )
    await ledger.tidy(30, actor.at)
    await ledger.close()
    const { db, close } = await connect(place)
    const { rows } = await sql<{ dose: string }>`select dose from worklist order by dose`.execute(db)
    expect(rows.map(({ dose }) => dose)).toEqual(['MedicationAdministration/d1', 'MedicationAdministration/d3'])
    await close()
  })

  test('a page is read from an index that has its order, each status by itself', async () => {
    const place = await database()
    await (await openLedger(place)).close()
    const { db, close } = await connect(place)
    await sql`insert into worklist (tenant, server, dose, patient, patient_name, encounter, facility, service_day, drug, code, payer,
        status, judged_status, sentence, blocking, lines, who, rules, expected_cents, risk_cents, file_by, edition, codebook, digest,
        content, part, judged_at)
      select 'clinic', 'ehr', 'MedicationAdministration/' || n, 'Patient/' || n, '', '', '', '2026-03-02', '', '', '',
        case when n % 20 = 0 then 'ready' else 'charged' end, 'ready', '', '[]', '[]', '{}', '{}', n, -1, '~', '', 'cms', '', '', '', now()
      from generate_series(1, 20000) as n`.execute(db)
    await sql`analyze worklist`.execute(db)
    for (const sort of ['date-of-service', 'file-by', 'expected-payment', 'priority', 'changed'] as const) {
      const of = { sort, order: 'ascending', limit: 50, snoozed: 'hide', status: ['ready', 'not-ready'] } as const
      const query = pageQuery({ tenant: 'clinic', today: '2026-03-03' }, { ...of, status: [...of.status] }, undefined)
      const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${query}`.execute(db)
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      expect(plan).not.toContain('Seq Scan')
      expect(plan).toContain('Index Scan using worklist_by_')
    }
    await close()
  })
})
