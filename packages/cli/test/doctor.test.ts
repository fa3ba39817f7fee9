import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PersonalityKey, Sandbox } from '@doseline/ehr-sandbox'
import { at, launched, startedSandbox } from '@doseline/ehr-sandbox/testing/launch'
import { scenario } from '@doseline/fhir-fixtures'
import { doseline } from '@doseline/testkit/doseline'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'

const MEPSEVII = scenario('medicare-mepsevii-discard-recorded')
const PATIENT = MEPSEVII.chart.entry?.flatMap(({ resource }) => (resource?.resourceType === 'Patient' ? resource : []))
const patient = PATIENT?.[0]?.id ?? ''

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startedSandbox({ scenarios: [MEPSEVII] })
})
afterAll(() => sandbox.close())

/** What `doseline doctor` prints, and how it ends. */
const doctor = (args: readonly string[], environment: Record<string, string> = {}) =>
  doseline(['doctor', ...args], { DOCTOR_TOKEN: undefined, ...environment })

/** The address of a server that answers everything alike. */
async function aServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, 'localhost')
  await once(server, 'listening')
  onTestFinished(() => void server.close().closeAllConnections())
  return `http://localhost:${(server.address() as AddressInfo).port}/fhir`
}

describe('an EHR that offers everything', () => {
  test('before anybody signs in: the main job is possible, and what was not tried is said', async () => {
    const { exit, said } = await doctor([sandbox.fhirBase])
    expect(said).toContain('THE MAIN JOB IS POSSIBLE\n')
    expect(said).toContain('not tried: give --token and --patient')
    expect(said).toContain('not tried: only --write writes')
    expect(said).toMatch(/patient\/ChargeItem\.crus/)
    expect(said).toMatch(/patient\/ChargeItem\.write/)
    expect(exit).toBe(0)
  })

  test('is good at 80 columns: only commands, which are there to be copied, are longer', async () => {
    const { said } = await doctor([sandbox.fhirBase])
    expect(said.split('\n').filter((line) => line.length > 80 && !/^ +doseline /.test(line))).toEqual([])
    expect(said).not.toContain('\u001b')
  })

  test('with a token and a patient the searches are tried and counted; the token is never printed', async () => {
    const { access_token } = await launched(sandbox, 'launch patient/*.cruds user/*.rs', { patient })
    const { exit, said } = await doctor([sandbox.fhirBase, '--patient', patient], { DOCTOR_TOKEN: access_token })
    expect(said).toMatch(/MedicationAdministration +crus +rs +read: 3/)
    expect(said).toMatch(/\d+ requests, \d round trips, \d+ ms/)
    expect(said).not.toContain(access_token)
    expect(said).not.toContain('Halvorsen')
    expect(exit).toBe(0)
  })

  test('--write takes away what was stored although its answer was lost', async () => {
    const single = sandbox.ehr('no-transaction')
    const scope = 'launch patient/*.cruds user/*.rs'
    const { access_token } = await launched(at(sandbox, 'no-transaction'), scope, { patient })
    const before = single.stored('ChargeItem').length
    single.script([{ on: 'write', kind: 'cut-after' }])
    const { said } = await doctor([single.fhirBase, '--patient', patient, '--write', `--token=${access_token}`])
    expect(said).toContain('no answer')
    expect(said).toContain('everything it made was taken away again')
    expect(single.stored('ChargeItem').length).toBe(before)
  })

  test('--write writes twice, finds that nothing was made twice, and leaves nothing', async () => {
    const { access_token } = await launched(sandbox, 'launch patient/*.cruds user/*.rs', { patient })
    const before = sandbox.ehr('full').stored('ChargeItem').length
    const { exit, said } = await doctor([sandbox.fhirBase, '--patient', patient, '--write', `--token=${access_token}`])
    expect(said).toContain('one transaction: 2 of 2 stored')
    expect(said).toContain('sent a second time: nothing new was made')
    expect(said).toContain('everything it made was taken away again')
    expect(said).not.toContain(access_token)
    expect(exit).toBe(0)
    expect(sandbox.ehr('full').stored('ChargeItem').length).toBe(before)
  })

  test('a token that is not accepted is said, with what to do', async () => {
    const { exit, said } = await doctor([sandbox.fhirBase, '--patient', patient, '--token', 'expired-long-ago'])
    expect(said).toContain('the token is not accepted, or has expired')
    expect(said).not.toContain('expired-long-ago')
    expect(exit).toBe(3)
  })

  test('--json says the same to a program', async () => {
    const { exit, said } = await doctor([sandbox.fhirBase, '--json'])
    expect(JSON.parse(said)).toMatchObject({
      exit: 0,
      verdict: { main: 'possible' },
      would: { channel: 'transaction', lost: [] },
      probe: { statement: { fhirVersion: '4.0.1' } },
    })
    expect(exit).toBe(0)
  })
})

