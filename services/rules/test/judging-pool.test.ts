import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { loadCodebook } from '@doseline/codebook'
import { largeChart, requestFor, scenario } from '@doseline/fhir-fixtures'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type JudgingPool, judgingPool, type PoolOptions, WORKER_FILE } from '../src/judging/pool.ts'
import type { Task } from '../src/judging/task.ts'
import { openLedger } from '../src/ledger/ledger.ts'
import { HttpProblem } from '../src/middleware/problem.ts'
import { Tenants } from '../src/tenants.ts'
import { aService, codebook, post } from './a-service.ts'

const PROLIA = requestFor(scenario('medicare-prolia-in-order'))
const [tenant] = Tenants.parse({ tenants: [{ key: 'default', label: 'Tests' }] }).tenants

const pools: JudgingPool[] = []
async function aPool(about: Partial<PoolOptions> = {}): Promise<JudgingPool> {
  const pool = judgingPool({
    file: WORKER_FILE,
    contents: codebook.contents,
    version: 'test',
    size: 2,
    limit: 60_000,
    patience: 60_000,
    ...about,
  })
  pools.push(pool)
  await pool.ready
  return pool
}
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.close()))
})

const task = (body: unknown): Task => {
  if (!tenant) throw new Error('there is a tenant')
  const bytes = new TextEncoder().encode(JSON.stringify(body)).buffer
  return {
    api: 'rest',
    body: { bytes, type: 'application/json', encoding: 'identity' },
    asker: { tenant, who: 'somebody', kind: 'demo', reach: 'all' },
    now: '2026-03-03T10:00:00Z',
  }
}
/** Resources with half a million values. */
const MANY_VALUES = Array.from({ length: 4900 }, (_, at) => ({
  resourceType: 'Observation',
  id: `o${at}`,
  values: Array.from({ length: 95 }, () => ({})),
}))
/** A ledger that knows nothing. */
const nothing = { posted: async () => ({ postedCharges: [], sentMessages: [] }) }
const problem = (thrown: unknown): HttpProblem => {
  if (thrown instanceof HttpProblem) return thrown
  throw thrown
}

