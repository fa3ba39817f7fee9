import { mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { fetched } from '@doseline/testkit/fetched'
import { startPostgres } from '@doseline/testkit/postgres'
import { afterEach, describe, expect, test } from 'vitest'
import { type Process, runProcess, startProcess, tenantsFile } from './support/a-process.ts'

const PROLIA = requestFor(scenario('medicare-prolia-in-order'))
const started: Process[] = []
const start = async (...given: Parameters<typeof startProcess>) => {
  const process = await startProcess(...given)
  started.push(process)
  return process
}
afterEach(async () => {
  for (const process of started.splice(0)) await process.end('SIGKILL')
})
const judge = (address: string, more: object = {}) =>
  fetched(`${address}/v1/assessments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...PROLIA, ...more }),
  })

describe('what is set wrongly is said at the start, by its name', () => {
  test.concurrent.each([
    ['nothing at all', {}, [/DOSELINE_TENANTS: name the file of tenants/, /DOSELINE_PUBLIC_URL/]],
    ['a demonstration for everybody', { DOSELINE_DEMO: 'true', HOST: '0.0.0.0' }, [/HOST: .*localhost only/]],
    [
      'a slip in a name',
      { DOSELINE_DEMO: 'true', DOSELINE_TENANT: 'x' },
      [/DOSELINE_TENANT: there is no such variable/],
    ],
    [
      'an origin with a path',
      { DOSELINE_DEMO: 'true', DOSELINE_CDS_ORIGINS: 'https://a.example, https://b.example/cds' },
      [/DOSELINE_CDS_ORIGINS.*: .*without a path/],
    ],
    ['a port that is none', { DOSELINE_DEMO: 'true', PORT: 'http' }, [/PORT: /]],
    [
      'two ledgers',
      { DOSELINE_DEMO: 'true', DATABASE_URL: 'postgres://localhost/x', DOSELINE_LEDGER: 'y' },
      [/give one of the two/],
    ],
    [
      'another database',
      { DOSELINE_DEMO: 'true', DATABASE_URL: 'mysql://localhost/x' },
      [/DATABASE_URL: write it as postgres/],
    ],
    [
      'a database that is not there',
      { DOSELINE_DEMO: 'true', DATABASE_URL: 'postgres://127.0.0.1:1/x' },
      [/cannot start/],
    ],
    [
      'tenants that are no JSON',
      { DOSELINE_TENANTS: tenantsFile('{'), DOSELINE_PUBLIC_URL: 'https://d.example' },
      [/tenants\.json:1: This cannot be read as JSON/],
    ],
    [
      'tenants without a key',
      { DOSELINE_TENANTS: tenantsFile({ tenants: [{ label: 'x' }] }), DOSELINE_PUBLIC_URL: 'https://d.example' },
      [/tenants\.0\.key/],
    ],
    [
      'an open server where people sign in',
      {
        DOSELINE_TENANTS: tenantsFile({
          tenants: [
            {
              key: 't',
              label: 'T',
              issuers: [{ key: 'hapi', label: 'HAPI', iss: 'https://hapi.example/fhir', clientId: 'x', open: true }],
            },
          ],
        }),
        DOSELINE_PUBLIC_URL: 'https://d.example',
      },
      [/hapi: an open server has no sign-in/],
    ],
  ] as const)('%s', async (_, environment, says) => {
    const { code, said } = await runProcess(environment)
    expect(code).toBe(1)
    for (const each of says) expect(said).toMatch(each)
    expect(said).not.toMatch(/^\s+at /m)
  })
})

test('two services on one folder: the second says who holds it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'doseline-two-'))
  await start({ DOSELINE_LEDGER: folder })
  const second = await runProcess({ DOSELINE_DEMO: 'true', PORT: '0', DOSELINE_LEDGER: folder })
  expect([second.code, second.said]).toEqual([1, expect.stringMatching(/in use by process \d+/)])
})

test('SIGTERM: what is under way is answered, then the ledger is closed and whole', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'doseline-drain-'))
  const service = await start({ DOSELINE_LEDGER: folder, LOG_LEVEL: 'warn' })
  const answers = Array.from({ length: 20 }, () => judge(service.address))
  await new Promise((done) => setTimeout(done, 30))
  const ended = service.end('SIGTERM')
  const statuses = await Promise.all(
    answers.map((answer) =>
      answer.then(
        ({ status }) => status,
        () => 'not connected',
      ),
    ),
  )
  expect(await ended).toBe(0)
  const served = statuses.filter((status) => status === 200).length
  expect(statuses.every((status) => status === 200 || status === 'not connected')).toBe(true)
  const { code, said } = await runProcess({ DOSELINE_LEDGER: folder }, ['ledger', 'verify'])
  expect([code, said]).toEqual([0, expect.stringMatching(new RegExp(`^${served} rows, all as they were written`))])
})

test('a database that is lost: 503 and when to come back; when it is there again the same process serves', async () => {
  const postgres = await startPostgres()
  const service = await start({ DATABASE_URL: postgres.url, LOG_LEVEL: 'silent' })
  expect((await judge(service.address)).status).toBe(200)
  await postgres.kill()
  const lost = await judge(service.address)
  expect([lost.status, lost.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await lost.text()).not.toMatch(/J0897|Prolia/)
  expect((await fetched(`${service.address}/readyz`)).status).toBe(503)
  expect((await fetched(`${service.address}/healthz`)).status).toBe(200)
  await postgres.start()
  expect((await judge(service.address)).status).toBe(200)
  const { said } = await runProcess({ DATABASE_URL: postgres.url }, ['ledger', 'verify'])
  expect(said).toMatch(/^2 rows, all as they were written/)
  await service.end('SIGTERM')
  await postgres.stop()
})

test('a disk that is nearly full: what cannot be stored is not answered, and what is there can be read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'doseline-full-'))
  const roomy = await start({ DOSELINE_LEDGER: folder, LOG_LEVEL: 'silent' })
  const { id } = (await (await judge(roomy.address)).json()) as { id: string }
  await roomy.end('SIGTERM')
  const { bavail, bsize } = statfsSync(folder)
  const more = String(Math.ceil((bavail * bsize) / 1024 / 1024) + 100_000)
  const full = await start(
    { DOSELINE_LEDGER: folder, DOSELINE_LEDGER_FREE_MB: more, LOG_LEVEL: 'silent' },
    { ready: false },
  )
  const refused = await judge(full.address)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
  expect((await fetched(`${full.address}/readyz`)).status).toBe(503)
  expect((await fetched(`${full.address}/v1/assessments/${id}`)).status).toBe(200)
  await full.end('SIGTERM')
  expect((await runProcess({ DOSELINE_LEDGER: folder }, ['ledger', 'verify'])).code).toBe(0)
})

test('logs are JSON lines without anything of the chart', async () => {
  const service = await start({})
  await judge(service.address)
  await fetched(`${service.address}/v1/assessments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"x": Halvorsen}',
  })
  await service.end('SIGTERM')
  const lines = service
    .said()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const requests = lines.filter(({ msg }) => msg === 'request')
  expect(requests.map(({ route, status }) => `${route} ${status}`)).toEqual([
    '/v1/assessments 200',
    '/v1/assessments 400',
  ])
  expect(service.said()).not.toMatch(/Patient|Prolia|Halvorsen|J0897/)
})
