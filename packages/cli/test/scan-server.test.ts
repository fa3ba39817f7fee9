import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sandbox } from '@doseline/ehr-sandbox'
import { startedSandbox } from '@doseline/ehr-sandbox/testing/launch'
import { doseline } from '@doseline/testkit/doseline'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = mkdtempSync(join(tmpdir(), 'doseline-scan-server-'))
const [key, jwks, out] = [join(root, 'key.json'), join(root, 'jwks.json'), join(root, 'scan')]

let sandbox: Sandbox
beforeAll(async () => {
  await doseline(['registry', 'keys', key, '--jwks', jwks])
  const client = { clientId: 'doseline-backend', jwks: JSON.parse(readFileSync(jwks, 'utf8')) }
  sandbox = await startedSandbox({ backendClients: [client], timing: { exportMs: 20 } })
})
afterAll(() => sandbox.close())

const scan = (...args: string[]) =>
  doseline(['scan', sandbox.fhirBase, '--out', out, '--workers', '1', '--as-of', '2026-11-24', ...args])
const signIn = () => ['--client-id', 'doseline-backend', '--key', key]
const exportsOf = () => readdirSync(join(out, 'exports'))

test('a scan of a server fetches its export, judges it, and fetches it again the next time', async () => {
  const first = await scan(...signIn())
  expect(first.exit, first.said).toBe(0)
  expect(first.said).toContain('4 doses of 2 patients')
  const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'))
  expect(summary.server).toBe(sandbox.fhirBase)
  const [before] = exportsOf()
  const { store } = sandbox.ehr('full')
  store.remove('MedicationAdministration', 'ana-dose-3')
  const second = await scan(...signIn())
  expect(second.exit, second.said).toBe(0)
  expect(second.said).toContain('3 doses of 2 patients')
  const after = exportsOf()
  expect(after).toHaveLength(1)
  expect(after).not.toContain(before)
})

test('without a sign-in it says which options give one, and options of a server are not for a folder', async () => {
  const { exit, complained } = await doseline(['scan', sandbox.fhirBase, '--out', join(root, 'none')])
  expect([exit, complained]).toEqual([1, expect.stringContaining('--client-id with --key')])
  const mixed = await doseline(['scan', root, '--group', 'infusion-center'])
  expect([mixed.exit, mixed.complained]).toEqual([2, expect.stringContaining('are for a server')])
})
