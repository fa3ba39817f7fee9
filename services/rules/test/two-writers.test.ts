import { randomUUID } from 'node:crypto'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { type Postgres, startPostgres } from '@doseline/testkit/postgres'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { connect } from '../src/ledger/open-database.ts'
import { send, type TestedService, testedOn } from './a-service.ts'
import { startProcess } from './support/a-process.ts'

interface Resource {
  readonly resourceType: string
  readonly id?: string
  readonly [element: string]: unknown
}

/**
 * Two people, or two tabs, with two readings of one chart, between which somebody moved the dose: its lines keep their
 * identity, its visit does not. Whoever comes second is refused, and told by whom, since when and what to do.
 */

const MEPSEVII = requestFor(scenario('medicare-mepsevii-discard-recorded'))
const FOCUS = MEPSEVII.focus ?? ''
const kind = (name: string) => ({
  system: `https://fhir.example/tenant/CodeSystem/BillCodes-${name}`,
  schedule: { system: 'https://fhir.example/tenant/codeSet/14002', code: '615215' },
})
const BILL_CODES = { hcpcs: kind('HCPCS'), cpt: kind('CPT'), modifier: kind('MODIFIER') }

const CHART = ((MEPSEVII.bundle?.entry ?? []) as { resource: Resource }[]).map(({ resource }) => resource)
const isFocus = ({ resourceType, id }: Resource): boolean => `${resourceType}/${id}` === FOCUS
const DOSE = CHART.find(isFocus) as Resource & { context: { reference: string } }
const VISIT = CHART.find(({ resourceType, id }) => `${resourceType}/${id}` === DOSE.context.reference) as Resource
const OTHER_VISIT = { ...VISIT, id: 'moved-to-this' }

/** The chart as somebody read it. */
type Reading = readonly Resource[]
const withDose = (change: (dose: Resource) => Resource, ...more: readonly Resource[]): Reading => [
  ...CHART.map((each) => (isFocus(each) ? change(each) : each)),
  ...more,
]
const FIRST: Reading = CHART
const MOVED: Reading = withDose((dose) => ({ ...dose, context: { reference: 'Encounter/moved-to-this' } }), OTHER_VISIT)
const WITHOUT_VISIT: Reading = withDose(({ context: _, ...dose }) => dose as Resource)

const READINGS = [
  ['moved to another encounter', FIRST, MOVED],
  ['moved back', MOVED, FIRST],
  ['given an encounter', WITHOUT_VISIT, FIRST],
  ['taken out of its encounter', FIRST, WITHOUT_VISIT],
] as const
const CHANNELS = ['transaction', 'single', 'oracle-create', 'task'] as const

/** A service, an EHR that nobody has written to yet, and two who write. */
function writersOn(service: TestedService, server = randomUUID()) {
  const request = (method: string, path: string, body: object, headers = {}) =>
    send(service, method, path, { body, headers })
  return {
    server,
    reserve: (reading: Reading, channel: string, more: object = {}, how: object = {}) => {
      const writeBack = {
        act: 'approve',
        by: { display: 'Biller' },
        server,
        channels: [channel],
        billCodes: BILL_CODES,
        ...how,
      }
      const body = { ...MEPSEVII, bundle: undefined, resources: reading, writeBack, ...more }
      return request('POST', '/v1/write-backs', body, { 'idempotency-key': randomUUID() })
    },
    step: ({ body }: Granted, state: string, more: object = {}) =>
      request('PATCH', `/v1/write-backs/${body.writeBack.id}`, { state, fencing: body.writeBack.fencing, ...more }),
  }
}
type Granted = Pick<Awaited<ReturnType<typeof send>>, 'body'>

let ledger: Ledger
let service: TestedService
beforeAll(async () => {
  ledger = await openLedger({ kind: 'memory' })
  service = testedOn(ledger, [{ key: 'default', label: 'Clinic' }])
})
afterAll(() => ledger.close())

