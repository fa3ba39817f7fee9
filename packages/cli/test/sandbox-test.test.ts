import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, request as requestOn } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fault, PersonalityKey, Sandbox } from '@doseline/ehr-sandbox'
import { at, launched, startedSandbox } from '@doseline/ehr-sandbox/testing/launch'
import { scenario } from '@doseline/fhir-fixtures'
import { doseline, startDoseline } from '@doseline/testkit/doseline'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'

const MEPSEVII = scenario('medicare-mepsevii-discard-recorded')

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startedSandbox({ scenarios: [MEPSEVII], timing: { indexLagMs: 1200, raceMs: 50, slowMs: 200 } })
})
afterAll(() => sandbox.close())

const patientIn = (key: PersonalityKey): string => sandbox.ehr(key).stored('Patient')[0]?.id ?? ''

async function tokenOf(key: PersonalityKey, scope = 'launch user/*.cruds'): Promise<string> {
  const { access_token } = await launched(at(sandbox, key), scope, { patient: patientIn(key) })
  return access_token
}

const started = (args: readonly string[], token?: string) =>
  startDoseline(['sandbox-test', ...args], { SANDBOX_TOKEN: token })

const tried = (args: readonly string[], token?: string) => doseline(['sandbox-test', ...args], { SANDBOX_TOKEN: token })

