import { randomUUID } from 'node:crypto'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { describe, expect, test } from 'vitest'
import { aService, get, send } from './a-service.ts'

const MEPSEVII = requestFor(scenario('medicare-mepsevii-discard-attested'))
const by = { reference: 'Practitioner/biller', display: 'Biller' }

/** A service, and an EHR that nobody has written to yet. */
async function aFreshService() {
  const service = await aService()
  const writeBack = { act: 'approve', by, server: randomUUID() } as const
  const claim = (more: object = {}, key: string | undefined = randomUUID()) =>
    send(service, 'POST', '/v1/write-backs', {
      body: { ...MEPSEVII, writeBack, ...more },
      headers: key === undefined ? {} : { 'idempotency-key': `"${key}"` },
    })
  const step = (id: string, body: object) => send(service, 'PATCH', `/v1/write-backs/${id}`, { body })
  return { service, writeBack, claim, step }
}

describe('claim → sent → confirmed', () => {
  test('a claim judges, plans, and is granted with what to send', async () => {
    const { service, claim, step } = await aFreshService()
    const { status, body } = await claim()
    expect(status).toBe(201)
    expect(body.writeBack).toMatchObject({ state: 'claimed', fencing: 1 })
    expect(body.assessment.writeBack.transaction.resourceType).toBe('Bundle')
    expect(body.assessment.assessments[0].verdict).toBe('ready')
    const { id } = body.writeBack
    expect((await step(id, { state: 'sent', fencing: 1 })).body.state).toBe('sent')
    expect((await step(id, { state: 'confirmed', fencing: 1 })).body.state).toBe('confirmed')
    expect((await get(service, `/v1/write-backs/${id}`)).body).toMatchObject({ id, state: 'confirmed' })
  })

  test('a second person is told who writes, and when to come back', async () => {
    const { claim } = await aFreshService()
    await claim()
    const second = await claim()
    expect([second.status, second.body.code]).toEqual([409, 'write-back-under-way'])
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  test('the same key is the same claim, with the same plan; with another request it is refused', async () => {
    const { claim } = await aFreshService()
    const key = randomUUID()
    const first = await claim({}, key)
    const again = await claim({}, key)
    expect([again.status, again.body]).toEqual([200, first.body])
    const other = await claim({ codebook: 'article' }, key)
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused'])
  })

  test('a claim without a key is refused, because a retry of it could be a second one', async () => {
    const { service, writeBack } = await aFreshService()
    const { status, body } = await send(service, 'POST', '/v1/write-backs', { body: { ...MEPSEVII, writeBack } })
    expect([status, body.code]).toEqual([400, 'idempotency-key-missing'])
  })

  test('a chart that does not show what was written is no licence to write it again', async () => {
    const { claim, step } = await aFreshService()
    const { id } = (await claim()).body.writeBack
    await step(id, { state: 'sent', fencing: 1 })
    await step(id, { state: 'confirmed', fencing: 1 })
    const stale = await claim()
    expect([stale.status, stale.body.code, stale.body.earlier[0].id]).toEqual([409, 'already-written', id])
    expect((await claim({ despite: [id] })).status).toBe(201)
  })

  test('what the EHR refused is void with its reason, and the visit is free at once', async () => {
    const { claim, step } = await aFreshService()
    const { id } = (await claim()).body.writeBack
    expect((await step(id, { state: 'void', fencing: 1 })).body.errors[0].pointer).toBe('/reason')
    expect((await step(id, { state: 'void', fencing: 1, reason: 'the EHR answered 403' })).body.state).toBe('void')
    expect((await claim()).status).toBe(201)
  })

  test('where nothing would change nothing is claimed', async () => {
    const { claim, writeBack } = await aFreshService()
    const { status, body } = await claim({ writeBack: { ...writeBack, act: 'retire' } })
    expect([status, body.writeBack, body.assessment.writeBack.writes]).toEqual([200, undefined, []])
  })

  test.each([
    ['no act', { writeBack: { by, server: 'x' } }, '/writeBack/act'],
    ['no write-back', { writeBack: undefined }, '/writeBack'],
    ['something unknown', { extra: 1 }, '/extra'],
    ['no list of ids', { despite: 'x' }, '/despite'],
  ])('%s is refused by its element', async (_, more, pointer) => {
    const { claim } = await aFreshService()
    const { status, body } = await claim(more)
    expect([status, body.errors[0].pointer]).toEqual([400, pointer])
  })

  test('nobody can step what is not there', async () => {
    const { service, step } = await aFreshService()
    expect((await step('nowhere', { state: 'sent', fencing: 1 })).status).toBe(404)
    expect((await get(service, '/v1/write-backs/nowhere')).status).toBe(404)
  })
})

describe('what was decided can be asked for again', () => {
  test('byte for byte, by its id', async () => {
    const { service } = await aFreshService()
    const first = await send(service, 'POST', '/v1/assessments', { body: MEPSEVII })
    expect(first.headers.get('location')).toBe(`/v1/assessments/${first.body.id}`)
    expect((await get(service, `/v1/assessments/${first.body.id}`)).body).toEqual(first.body)
    expect((await get(service, '/v1/assessments/assessment-0')).status).toBe(404)
  })

  test('a retry with its key is judged at the moment of the first', async () => {
    let now = '2026-03-03T10:00:00Z'
    const service = await aService({ now: () => now })
    const { asOf: _, ...request } = MEPSEVII
    const headers = { 'idempotency-key': `"${randomUUID()}"` }
    const ask = (body: object) => send(service, 'POST', '/v1/assessments', { body, headers })
    const first = await ask(request)
    now = '2026-03-04T10:00:00Z'
    expect((await ask(request)).body).toEqual(first.body)
    expect((await ask({ ...request, codebook: 'article' })).body.code).toBe('idempotency-key-reused')
    const unreadable = await send(service, 'POST', '/v1/assessments', {
      body: request,
      headers: { 'idempotency-key': '"a" "b"' },
    })
    expect([unreadable.status, unreadable.body.code]).toEqual([400, 'idempotency-key-unreadable'])
  })
})