describe.each(CHANNELS)('a dose whose lines go as %s', (channel) => {
  const told = (answer: { status: number; body: { code?: string } }) => [answer.status, answer.body.code]
  const isOracle = channel === 'oracle-create'
  // Oracle’s operation needs an encounter: without one nothing goes that way.
  const readings = READINGS.filter(([, ...both]) => !(isOracle && both.includes(WITHOUT_VISIT)))

  test.each(readings)('and was %s between two readings is reserved once', async (_, one, other) => {
    const { reserve, step } = writersOn(service)
    const first = await reserve(one, channel)
    expect(told(first)).toEqual([201, undefined])
    const second = await reserve(other, channel)
    expect(told(second)).toEqual([409, 'write-back-under-way'])
    expect(second.body.underWay).toMatchObject({ id: first.body.writeBack.id, state: 'reserved' })
    expect(second.body.detail).toMatch(/has been writing MedicationAdministration\/.* since \d{4}-/)
    expect(second.body.errors[0].remedy).toMatch(/Wait until it has ended/)
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0)
    await step(first, 'sent')
    expect(told(await reserve(other, channel))).toEqual([409, 'write-back-under-way'])
    await step(first, 'confirmed')
    const third = await reserve(other, channel)
    // What Oracle took is known to stand, so that there is nothing left to send; elsewhere the chart would have to show it.
    expect(told(third)).toEqual(isOracle ? [200, undefined] : [409, 'already-written'])
    if (isOracle) expect(third.body.assessment.plans[0].requests ?? []).toEqual([])
    else expect(third.body.earlier).toMatchObject([{ id: first.body.writeBack.id, state: 'confirmed' }])
  })

  test('is free at once where the EHR refused it', async () => {
    const { reserve, step } = writersOn(service)
    const first = await reserve(FIRST, channel)
    await step(first, 'sent')
    await step(first, 'void', { reason: 'the EHR answered 403' })
    expect(told(await reserve(MOVED, channel))).toEqual([201, undefined])
  })

  test('and of which nobody knows whether it was stored is not written for another visit without a word', async () => {
    const { reserve, step } = writersOn(service)
    const first = await reserve(FIRST, channel)
    await step(first, 'sent')
    await step(first, 'unconfirmed', { reason: 'the connection broke' })
    const second = await reserve(MOVED, channel)
    expect(told(second)).toEqual([409, 'already-written'])
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(60)
    // What may still arrive nobody can know to be gone.
    const third = await reserve(MOVED, channel, { overrideEarlier: [first.body.writeBack.id] })
    expect(told(third)).toEqual([409, 'already-written'])
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(60)
  })
})

