import { Failure } from '@doseline/ehr-client'
import { expect, test } from 'vitest'
import { rulesService } from './rules-service.ts'

const answering = (status: number, body: object, sent: Request[] = []) =>
  rulesService(async (input, init) => {
    sent.push(new Request(input, init))
    return Response.json(body, { status, headers: { 'x-request-id': 'r-1' } })
  })
const failureOf = (work: Promise<unknown>): Promise<Failure> =>
  work.then(
    () => Promise.reject(new Error('nothing failed')),
    (thrown: Failure) => thrown,
  )

const writeBack = { act: 'approve', by: { display: 'Jordan Ellis' }, server: 'ehr' } as const

test('a reservation carries its key and the session, to the service that served the page', async () => {
  const sent: Request[] = []
  await answering(201, { assessment: {} }, sent).reserve({ resources: [], writeBack }, 'k-1', { token: 'session-1' })
  const [request] = sent
  expect([request?.method, new URL(request?.url ?? '').pathname.endsWith('/v1/write-backs')]).toEqual(['POST', true])
  expect(new URL(request?.url ?? '').origin).toBe(location.origin)
  expect(request?.headers.get('idempotency-key')).toBe('"k-1"')
  expect(request?.headers.get('authorization')).toBe('Bearer session-1')
})

test.each([
  [401, 'not-signed-in', 'session-ended'],
  [409, 'write-back-under-way', 'somebody-writes'],
  [409, 'superseded', 'somebody-writes'],
  [409, 'already-written', 'already-written'],
  [422, 'focus-not-in-chart', 'chart-moved-on'],
  [422, 'another-patient', 'service-refused'],
  [503, 'ledger-unavailable', 'service-error'],
] as const)('%i %s has its own screen: %s', async (status, code, kind) => {
  const failure = await failureOf(answering(status, { code, detail: 'why' }).assess({ resources: [] }))
  expect(failure).toBeInstanceOf(Failure)
  expect([failure.kind, failure.about.detail, failure.about.requestId]).toEqual([kind, 'why', 'r-1'])
})

test('what was written before names the write-backs that left it', async () => {
  const body = { code: 'already-written', earlier: [{ id: 'w-1' }, { id: 'w-2' }] }
  expect((await failureOf(answering(409, body).reserve({ resources: [], writeBack }, 'k'))).about.earlier).toEqual([
    'w-1',
    'w-2',
  ])
})

test('no answer at all', async () => {
  const lost = rulesService(async () => {
    throw new TypeError('network')
  })
  expect((await failureOf(lost.assess({ resources: [] }))).kind).toBe('service-unreachable')
})
