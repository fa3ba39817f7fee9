import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { launched, REDIRECT, startedSandbox } from '@doseline/ehr-sandbox/testing/launch'
import { doseline } from '@doseline/testkit/doseline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scenario } from '../fhir-fixtures/src/index.ts'
import type { Sandbox } from '../services/ehr-sandbox/src/index.ts'

let sandbox: Sandbox
let port: number
beforeAll(async () => {
  const probe = createServer().listen(0, 'localhost')
  await once(probe, 'listening')
  port = (probe.address() as AddressInfo).port
  probe.close()
  const redirectUris = [REDIRECT, `http://localhost:${port}/app/index.html`]
  const clients = [{ clientId: 'doseline', name: 'Doseline', redirectUris }]
  sandbox = await startedSandbox({ scenarios: [scenario('medicare-mepsevii-discard-recorded')], clients })
})
afterAll(() => sandbox.close())

const tried = (args: readonly string[], token?: string) =>
  doseline(['sandbox-test', sandbox.fhirBase, '--port', String(port), ...args], { SANDBOX_TOKEN: token })

test('--launch does the whole job in the app, and takes away what was approved', async () => {
  const [patient] = sandbox.ehr('full').stored('Patient')
  const context = { patient: patient?.id ?? '' }
  const { access_token } = await launched(sandbox, 'launch user/*.cruds', context)
  const { exit, said } = await tried(['--launch', sandbox.launch(context)], access_token)
  expect(said).toMatch(/launched +Ready to bill; J3397 × 88, J3397-JW × 2/)
  expect(said).toMatch(/approved +Approved and stored\./)
  expect(said).toMatch(/6 of 6 were taken away again/)
  expect(exit).toBe(0)
  expect(sandbox.ehr('full').stored('ChargeItem')).toEqual([])
})

test('a launch that is refused says how far it came', async () => {
  const { exit, said } = await tried(['--launch', 'no-such-launch', '--timeout', '5'])
  expect(said).toMatch(/DIFFERS {2}launched +it came as far as http:\/\/localhost/)
  expect(exit).toBe(1)
})