/** The FHIR base of a proxy before the full EHR that asks it at what it makes of each address. */
async function behind(proxied: (address: string) => string): Promise<string> {
  const { origin, pathname } = new URL(sandbox.fhirBase)
  const server = createServer((request, response) => {
    const { method, headers, url = '' } = request
    const passed = requestOn(origin + proxied(url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    request.pipe(passed)
  }).listen(0, 'localhost')
  await once(server, 'listening')
  onTestFinished(() => void server.close().closeAllConnections())
  return `http://localhost:${(server.address() as AddressInfo).port}${pathname}`
}

const KINDS = [
  'Patient',
  'Encounter',
  'MedicationAdministration',
  'Condition',
  'ChargeItem',
  'Flag',
  'Provenance',
] as const
/** Everything of an EHR that a run could have left. */
const held = (key: PersonalityKey) =>
  KINDS.flatMap((type) =>
    sandbox
      .ehr(key)
      .stored(type)
      .map(({ id }) => `${type}/${id}`),
  ).toSorted()

describe('the main job without a browser', () => {
  test.each<[PersonalityKey, RegExp]>([
    ['full', /planned +transaction\n/],
    ['no-transaction', /planned +single; lost: /],
    ['lagging', /read back +5 of 5 are there once, once the search had caught up/],
    ['racy', /sent again +5 of 5 are there once/],
    ['flaky', /written +6 parts/],
  ])('on %s: one set of lines, twice over, and nothing is left', async (key, says) => {
    const before = held(key)
    const { exit, said } = await tried([sandbox.ehr(key).fhirBase], await tokenOf(key))
    expect(said).toMatch(says)
    expect(said).toMatch(/judged +ready; J3397 × 88, J3397-JW × 2/)
    expect(said).toMatch(/again +judged once more, there is nothing left to write/)
    expect(said).toMatch(/(\d+) of \1 were taken away again/)
    expect(said).toContain('Nothing differed.')
    expect(exit).toBe(0)
    expect(held(key)).toEqual(before)
  })

  test('where nothing can be put there, nothing is written that could not be taken away', async () => {
    const scope = 'launch patient/MedicationAdministration.rs patient/Patient.r patient/ChargeItem.crs'
    const token = await tokenOf('oracle-like', scope)
    const base = sandbox.ehr('oracle-like').fhirBase
    const without = await tried([base], token)
    expect(without.said).toMatch(/seeded +Patient, Encounter, /)
    expect(without.exit).toBe(3)
    const { exit, said } = await tried([base, '--patient', patientIn('oracle-like')], token)
    expect(said).toMatch(/Not tried: written\. The job was not done to its end\./)
    expect(exit).toBe(0)
  })

  test('--keep writes a message to Epic-like, twice, and it is there once', async () => {
    const token = await tokenOf('epic-like', 'launch patient/*.cruds')
    const { exit, said } = await tried(
      [sandbox.ehr('epic-like').fhirBase, '--patient', patientIn('epic-like'), '--keep'],
      token,
    )
    expect(said).toMatch(/planned +communication/)
    expect(said).toMatch(/sent again +1 of 1 are there once/)
    expect(exit).toBe(0)
    expect(sandbox.ehr('epic-like').stored('Communication')).toHaveLength(1)
  })

  test('--keep with the bill codes of the EHR charges each line once at Oracle-like', async () => {
    const { fhirBase, billCodes } = sandbox.ehr('oracle-like')
    const folder = await mkdtemp(join(tmpdir(), 'doseline-bill-codes-'))
    const file = join(folder, 'bill-codes.json')
    await writeFile(file, JSON.stringify(billCodes))
    const before = sandbox.ehr('oracle-like').stored('ChargeItem').length
    const read = ['MedicationAdministration', 'Condition', 'Coverage', 'MedicationRequest', 'Observation']
    const scopes = ['launch', 'patient/Patient.r', 'patient/Encounter.r', 'patient/ChargeItem.crs']
    const scope = [...scopes, ...read.map((type) => `patient/${type}.rs`)].join(' ')
    const args = [fhirBase, '--patient', patientIn('oracle-like'), '--keep', '--bill-codes', file]
    const { exit, said } = await tried(args, await tokenOf('oracle-like', scope))
    expect(said).toMatch(/planned +oracle-create; lost: /)
    expect(sandbox.ehr('oracle-like').stored('ChargeItem').length - before).toBe(4)
    expect(exit).toBe(0)
    await rm(folder, { recursive: true })
  })

  test('Ctrl-C half way takes away what was made', async () => {
    const before = held('lagging')
    const token = await tokenOf('lagging')
    const run = started([sandbox.ehr('lagging').fhirBase], token)
    while (!run.said.includes('seeded')) await once(run.child.stdout, 'data')
    run.child.kill('SIGINT')
    const [exit] = await once(run.child, 'close')
    expect(run.said).toContain('stopping: what was made is taken away first')
    expect(run.said).toMatch(/(\d+) of \1 were taken away again/)
    expect(run.said).not.toContain(token)
    expect(exit).toBe(130)
    expect(held('lagging')).toEqual(before)
  })

  test.each<PersonalityKey>(['full', 'lagging', 'no-transaction'])(
    '%s: what was put there is taken away also where the answer to it is lost',
    async (key) => {
      const before = held(key)
      const token = await tokenOf(key)
      sandbox.ehr(key).script([{ on: 'write', kind: 'cut-after' }])
      const { exit, said } = await tried([sandbox.ehr(key).fhirBase, '--lag', '2'], token)
      expect(said).toMatch(/DIFFERS {2}seeded/)
      expect(said).toMatch(/(\d+) of \1 were taken away again/)
      expect(exit).toBe(1)
      expect(held(key)).toEqual(before)
    },
  )

  test('where the answer to the write is lost, the Provenance of its lines is found and taken away too', async () => {
    const before = held('full')
    // The chart is put there by one POST and read by three batches; the fifth POST writes.
    const earlier = [1, 2, 3, 4].map((): Fault => ({ on: 'write', kind: 'slow' }))
    sandbox.ehr('full').script([...earlier, { on: 'write', kind: 'cut-after' }])
    const { said } = await tried([sandbox.fhirBase], await tokenOf('full'))
    expect(said).toContain('0 Provenance instead of 1')
    expect(said).toMatch(/(\d+) of \1 were taken away again/)
    expect(held('full')).toEqual(before)
  })

  test('behind a proxy that makes one slash of two in every address, as the SMART launcher does, nothing differs', async () => {
    const base = await behind((address) => address.replace(/\/{2,}/g, '/'))
    const { exit, said } = await tried([base], await tokenOf('full'))
    expect(said).toContain('5 of 5 are there once')
    expect(said).toContain('Nothing differed.')
    expect(exit).toBe(0)
  })

  test('a token that allows too little: what was refused is said, and nothing is left', async () => {
    const before = held('full')
    const { exit, said } = await tried([sandbox.fhirBase], await tokenOf('full', 'launch user/*.rs'))
    expect(said).toMatch(/DIFFERS {2}seeded +403/)
    expect(exit).toBe(1)
    expect(held('full')).toEqual(before)
  })
})

describe('a server that is not tried', () => {
  test('is listed as not run, with the day and why', async () => {
    const { exit, said } = await tried(['http://localhost:1/fhir'])
    expect(said).toMatch(/not run on \d{4}-\d\d-\d\d: /)
    expect(exit).toBe(3)
    expect((await tried(['http://localhost:1/fhir', '--if-reachable'])).exit).toBe(0)
  })

  test('because it wants a sign-in', async () => {
    const { exit, said } = await tried([sandbox.fhirBase])
    expect(said).toContain('Give an access token with --token')
    expect(exit).toBe(3)
  })

  test.each([
    [[], /missing required argument 'servers'/],
    [['nowhere'], /'nowhere' is invalid for argument 'servers'\. It is neither a name nor a FHIR base/],
    [['hapi', 'medplum', '--token', 'x'], /good for one server/],
    [['hapi', '--scenario', 'none'], /no scenario “none”/],
    [['hapi', '--bill-codes', 'nowhere.json'], /'--bill-codes <file>' argument 'nowhere\.json' is invalid\. ENOENT/],
  ])('%j is refused with what is wrong and where its help is', async (args, says) => {
    const { exit, said } = await tried(args)
    expect(said).toMatch(says)
    expect(said).toContain('“doseline sandbox-test --help” says what it takes.')
    expect(exit).toBe(2)
  })
})
