import { describe, expect, test } from 'vitest'
import { addressWithin } from './address.ts'
import { connect, type Line } from './connect.ts'
import { EhrRefusal } from './connection.ts'
import { Failure } from './failure.ts'
import { retryAfterMs } from './retry-after.ts'
import { RETRY_POLICY } from './retry-policy.ts'

const BASE = 'https://ehr.example/fhir'
const NOW = Date.UTC(2026, 2, 2, 10)

interface Asked {
  readonly address: string
  readonly init: RequestInit
}

/** A line on which these answers come one after the other; an Error is a request that never arrived. */
function aLine(answers: readonly (Response | Error)[], about: Partial<Line> = {}) {
  const asked: Asked[] = []
  const waited: number[] = []
  const left = [...answers]
  const connection = connect({
    base: BASE,
    context: { scope: '', needsBanner: true },
    authorization: async () => 'Bearer first',
    fetcher: async (address, init = {}) => {
      asked.push({ address: String(address), init })
      const answer = left.shift() ?? new Error('nothing left to answer')
      if (answer instanceof Error) throw answer
      return answer
    },
    patience: {
      ...RETRY_POLICY,
      now: () => NOW,
      chance: () => 0.5,
      sleep: async (ms, signal) => {
        signal?.throwIfAborted()
        waited.push(ms)
      },
    },
    ...about,
  })
  const tokens = () => asked.map(({ init }) => new Headers(init.headers).get('authorization'))
  return { connection, asked, waited, tokens }
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/fhir+json', ...headers } })
const broken = new TypeError('network')
const cutOff = () =>
  new Response(new ReadableStream({ start: (controller) => controller.error(new TypeError('cut off')) }), {
    status: 201,
    headers: { location: `${BASE}/Flag/7/_history/1`, etag: 'W/"1"' },
  })

test('both headers say FHIR, and nothing is kept, followed or sent with cookies', async () => {
  const { connection, asked } = aLine([json({})])
  await connection.send('Flag', { method: 'POST', body: { resourceType: 'Flag' } })
  const headers = new Headers(asked[0]?.init.headers)
  expect(headers.get('accept')).toContain('application/fhir+json')
  expect(headers.get('content-type')).toBe('application/fhir+json')
  expect(asked[0]?.init).toMatchObject({ cache: 'no-store', credentials: 'omit', redirect: 'error' })
})

test('the token never leaves the FHIR base', async () => {
  const { connection, asked } = aLine([])
  await expect(connection.request('https://evil.example/fhir/Patient/1')).rejects.toMatchObject({ kind: 'ehr-error' })
  expect(asked).toEqual([])
  expect(addressWithin(BASE, `${BASE}?_getpages=7`)).toBe(`${BASE}?_getpages=7`)
  for (const foreign of [`${BASE}evil/Patient`, '../admin', '//evil.example/x', '/']) {
    expect(() => addressWithin(BASE, foreign), foreign).toThrow()
  }
})

describe('a write', () => {
  test('that is answered with nothing but its status is done, with where it lies', async () => {
    const headers = { location: `${BASE}/Flag/7/_history/1`, etag: 'W/"1"', 'x-request-id': 'r-1' }
    const { connection } = aLine([new Response(null, { status: 201, headers })])
    expect(await connection.send('Flag', { method: 'POST', body: {} })).toEqual({
      status: 201,
      location: headers.location,
      etag: 'W/"1"',
      body: undefined,
      requestId: 'r-1',
    })
  })

  test('whose answer breaks off, or is no JSON, is done as well', async () => {
    const { connection } = aLine([cutOff(), new Response('<p>created</p>', { status: 200 })])
    expect(await connection.send('Flag', { method: 'POST', body: {} })).toMatchObject({ status: 201, body: undefined })
    expect(await connection.send('Flag', { method: 'POST', body: {} })).toMatchObject({ status: 200, body: undefined })
  })

  test.each([broken, json({}, 503, { 'retry-after': '1' })])(
    'that fails is not sent again by itself',
    async (answer) => {
      const { connection, asked } = aLine([answer, json({})])
      await expect(connection.send('Flag', { method: 'POST', body: {} })).rejects.toThrow()
      expect(asked).toHaveLength(1)
    },
  )

  test('that is refused says how long the EHR wants to be left alone', async () => {
    const { connection } = aLine([json({}, 429, { 'retry-after': '7' })])
    await expect(connection.send('Flag', { method: 'POST' })).rejects.toMatchObject({ status: 429, retryAfterMs: 7000 })
  })
})

describe('a read', () => {
  test.each([
    ['a number of seconds', '2', 2000],
    ['a date', new Date(NOW + 3000).toUTCString(), 3000],
    ['nothing, so the pause is ours', undefined, 400],
  ])('waits as long as a busy EHR asks: %s', async (_, asks, ms) => {
    const { connection, waited } = aLine([json({}, 429, asks ? { 'retry-after': asks } : {}), json({ id: '1' })])
    expect(await connection.request('Flag')).toEqual({ id: '1' })
    expect(waited).toEqual([ms])
  })

  test('is tried three times, each after a longer pause', async () => {
    const { connection, asked, waited } = aLine([broken, json({}, 503), broken])
    await expect(connection.request('Flag')).rejects.toMatchObject({ kind: 'ehr-unreachable' })
    expect(asked).toHaveLength(3)
    expect(waited).toEqual([400, 800])
  })

  test('does not keep anybody waiting for a pause of minutes', async () => {
    const { connection, asked } = aLine([json({}, 503, { 'retry-after': '600' })])
    await expect(connection.request('Flag')).rejects.toBeInstanceOf(EhrRefusal)
    expect(asked).toHaveLength(1)
  })

  test('that only posts a batch of reads is tried again like any other', async () => {
    const { connection, asked } = aLine([broken, json({})])
    await connection.request('', { method: 'POST', body: {}, reads: true })
    expect(asked).toHaveLength(2)
  })

  test('whose answer breaks off is no answer', async () => {
    const { connection } = aLine([cutOff(), cutOff(), cutOff()])
    await expect(connection.request('Flag')).rejects.toMatchObject({ kind: 'ehr-unreachable' })
  })

  test('is given up at once when nobody waits for it any more', async () => {
    const stop = new AbortController()
    const { connection, asked } = aLine([json({}, 503), json({})])
    stop.abort()
    await expect(connection.request('Flag', { signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' })
    expect(asked.length).toBeLessThanOrEqual(1)
  })

  test('that takes too long is an EHR that cannot be reached, and is not asked a second time', async () => {
    let asked = 0
    const slow: typeof fetch = (_, init) => {
      asked++
      return new Promise((__, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
      })
    }
    const { connection } = aLine([], { fetcher: slow, patience: { ...RETRY_POLICY, timeoutMs: 10 } })
    await expect(connection.request('Flag')).rejects.toMatchObject({
      kind: 'ehr-unreachable',
      about: { detail: 'no answer within 0.01 seconds' },
    })
    expect(asked).toBe(1)
  })

  test('keeps what the EHR says in a refusal', async () => {
    const outcome = {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'forbidden', diagnostics: 'no scope' }],
    }
    const { connection } = aLine([json(outcome, 403, { 'x-request-id': 'r-1' })])
    const thrown = await connection.request('Flag').catch((error: unknown) => error)
    expect(thrown).toMatchObject({ status: 403, says: ['no scope'], requestId: 'r-1' })
  })
})

describe('a request that may leave no longer', () => {
  test('does not, however long was waited for the token before', async () => {
    const order: string[] = []
    const { connection, asked } = aLine([json({})], {
      authorization: async () => {
        order.push('token')
        return 'Bearer late'
      },
    })
    const mayLeave = async (): Promise<void> => {
      order.push('may it leave?')
      throw new Failure('somebody-writes')
    }
    const sent = connection.send('Flag', { method: 'POST', body: {}, mayLeave })
    await expect(sent).rejects.toMatchObject({ kind: 'somebody-writes' })
    expect([order, asked]).toEqual([['token', 'may it leave?'], []])
  })

  test('is asked again before it is sent with a new token', async () => {
    let asks = 0
    const mayLeave = async (): Promise<void> => {
      asks += 1
    }
    const { connection } = aLine([json({}, 401), json({})], { renewed: async () => 'Bearer second' })
    await connection.send('Flag', { method: 'POST', body: {}, mayLeave })
    expect(asks).toBe(2)
  })
})

describe('a token that is not accepted', () => {
  test('is renewed once, and the request sent again with the new one', async () => {
    const { connection, tokens } = aLine([json({}, 401), json({ id: '1' })], { renewed: async () => 'Bearer second' })
    expect(await connection.send('Flag', { method: 'POST', body: {} })).toMatchObject({ body: { id: '1' } })
    expect(tokens()).toEqual(['Bearer first', 'Bearer second'])
  })

  test('ends the session where the new one is not accepted either, or there is none', async () => {
    const twice = aLine([json({}, 401), json({}, 401)], { renewed: async () => 'Bearer second' })
    await expect(twice.connection.request('Flag')).rejects.toMatchObject({ kind: 'session-ended' })
    const never = aLine([json({}, 401)], { renewed: async () => undefined })
    await expect(never.connection.request('Flag')).rejects.toMatchObject({ kind: 'session-ended' })
    const open = aLine([json({}, 401)])
    await expect(open.connection.request('Flag')).rejects.toBeInstanceOf(Failure)
  })
})

test('whoever waits is told the pause that was asked for, and when it is over', async () => {
  const told: (number | undefined)[] = []
  const { connection } = aLine([json({}, 429, { 'retry-after': '7' }), json({}, 503), json({ id: '1' })])
  await connection.send('Coverage', { onPause: (ms) => told.push(ms) })
  expect(told).toEqual([7000, undefined])
})

test('a Retry-After that says neither seconds nor a date asks for nothing', () => {
  expect(retryAfterMs('soon', NOW)).toBeUndefined()
  expect(retryAfterMs(null, NOW)).toBeUndefined()
  expect(retryAfterMs(new Date(NOW - 5000).toUTCString(), NOW)).toBe(0)
})
