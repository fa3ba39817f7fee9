import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { expect, test, vi } from 'vitest'
import { aService } from '../../../services/rules/test/a-service.ts'
import { type ClientOptions, createClient, DoselineProblem } from '../src/index.ts'

const service = await aService()
/** The service itself behind `fetch`, without a port. */
const served = vi.fn<typeof fetch>(async (input, init) => service.request(String(input), init))
const BASE = 'http://localhost:4010/'
const chart = JSON.parse(readFileSync(new URL('../../../docs/examples/prolia.json', import.meta.url), 'utf8')).resources
const client = (options: Partial<ClientOptions> = {}) =>
  createClient({ baseUrl: BASE, fetch: served, wait: async () => {}, ...options })

/** Answers one after the other; the last one stays. */
function answering(...answers: (() => Response | Promise<Response>)[]) {
  let at = 0
  return vi.fn<typeof fetch>(async () => (answers[Math.min(at++, answers.length - 1)] ?? Response.error)())
}
const busy =
  (status: number, headers: Record<string, string> = {}) =>
  () =>
    Response.json({}, { status, headers })
const fine = () => Response.json([])

test('the ten lines of the README do what they say', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? []
  expect(example.trim().split('\n').length).toBeLessThanOrEqual(12)
  const said: string[] = []
  const body = stripTypeScriptTypes(example.replace(/^import .*$/m, ''))
  const run = new Function('createClient', 'DoselineProblem', 'chart', 'console', `return (async () => {${body}})()`)
  await run(() => client(), DoselineProblem, chart, { log: (...words: unknown[]) => said.push(words.join(' ')) })
  expect(said).toEqual(['Prolia ready J0897 × 60, 96372 × 1'])
})

test('it asks for codes, products, rules and code books', async () => {
  const { code, products, rules, codebooks } = client()
  expect((await code('J3397', '2026-03-02')).bills.map(({ brand }) => brand)).toEqual(['Mepsevii'])
  expect((await products()).some(({ brand }) => brand === 'Xgeva')).toBe(true)
  expect((await rules('medicare-part-b')).length).toBeGreaterThan(20)
  expect((await codebooks()).map(({ id }) => id)).toEqual(['cms', 'article'])
})

test('what is refused names the element and what to do, and is not asked again', async () => {
  served.mockClear()
  const problem = await client()
    .assess({ resources: chart, focus: 'MedicationAdministration/nowhere' })
    .catch((thrown: unknown) => thrown)
  expect(problem).toBeInstanceOf(DoselineProblem)
  expect(problem).toMatchObject({
    status: 422,
    code: 'focus-not-in-chart',
    errors: [{ pointer: '/focus', remedy: expect.any(String) }],
    requestId: expect.any(String),
  })
  expect(served).toHaveBeenCalledTimes(1)
})

test.each([429, 502, 503, 504])('a service that is busy (%i) is asked again', async (status) => {
  const fetcher = answering(busy(status), fine)
  expect(await client({ fetch: fetcher }).products()).toEqual([])
  expect(fetcher).toHaveBeenCalledTimes(2)
})

test('it waits as long as it is told, else twice as long each time, and never for hours', async () => {
  const waited: number[] = []
  const wait = async (milliseconds: number) => void waited.push(milliseconds)
  const fetcher = answering(busy(503), busy(503, { 'retry-after': '7' }), busy(503, { 'retry-after': '86400' }), fine)
  await client({ fetch: fetcher, wait }).products()
  expect(waited).toEqual([250, 7000, 30_000])
})

test('it gives up in the end, and says why', async () => {
  const fetcher = answering(() => Promise.reject(new TypeError('no route to host')))
  const problem = await client({ fetch: fetcher, retries: 2 })
    .products()
    .catch((thrown: unknown) => thrown)
  expect(problem).toMatchObject({
    status: 0,
    code: 'service-unreachable',
    message: expect.stringContaining('http://localhost:4010'),
  })
  expect(fetcher).toHaveBeenCalledTimes(3)
})

test('a page that is no problem is a problem too', async () => {
  const fetcher = answering(() => new Response('<html>', { status: 500 }))
  expect(
    await client({ fetch: fetcher })
      .products()
      .catch((thrown: unknown) => thrown),
  ).toMatchObject({
    status: 500,
    code: 'no-problem-details',
    errors: [],
  })
})

test('a token goes with every try, asked anew, and a redirect is never followed with it', async () => {
  const fetcher = answering(busy(503), fine)
  let asked = 0
  await client({ fetch: fetcher, token: () => `t${++asked}` }).products()
  const sent = fetcher.mock.calls.map(([, init]) => [new Headers(init?.headers).get('authorization'), init?.redirect])
  expect(sent).toEqual([
    ['Bearer t1', 'error'],
    ['Bearer t2', 'error'],
  ])
})

test('who no longer wants the answer is not asked to wait for it', async () => {
  const stop = new AbortController()
  const fetcher = answering(() => {
    stop.abort()
    return Promise.reject(new DOMException('stopped', 'AbortError'))
  })
  await expect(client({ fetch: fetcher }).products({ signal: stop.signal })).rejects.toMatchObject({
    name: 'AbortError',
  })
  expect(fetcher).toHaveBeenCalledTimes(1)
})

test('a reservation is granted, sent and confirmed; a retry of the reservation is the same reservation', async () => {
  const writeBack = { act: 'approve', by: { display: 'Biller' }, server: `ehr-${crypto.randomUUID()}` } as const
  let tries = 0
  // The first answer is lost on its way: the service has granted the reservation, and the client does not know.
  const losing = vi.fn<typeof fetch>(async (input, init) => {
    const answer = await service.request(String(input), init)
    if (tries++ === 0) throw new TypeError('connection lost')
    return answer
  })
  const { reserveWriteBack, stepWriteBack, assessment } = client({ fetch: losing })
  const { writeBack: reserved, assessment: judged } = await reserveWriteBack({ resources: chart, writeBack })
  expect([tries, reserved?.state, reserved?.fencing]).toEqual([2, 'reserved', 1])
  const { id = '', fencing = 0 } = reserved ?? {}
  expect((await stepWriteBack(id, { state: 'sent', fencing })).state).toBe('sent')
  expect((await stepWriteBack(id, { state: 'confirmed', fencing })).state).toBe('confirmed')
  expect((await assessment(judged.id)).digest).toBe(judged.digest)
  await expect(reserveWriteBack({ resources: chart, writeBack })).rejects.toMatchObject({
    code: 'already-written',
    earlier: [{ id, state: 'confirmed' }],
  })
  const dose = judged.assessments[0]?.focus ?? ''
  const { events } = await client().history({ dose, server: writeBack.server })
  expect(events.map(({ act }) => act).filter((act) => act !== 'assessed')).toEqual([
    'confirmed',
    'sent',
    'write-back reserved',
  ])
})