describe('charts are judged by workers', () => {
  let pool: JudgingPool
  beforeAll(async () => {
    pool = await aPool()
  })

  test('they answer, record and refuse as one thread does, byte for byte', async () => {
    const ledger = await openLedger({ kind: 'memory' })
    const here = await aService({ ledger })
    const there = await aService({ ledger, judging: pool })
    for (const body of [PROLIA, { ...PROLIA, focus: 'MedicationAdministration/none' }, { resources: 3 }, '{']) {
      const one = await post(here, '/v1/assessments', body)
      const other = await post(there, '/v1/assessments', body)
      expect([other.status, { ...other.body, requestId: '' }]).toEqual([one.status, { ...one.body, requestId: '' }])
      expect(one.body.requestId === undefined).toBe(other.status === 200)
    }
    const { body } = await post(there, '/v1/assessments', PROLIA)
    const again = await there.request(`http://localhost/v1/assessments/${body.id}`)
    expect(await again.json()).toEqual(body)
    await ledger.close()
  })

  test('while a large chart is judged, everybody else is answered', async () => {
    const service = await aService({ judging: pool })
    const order: string[] = []
    const large = post(service, '/v1/assessments', { ...largeChart(90), asOf: PROLIA.asOf }).then(({ status }) =>
      order.push(`large ${status}`),
    )
    for (let at = 0; at < 3; at++) {
      const [judged, listed] = await Promise.all([
        post(service, '/v1/assessments', PROLIA),
        service.request('http://localhost/healthz'),
      ])
      order.push(`small ${judged.status} ${listed.status}`)
    }
    await large
    expect(order).toEqual(['small 200 200', 'small 200 200', 'small 200 200', 'large 200'])
  })

  test('what the ledger knows of a dose is asked for in the midst of it, and a ledger that fails is no answer', async () => {
    const asked: unknown[] = []
    const server = 'ehr-a'
    const ask = {
      posted: async (about: object) => {
        asked.push(about)
        return { postedCharges: [], sentMessages: [] }
      },
    }
    await pool.judge(task({ ...PROLIA, server }), ask)
    expect(asked).toEqual([
      { server, doses: expect.arrayContaining([PROLIA.focus]), patients: [expect.stringMatching(/^Patient\//)] },
    ])
    const failing = { posted: () => Promise.reject(new Error('the database is gone')) }
    await expect(pool.judge(task({ ...PROLIA, server }), failing)).rejects.toThrow('the database is gone')
    expect((await pool.judge(task(PROLIA), nothing)).id).toMatch(/^assessment-/)
  })
})

test('of a chart of 5,000 doses one day and one dose are answered, in the memory that a worker has', async () => {
  const pool = await aPool({ size: 1, limit: 60_000 })
  const chart = largeChart(5000)
  const answered = async (about: object): Promise<string[]> => {
    const { text } = await pool.judge(task({ ...chart, ...about }), nothing)
    return JSON.parse(new TextDecoder().decode(text)).assessments.map(({ focus }: { focus: string }) => focus)
  }
  expect(await answered({ dateOfService: '2026-02-27' })).toEqual(['MedicationAdministration/dose-0'])
  const asked = 'MedicationAdministration/dose-2500'
  expect(await answered({ focus: asked })).toEqual([asked])
  // All of them at once would be an answer that nobody reads.
  expect(await pool.judge(task(chart), nothing).catch(problem)).toMatchObject({ status: 413, code: 'answer-too-large' })
}, 200_000)

test('a chart that takes too long has its worker ended, and another judges the next', async () => {
  const pool = await aPool({ size: 1, limit: 300 })
  const tooLong = await pool.judge(task(largeChart(450)), nothing).catch(problem)
  expect(tooLong).toMatchObject({
    status: 413,
    code: 'too-much-to-judge',
    message: expect.stringMatching(/longer than 0.3 seconds.* 450 administrations/),
    errors: [{ remedy: expect.stringContaining('fewer days') }],
  })
  // The next waits until the new worker is there.
  expect((await pool.judge(task(PROLIA), nothing)).id).toMatch(/^assessment-/)
})

test('a chart that needs too much memory has its worker ended, the process goes on, and another judges the next', async () => {
  const faults: unknown[] = []
  const pool = await aPool({ size: 1, heap: 48, onFault: (fault) => faults.push(fault) })
  const tooMuch = await pool.judge(task({ resources: MANY_VALUES }), nothing).catch(problem)
  expect(tooMuch).toMatchObject({
    status: 413,
    code: 'too-much-to-judge',
    message: 'Judging the chart needed more memory than one chart may.',
    errors: [{ remedy: expect.stringContaining('fewer days') }],
  })
  expect(faults).toEqual([])
  expect((await pool.judge(task(PROLIA), nothing)).id).toMatch(/^assessment-/)
})

test('a body of the largest size and number of values has memory enough', async () => {
  const pool = await aPool({ size: 1 })
  expect((await pool.judge(task({ resources: MANY_VALUES }), nothing)).id).toMatch(/^assessment-/)
})

test('large charts leave a worker to the small ones', async () => {
  const pool = await aPool()
  const order: string[] = []
  const large = [1, 2, 3].map((each) =>
    pool.judge(task(largeChart(40)), nothing).then(() => order.push(`large ${each}`)),
  )
  await pool.judge(task(PROLIA), nothing)
  order.push('small')
  await Promise.all(large)
  expect(order).toEqual(['small', 'large 1', 'large 2', 'large 3'])
})

test('who waits too long is told to come back', async () => {
  const pool = await aPool({ size: 1, patience: 200 })
  const large = pool.judge(task(largeChart(90)), nothing)
  const late = await pool.judge(task(PROLIA), nothing).catch(problem)
  expect(late).toMatchObject({ status: 503, code: 'busy', headers: { 'retry-after': '5' } })
  await large
})

test('who no longer waits gives the place back, in the line and while the chart is judged', async () => {
  const pool = await aPool({ size: 1 })
  const ended: string[] = []
  const [judged, waiting] = [new AbortController(), new AbortController()]
  const first = pool.judge(task(largeChart(90)), nothing, judged.signal).catch(() => ended.push('first'))
  const second = pool.judge(task(PROLIA), nothing, waiting.signal).catch(() => ended.push('second'))
  const third = pool.judge(task(PROLIA), nothing).then(() => ended.push('third'))
  judged.abort()
  waiting.abort()
  await Promise.all([first, second, third])
  expect(ended).toEqual(['first', 'second', 'third'])
})

test('a worker judges by the code book that was read, whatever becomes of its files', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'codebook-'))
  cpSync(fileURLToPath(new URL('../../../packages/codebook/data', import.meta.url)), folder, { recursive: true })
  const { contents } = loadCodebook(pathToFileURL(`${folder}/`))
  rmSync(join(folder, 'codes'), { recursive: true })
  const pool = await aPool({ size: 1, contents })
  expect(await pool.judge(task(PROLIA), nothing)).toMatchObject({ text: expect.anything() })
})