describe('an honest correction goes through', () => {
  /** What an EHR holds after a transaction: what was created with an id and a version, what was changed changed. */
  function stored(reading: Reading, { body }: Granted): Reading {
    const entries = body.assessment.plans[0].transaction.entry as { resource: Resource; request: { method: string } }[]
    const written = entries.map(({ resource, request }, at) => ({
      ...resource,
      id: request.method === 'PUT' ? resource.id : `w${reading.length}-${at}`,
      meta: { versionId: '1', lastUpdated: `2026-06-30T12:00:${String(reading.length % 60).padStart(2, '0')}Z` },
    }))
    const ids = new Set(written.map(({ resourceType, id }) => `${resourceType}/${id}`))
    return [...reading.filter(({ resourceType, id }) => !ids.has(`${resourceType}/${id}`)), ...written]
  }
  const liveDrugLines = (reading: Reading) =>
    reading.filter(
      ({ resourceType, status, code }) =>
        resourceType === 'ChargeItem' &&
        status !== 'entered-in-error' &&
        JSON.stringify(code).includes('J3397 '.trim()),
    )
  const moved = (reading: Reading): Reading => [
    ...reading.map((each) => (isFocus(each) ? { ...each, context: { reference: 'Encounter/moved-to-this' } } : each)),
    OTHER_VISIT,
  ]

  async function written(reading: Reading, writers: ReturnType<typeof writersOn>, how: object = {}) {
    const granted = await writers.reserve(reading, 'transaction', {}, how)
    expect([granted.status, granted.body.code]).toEqual([201, undefined])
    expect((await writers.step(granted, 'sent')).status).toBe(200)
    expect((await writers.step(granted, 'confirmed')).status).toBe(200)
    return stored(reading, granted)
  }

  test('a dose that moved: its lines are voided and written for the new visit, once', async () => {
    const writers = writersOn(service)
    const chart = await written(FIRST, writers)
    const after = await written(moved(chart), writers)
    expect(liveDrugLines(after)).toHaveLength(liveDrugLines(chart).length)
    expect((await writers.reserve(after, 'transaction')).status).toBe(200)
    expect((await writers.reserve(moved(FIRST), 'transaction')).body.code).toBe('already-written')
  })

  test('lines that were voided may be written for another visit', async () => {
    const writers = writersOn(service)
    const voided = await written(await written(FIRST, writers), writers, { act: 'void' })
    expect(liveDrugLines(voided)).toHaveLength(0)
    expect(liveDrugLines(await written(moved(voided), writers)).length).toBeGreaterThan(0)
  })

  test('a void that nobody confirmed, and that the chart shows, keeps nobody out', async () => {
    const writers = writersOn(service)
    const chart = await written(FIRST, writers)
    const voiding = await writers.reserve(chart, 'transaction', {}, { act: 'void' })
    await writers.step(voiding, 'sent')
    await writers.step(voiding, 'unconfirmed', { reason: 'the connection broke' })
    expect((await writers.reserve(moved(stored(chart, voiding)), 'transaction')).status).toBe(201)
  })

  test('another discard is another line in place of the one before', async () => {
    const scenarioOfJz = requestFor(scenario('medicare-mepsevii-discard-attested'))
    const resources = ((scenarioOfJz.bundle?.entry ?? []) as { resource: Resource }[]).map(({ resource }) => resource)
    const attested = (discardedMg: string) => ({
      focus: scenarioOfJz.focus,
      attested: Object.fromEntries(
        Object.entries(scenarioOfJz.attested ?? {}).map(([dose, stated]) => [dose, { ...stated, discardedMg }]),
      ),
    })
    const writers = writersOn(service)
    let chart: Reading = resources
    for (const discardedMg of ['2', '1', '2']) {
      const granted = await writers.reserve(chart, 'transaction', attested(discardedMg))
      expect([discardedMg, granted.status, granted.body.code]).toEqual([discardedMg, 201, undefined])
      await writers.step(granted, 'sent')
      await writers.step(granted, 'confirmed')
      chart = stored(chart, granted)
      const discards = liveDrugLines(chart).map(({ code }) => JSON.stringify(code).includes('discarded'))
      // With 1 mg of the 2 mg accounted for the dose is not ready: its lines are voided, and come back with the rest.
      expect([discardedMg, ...discards.toSorted()]).toEqual([
        discardedMg,
        ...(discardedMg === '2' ? [false, true] : []),
      ])
    }
  })

  test('a suggestion becomes a charge without a question', async () => {
    const writers = writersOn(service)
    const suggested = await written(FIRST, writers, { act: 'suggest' })
    const charged = await written(suggested, writers)
    expect(liveDrugLines(charged).every(({ status }) => status === 'billable')).toBe(true)
    expect((await writers.reserve(moved(FIRST), 'transaction')).body.code).toBe('already-written')
  })
})

describe('two processes on one PostgreSQL', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres.stop(), 60_000)

  test('that race for one dose under two encounters grant one reservation, and the other one sends nothing', async () => {
    const environment = { DATABASE_URL: postgres.url, LOG_LEVEL: 'silent' }
    const processes = await Promise.all([startProcess(environment), startProcess(environment)])
    const ask = async (which: number, method: string, path: string, body: object) => {
      const response = await fetch(`${processes[which]?.address}${path}`, {
        method,
        headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        body: JSON.stringify(body),
      })
      return { status: response.status, body: (await response.json()) as Granted['body'] }
    }
    for (let round = 0; round < 8; round++) {
      const writeBack = { act: 'approve', by: { display: 'Biller' }, server: `race-${round}` }
      const reservations = [FIRST, MOVED, WITHOUT_VISIT, FIRST, MOVED, WITHOUT_VISIT].map((resources, at) =>
        ask(at % 2, 'POST', '/v1/write-backs', { ...MEPSEVII, bundle: undefined, resources, writeBack }),
      )
      const answers = await Promise.all(reservations)
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409])
      const granted = answers.find(({ status }) => status === 201) as Granted
      const { id, fencing } = granted.body.writeBack
      const steps = await Promise.all(
        [0, 1].map((which) => ask(which, 'PATCH', `/v1/write-backs/${id}`, { state: 'sent', fencing })),
      )
      expect(steps.map(({ status }) => status)).toEqual([200, 200])
    }
    await Promise.all(processes.map((each) => each.end('SIGTERM')))
    const { db, close } = await connect({ kind: 'postgresql', url: postgres.url })
    const lines = await sql<{ lines: number }>`
      select count(*)::int as lines from charged_dose group by server, dose, role`.execute(db)
    expect(lines.rows.every((row) => row.lines === 1)).toBe(true)
    await close()
  }, 120_000)
})
