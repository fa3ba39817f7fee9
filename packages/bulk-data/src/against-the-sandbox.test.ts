import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sandbox } from '@doseline/ehr-sandbox'
import { backendClient, type TestBackend } from '@doseline/ehr-sandbox/testing/backend'
import { startedSandbox } from '@doseline/ehr-sandbox/testing/launch'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Line } from './ask.ts'
import { authorizationOf } from './backend-services.ts'
import { cancelExport, type ExportToFolder, exportToFolder } from './export-to-folder.ts'
import { JOB_RETRY_POLICY } from './job-retry-policy.ts'
import { exportOffer, systemScopes } from './offer.ts'

let sandbox: Sandbox
let backend: TestBackend
let root: string
beforeAll(async () => {
  backend = await backendClient()
  sandbox = await startedSandbox({ backendClients: [backend.client], timing: { exportMs: 20 } })
})
afterAll(() => sandbox.close())
beforeEach(async () => {
  await sandbox.reset()
  root = await mkdtemp(join(tmpdir(), 'bulk-data-'))
})
afterEach(() => rm(root, { recursive: true }))

/** A line to the sandbox as a client signs in there, and every request that went over it. */
async function signedIn(types: readonly string[] = []) {
  const asked: { url: string; token: string | null }[] = []
  const fetcher: typeof fetch = (input, init) => {
    asked.push({ url: String(input), token: new Headers(init?.headers).get('authorization') })
    return fetch(input, init)
  }
  const line: Line = {
    fetcher,
    authorization: async () => undefined,
    trusted: new Set([new URL(sandbox.fhirBase).origin]),
    policy: { ...JOB_RETRY_POLICY, sleep: (ms) => new Promise((done) => setTimeout(done, Math.min(ms, 20))) },
  }
  const offer = await exportOffer(line, sandbox.fhirBase)
  const authorization = authorizationOf({
    clientId: backend.client.clientId,
    key: backend.key,
    tokenEndpoint: offer.tokenEndpoint ?? '',
    scope: systemScopes(offer, types),
    fetcher: fetch,
    now: Date.now,
  })
  return { line: { ...line, authorization }, offer, asked }
}

const run = (line: Line, about: Partial<ExportToFolder> = {}) =>
  exportToFolder({
    line,
    base: sandbox.fhirBase,
    request: { level: { kind: 'system' }, types: [] },
    folder: join(root, 'export'),
    ...about,
  })

describe('the sandbox EHR', () => {
  test('says what it exports, and gives a client without a person what that takes', async () => {
    const { offer } = await signedIn()
    expect(offer).toMatchObject({
      levels: ['system', 'group', 'patient'],
      form: 'GET',
      tokenEndpoint: `${sandbox.origin}/auth/token`,
      algorithms: ['RS384', 'ES384'],
      scopeVersion: 'v2',
    })
  })

  test('is exported whole: every resource of the record is in the folder', async () => {
    const { line } = await signedIn()
    const { files } = await run(line)
    const store = sandbox.ehr('full').store
    for (const type of ['Patient', 'MedicationAdministration', 'Coverage', 'Medication'] as const) {
      const lines = files.filter((each) => each.type === type).reduce((sum, each) => sum + each.lines, 0)
      expect([type, lines]).toEqual([type, store.all(type).length])
    }
  })

  test.each([
    ['of its patients', { kind: 'patient' }],
    ['of a group', { kind: 'group', id: 'infusion-center' }],
  ] as const)('is exported %s', async (_, level) => {
    const { line } = await signedIn(['Patient'])
    const { files } = await run(line, { request: { level, types: ['Patient'] } })
    expect(files).toMatchObject([{ type: 'Patient', lines: 2 }])
  })

  test('is asked next time for what changed and was deleted since the last', async () => {
    const { line } = await signedIn()
    const { transactionTime } = await run(line)
    await new Promise((done) => setTimeout(done, 5))
    const { store } = sandbox.ehr('full')
    const bones = store.current('Condition', 'ana-bones')
    if (bones) store.put({ ...bones, id: 'ana-hips' }, 'POST')
    store.remove('Condition', 'ben-bones')
    const folder = join(root, 'since')
    const { files } = await run(line, {
      folder,
      request: { level: { kind: 'system' }, types: [], since: transactionTime },
    })
    expect(files.map(({ name, lines }) => [name, lines])).toEqual([
      ['Condition.00001.ndjson', 1],
      ['deleted/Bundle.00001.ndjson', 1],
    ])
    expect(await readFile(join(folder, 'deleted/Bundle.00001.ndjson'), 'utf8')).toContain('Condition/ben-bones')
  })

  test('that is asked too often, and says what it could not export, is exported all the same', async () => {
    const said = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception' }] }
    sandbox.ehr('full').bulk({ tooManyLooks: 2, errors: [JSON.stringify(said)] })
    const { line } = await signedIn()
    const { files } = await run(line)
    expect(files.filter(({ kind }) => kind === 'outcome')).toMatchObject([
      { name: 'error/OperationOutcome.00001.ndjson', lines: 1 },
    ])
  })

  test.each([
    ['at another origin, after a redirect', { filesElsewhere: true }],
    ['open to whoever has their address', { openFiles: true }],
  ] as const)('whose files are %s, never sees the token there', async (_, behavior) => {
    sandbox.ehr('full').bulk(behavior)
    const { line, asked } = await signedIn()
    const { files } = await run(line)
    expect(files.length).toBeGreaterThan(5)
    const keyed = asked.filter(({ url }) => url.includes('key='))
    expect(keyed.length).toBeGreaterThan(5)
    expect(keyed.filter(({ token }) => token !== null).length).toBe(0)
  })

  test('that fails now and then is exported whole', async () => {
    const mishaps = [
      { kind: 'unavailable', retryAfterSeconds: 1 },
      { kind: 'too-many', retryAfterSeconds: 1 },
      { kind: 'cut-after' },
      { kind: 'unavailable' },
    ] as const
    const { line } = await signedIn()
    let begun = false
    const onProgress = ({ step }: { step: string }) => {
      if (step === 'preparing' && !begun) sandbox.ehr('full').script(mishaps)
      begun ||= step === 'preparing'
    }
    const request = { level: { kind: 'patient' as const }, types: ['Patient'] }
    expect((await run(line, { request, onProgress })).files).toMatchObject([{ lines: 2 }])
  })

  test('forgets an export that is canceled', async () => {
    const { line } = await signedIn()
    const stop = new AbortController()
    const stopped = run(
      { ...line, signal: stop.signal },
      { onProgress: ({ step }) => step === 'preparing' && stop.abort() },
    )
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' })
    expect(await cancelExport(line, join(root, 'export'))).toBe(true)
    await expect(run(line)).rejects.toMatchObject({ code: 'export-gone' })
  })

  test('does not export what the scopes do not reach', async () => {
    const { line } = await signedIn(['Patient'])
    const authorization = authorizationOf({
      clientId: backend.client.clientId,
      key: backend.key,
      tokenEndpoint: `${sandbox.origin}/auth/token`,
      scope: 'system/Patient.rs',
      fetcher: fetch,
      now: Date.now,
    })
    const request = { level: { kind: 'system' as const }, types: ['Coverage'] }
    await expect(run({ ...line, authorization }, { request })).rejects.toMatchObject({
      code: 'refused',
      status: 403,
      message: expect.stringContaining('system/Coverage.rs is missing'),
    })
  })
})