describe('the SMART launcher', () => {
  test('whose list of allowed scopes is compared letter by letter is told how to let the app in', async () => {
    const statement = await (await fetch(`${sandbox.fhirBase}/metadata`)).text()
    const origin = new URL(
      await aServer((_, response) => {
        response.setHeader('content-type', 'application/fhir+json').end(statement)
      }),
    ).origin
    const { said } = await doctor([`${origin}/v/r4/fhir`])
    expect(said.replace(/\s+/g, ' ')).toContain('Leave the box of allowed scopes of the launcher empty.')
    expect((await doctor([sandbox.fhirBase])).said).not.toContain('letter by letter')
  })
})

describe('EHRs that lack something', () => {
  test.each<[PersonalityKey, number, string, string]>([
    ['epic-like', 1, 'It would go as a Communication', 'lost: No charge line and no Flag is written'],
    [
      'oracle-like',
      1,
      'in this order: oracle-create, document',
      'lost: Oracle’s charge operation takes only the bill codes',
    ],
    ['no-transaction', 1, 'It would go one resource at a time', 'not transaction: This EHR takes no transaction.'],
    ['athena-like', 3, 'the doses cannot be read', 'can be opened to apps'],
    ['v1-scopes', 0, 'It would go in one transaction', 'v1  launch openid'],
  ])('%s', async (key, expected, ...says) => {
    const { exit, said } = await doctor([sandbox.ehr(key).fhirBase])
    for (const each of says) expect(said.replace(/\s+/g, ' ')).toContain(each.replace(/\s+/g, ' '))
    expect(exit).toBe(expected)
  })

  test('what is written to Epic-like for a trial and cannot be deleted there is named', async () => {
    const epic = at(sandbox, 'epic-like')
    const { access_token } = await launched(epic, 'launch patient/*.cruds', { patient })
    const { said } = await doctor([epic.fhirBase, '--patient', patient, '--write', `--token=${access_token}`])
    expect(said).toContain('Communication: created')
    expect(said).toMatch(/LEFT BEHIND Communication\/\S+/)
  })
})

describe('an address that is no EHR for us', () => {
  const json = (body: unknown): RequestListener => {
    return (_, response) => void response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  }
  test.each<[string, RequestListener, RegExp]>([
    [
      'a web page',
      (_, response) => void response.end('<!doctype html><title>Sign in</title>'),
      /web page came instead/,
    ],
    ['nothing there', (_, response) => void response.writeHead(404).end(), /404[\s\S]*often ends in \/fhir or \/r4/],
    [
      'a redirect',
      (_, response) => void response.writeHead(301, { location: 'https://ehr.example/r4' }).end(),
      /points to https:\/\/ehr\.example\/r4/,
    ],
    [
      'R5',
      json({ resourceType: 'CapabilityStatement', fhirVersion: '5.0.0', rest: [] }),
      /speaks FHIR 5\.0\.0, and Doseline reads R4/,
    ],
    [
      'DSTU2',
      json({ resourceType: 'Conformance', fhirVersion: '1.0.2' }),
      /speaks FHIR 1\.0\.2, and Doseline reads R4/,
    ],
    ['JSON of something else', json({ hello: 'world' }), /holds no CapabilityStatement/],
    ['no answer', () => undefined, /no answer in time[\s\S]*longer --timeout/],
    ['a cut connection', (request) => void request.destroy(), /connection was cut/],
  ])('%s', async (_, listener, says) => {
    const { exit, said } = await doctor([await aServer(listener), '--timeout', '1'])
    expect(said).toMatch(says)
    expect(said).toContain('What to do next\n  1. ')
    expect(said).not.toMatch(/\n +at /)
    expect(exit).toBe(3)
  })

  test('nobody listens', async () => {
    const { exit, said } = await doctor(['http://localhost:9/fhir'])
    expect(said).toContain('NOT POSSIBLE')
    expect(exit).toBe(3)
  })

  test.each([
    [[], /missing required argument 'FHIR base'/],
    [['ehr.example'], /'ehr\.example' is invalid for argument 'FHIR base'\. Expected an address/],
    [['https://ehr.example/fhir', '--write'], /--write needs --patient/],
    [['https://ehr.example/fhir', '--patient', 'a b'], /bare id/],
    [['https://ehr.example/fhir', '--tokn', 'x'], /tokn/],
    [['https://ehr.example/fhir', '--timeout', 'soon'], /in seconds/],
  ])('%j is refused with what is wrong and where its help is', async (args, says) => {
    const { exit, said } = await doctor(args)
    expect(said).toMatch(says)
    expect(said).toContain('“doseline doctor --help” says what it takes.')
    expect(exit).toBe(2)
  })
})
