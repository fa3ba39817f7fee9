import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startedSandbox } from '@doseline/ehr-sandbox/testing/launch'
import { population } from '@doseline/fhir-fixtures'
import { doseline, startDoseline } from '@doseline/testkit/doseline'
import { expect, test } from 'vitest'
import { ScanClock } from '../src/scan/progress-text.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'doseline-cli-scan-'))

/** An export of so many invented patients. */
function exportOf(patients: number): string {
  const at = folder()
  const resources = population(3, patients).flatMap(({ chart }) => (chart.entry ?? []).map(({ resource }) => resource))
  writeFileSync(join(at, 'all.ndjson'), resources.map((each) => `${JSON.stringify(each)}\n`).join(''))
  writeFileSync(
    join(at, 'manifest.json'),
    JSON.stringify({
      request: 'https://ehr.example/fhir/Group/7/$export',
      output: [{ url: 'https://ehr.example/all.ndjson' }],
    }),
  )
  return at
}

test('a scan says what is ready, what is stuck and where the results are, and its worklist reaches a service', async () => {
  const received: { readonly type: string | undefined; readonly token: string | undefined; readonly body: string }[] =
    []
  const service = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    received.push({ type: request.headers['content-type'], token: request.headers.authorization, body })
    response.writeHead(request.url === '/v1/worklist/doses' ? 200 : 404).end('{}')
  }).listen(0)
  await once(service, 'listening')
  const { port } = service.address() as AddressInfo
  const out = folder()
  try {
    const args = [
      'scan',
      exportOf(8),
      '--out',
      out,
      '--as-of',
      '2026-11-24',
      '--workers',
      '1',
      '--worklist',
      `http://localhost:${port}`,
    ]
    const { exit, said } = await doseline(args, { DOSELINE_TOKEN: 'secret' })
    expect(said).toMatch(/doses of 8 patients; 8 patients in \d+ lines of 1 files\./)
    expect(said).toMatch(/Expected payment: \$[\d.]+ ready to bill, \$[\d.]+ at risk/)
    expect(said).toContain(`Results: ${out}`)
    expect(exit).toBe(0)
    const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'))
    expect(summary).toMatchObject({ server: 'https://ehr.example/fhir', types: 'all', asOf: '2026-11-24T23:59:59Z' })
    expect(received.map(({ type, token }) => [type, token])).toEqual(
      received.map(() => ['application/x-ndjson', 'Bearer secret']),
    )
    expect(received.map(({ body }) => body).join('')).toBe(readFileSync(join(out, 'worklist.ndjson'), 'utf8'))
  } finally {
    service.close()
  }
})

test('a line that cannot be read is named, and the scan ends with 1', async () => {
  const from = exportOf(2)
  writeFileSync(
    join(from, 'Condition.ndjson'),
    '{"resourceType":"Condition","id":"x","subject":{"reference":"Patient/1"}',
  )
  const out = folder()
  const { exit, said } = await doseline(['scan', from, '--out', out, '--workers', '1', '--no-answers'])
  expect([exit, said]).toEqual([
    1,
    expect.stringContaining('1 line could not be read; 1 patients are known to be concerned'),
  ])
  expect(readFileSync(join(out, 'unreadable.ndjson'), 'utf8')).toContain('"why":"ends in the middle"')
})

test('a scan that is interrupted ends with 130, and goes on afterwards', async () => {
  const from = exportOf(120)
  const out = folder()
  const args = ['scan', from, '--out', out, '--as-of', '2026-11-24', '--workers', '1', '--no-answers']
  const { child } = startDoseline(args)
  const results = join(out, '.doseline-scan/results')
  const ended = once(child, 'close')
  await expect
    .poll(() => existsSync(results) && readdirSync(results).some((name) => name.endsWith('.ndjson')), {
      timeout: 60_000,
    })
    .toBe(true)
  child.kill('SIGINT')
  expect((await ended)[0]).toBe(130)
  expect(existsSync(join(out, 'summary.json'))).toBe(false)
  const { exit, said } = await doseline(args)
  expect(exit).toBe(0)
  expect(said).toMatch(/\d+ charts were judged, [1-9]\d* had not changed\./)
})

test('what an EHR exports is scanned as it lies in the folder: its manifest says the server and the types', async () => {
  const key = join(folder(), 'backend.key.json')
  const keys = join(folder(), 'jwks.json')
  await doseline(['registry', 'keys', key, '--jwks', keys, '--kid', 'k-1'])
  const client = { clientId: 'doseline-backend', jwks: JSON.parse(readFileSync(keys, 'utf8')) }
  const sandbox = await startedSandbox({ backendClients: [client], timing: { exportMs: 50 } })
  try {
    const from = join(folder(), 'export')
    const exported = await doseline([
      'export',
      sandbox.fhirBase,
      '--out',
      from,
      '--client-id',
      'doseline-backend',
      '--key',
      key,
    ])
    expect(exported.exit, exported.said).toBe(0)
    const out = folder()
    const { exit, said } = await doseline(['scan', from, '--out', out, '--as-of', '2026-03-10', '--workers', '1'])
    expect(exit, said).toBe(0)
    const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'))
    expect(summary.server).toBe(sandbox.fhirBase)
    expect(summary.total).toMatchObject({ doses: 4 })
    // What the rules read was asked for, so that nothing waits for what was not.
    expect(readFileSync(join(out, 'findings.ndjson'), 'utf8')).not.toContain('chart/is-wholly-read')
  } finally {
    await sandbox.close()
  }
})

test.each([
  [['scan', '/no/such/folder', '--server', 'x'], /is not a folder/],
  [['scan', '.', '--as-of', 'yesterday'], /It is a day, such as/],
  [['scan', '.', '--types', 'condition'], /It is all, or resource types/],
  [['scan', '.', '--workers', '0'], /It is a whole number/],
])('“doseline %s” says what is wrong, and ends with 2', async (args, says) => {
  const { exit, complained } = await doseline(args)
  expect([exit, complained]).toEqual([2, expect.stringMatching(says)])
})

test('progress says how far it is, how fast, how long it takes and what came out', () => {
  let now = 0
  const clock = new ScanClock(() => now)
  const verdicts = { ready: 10, 'not-ready': 5, 'needs-information': 4, 'not-billable': 1 }
  const judging = { step: 'judging', patientsOf: 100, unchanged: 0, doses: 20, verdicts } as const
  clock.text({ ...judging, patients: 0 })
  now = 5000
  expect(clock.text({ ...judging, patients: 50 })).toBe(
    'Judging [############............] 50 of 100 patients · 10 a second · 5 s left · 20 doses: 10 ready, 5 not ready, 4 need information, 1 not billable',
  )
})
