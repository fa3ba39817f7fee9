import type { CapabilityStatement, OperationOutcome } from 'fhir/r4'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Sandbox } from '../src/index.ts'
import { backendClient, signedIn, type TestBackend } from '../src/testing/backend.ts'
import { at, launched, startedSandbox } from '../src/testing/launch.ts'
import { fhirClient, flagFor } from './support/fhir-client.ts'

interface ExportManifest {
  readonly transactionTime: string
  readonly requiresAccessToken: boolean
  readonly output: readonly { type: string; url: string; count: number }[]
  readonly deleted: readonly { type: string; url: string }[]
  readonly error: readonly { type: string; url: string }[]
}

let sandbox: Sandbox
let ours: TestBackend
let other: TestBackend

beforeAll(async () => {
  ours = await backendClient('doseline-backend')
  other = await backendClient('other-backend', 'RS384')
  sandbox = await startedSandbox({ backendClients: [ours.client, other.client], timing: { exportMs: 0 } })
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.close())

const ASYNC = { prefer: 'respond-async', accept: 'application/fhir+json' }
const bearer = async (scope = 'system/*.rs', who = ours) =>
  (await signedIn(sandbox, who, scope)).body.access_token ?? ''
const client = async (scope?: string, who?: TestBackend) => fhirClient(sandbox, await bearer(scope, who))

/** Asks for an export and gives its manifest. */
async function exported(path: string, scope?: string) {
  const ehr = await client(scope)
  const { status, headers } = await ehr.get(path, ASYNC)
  expect(status).toBe(202)
  const address = headers.get('content-location') ?? ''
  const answer = await ehr.get<ExportManifest & OperationOutcome>(address)
  return { ehr, address, answer, manifest: answer.body }
}

async function linesAt(url: string, token?: string): Promise<{ resourceType: string; id: string }[]> {
  const response = await fetch(url, { headers: token ? { authorization: `Bearer ${token}` } : {} })
  expect(response.headers.get('content-type')).toBe('application/fhir+ndjson')
  const text = await response.text()
  return text.trim() === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
}

describe('given a client without a person', () => {
  test('that signs with ES384 or RS384, then it has a token of five minutes', async () => {
    for (const who of [ours, other]) {
      const { status, body } = await signedIn(sandbox, who, 'system/*.rs')
      expect([status, body]).toEqual([
        200,
        expect.objectContaining({ token_type: 'Bearer', expires_in: 300, scope: 'system/*.rs' }),
      ])
    }
  })

  test('then a scope that is not known is left out, and where none is left there is no token', async () => {
    expect((await signedIn(sandbox, ours, 'system/Patient.rs system/*.cruds')).body.scope).toBe('system/Patient.rs')
    for (const scope of ['system/*.cruds', 'system/Patient.rs user/*.rs']) {
      const { status, body } = await signedIn(sandbox, ours, scope)
      expect([status, body.error]).toEqual([400, 'invalid_scope'])
    }
  })

  test.each([
    ['for another audience', { aud: 'https://elsewhere.example/token' }],
    ['that has run out', { exp: 1_000_000 }],
    ['without a number of its own', { jti: undefined }],
    ['of another client', { iss: 'other-backend', sub: 'other-backend' }],
  ])('with a proof %s, then it is refused', async (_, claims) => {
    const { status, body } = await signedIn(sandbox, ours, 'system/*.rs', claims)
    expect([status, body.error]).toEqual([401, 'invalid_client'])
  })

  test('then a proof is good once, and a key that is not registered never', async () => {
    const jti = 'the-same'
    expect((await signedIn(sandbox, ours, 'system/*.rs', { jti })).status).toBe(200)
    expect((await signedIn(sandbox, ours, 'system/*.rs', { jti })).status).toBe(401)
    const stranger = { ...ours, key: (await backendClient()).key }
    expect((await signedIn(sandbox, stranger, 'system/*.rs')).status).toBe(401)
  })

  test('then it reads of everybody what its scopes name, and writes nothing', async () => {
    const ehr = await client('system/Patient.rs')
    expect((await ehr.search('Patient')).body.total).toBe(2)
    expect((await ehr.search('Coverage')).status).toBe(403)
    expect((await ehr.post('Flag', flagFor('ana'))).status).toBe(403)
  })
})

test('a person who signs in gets no system scope', async () => {
  const { scope } = await launched(sandbox, 'launch patient/Patient.rs system/*.rs')
  expect(scope).not.toContain('system')
})

describe('given what the EHR says of itself', () => {
  test('then its export is in the CapabilityStatement, and the sign-in in the smart-configuration', async () => {
    const { body } = await fhirClient(sandbox).get<CapabilityStatement>('metadata')
    const [rest] = body.rest ?? []
    const ofType = (type: string) => rest?.resource?.find((each) => each.type === type)?.operation
    expect(rest?.operation).toMatchObject([{ name: 'export' }])
    expect(ofType('Patient')).toMatchObject([
      { name: 'export', definition: expect.stringMatching(/patient-export\|2/) },
    ])
    expect(ofType('Group')).toMatchObject([{ name: 'export', definition: expect.stringMatching(/group-export\|2/) }])
    const configuration = await (await fetch(`${sandbox.fhirBase}/.well-known/smart-configuration`)).json()
    expect(configuration).toMatchObject({
      capabilities: expect.arrayContaining(['client-confidential-asymmetric']),
      grant_types_supported: expect.arrayContaining(['client_credentials']),
      token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
      scopes_supported: expect.arrayContaining(['system/*.rs', 'system/Patient.read']),
    })
  })

  test('then an EHR that says nothing of an export has none', async () => {
    const epic = at(sandbox, 'epic-like')
    const { body } = await fhirClient(epic).get<CapabilityStatement>('metadata')
    expect(JSON.stringify(body)).not.toContain('export')
    expect((await signedIn(epic, ours, 'system/*.rs')).status).toBeGreaterThanOrEqual(400)
    const { access_token } = await launched(epic, 'launch patient/Patient.rs')
    expect((await fhirClient(epic, access_token).get('Patient/$export', ASYNC)).status).toBe(404)
  })
})

describe('given an export', () => {
  test('of the system, then it holds every resource the token reaches, of each type in files of its own', async () => {
    const { manifest } = await exported('$export')
    const token = await bearer()
    for (const { type, url, count } of manifest.output) {
      const lines = await linesAt(url, token)
      expect([type, lines.length]).toEqual([type, count])
      expect(lines.every(({ resourceType }) => resourceType === type)).toBe(true)
    }
    const doses = manifest.output.filter(({ type }) => type === 'MedicationAdministration')
    expect(doses.map(({ count }) => count)).toEqual([4])
    expect(manifest.output.map(({ type }) => type)).toContain('Practitioner')
    expect([manifest.requiresAccessToken, manifest.deleted, manifest.error]).toEqual([true, [], []])
  })

  test('of a group, then it holds its members and what belongs to nobody', async () => {
    const store = sandbox.ehr('full').store
    store.seed({
      resourceType: 'Group',
      id: 'one',
      type: 'person',
      actual: true,
      member: [{ entity: { reference: 'Patient/ana' } }],
    })
    const { manifest } = await exported('Group/one/$export?_type=Patient,MedicationAdministration,Medication')
    const token = await bearer()
    const ids = (await Promise.all(manifest.output.map(({ url }) => linesAt(url, token)))).flat().map(({ id }) => id)
    expect(ids.toSorted()).toEqual(['ana', 'ana-dose-1', 'ana-dose-2', 'ana-dose-3', 'prolia'])
  })

  test('of a group there is not, then it is a 404', async () => {
    expect((await (await client()).get('Group/none/$export', ASYNC)).status).toBe(404)
  })

  test('with several files of a type, then each has its part', async () => {
    const store = sandbox.ehr('full').store
    for (let n = 0; n < 250; n++)
      store.seed({
        resourceType: 'Flag',
        id: `f${n}`,
        status: 'active',
        code: {},
        subject: { reference: 'Patient/ana' },
      })
    const { manifest } = await exported('Patient/$export?_type=Flag')
    expect(manifest.output.map(({ count }) => count)).toEqual([100, 100, 50])
  })

  test('by a search of a type, then only what it finds is in it', async () => {
    const filter = encodeURIComponent('MedicationAdministration?effective-time=ge2026-03-02')
    const { manifest } = await exported(`$export?_type=MedicationAdministration,Patient&_typeFilter=${filter}`)
    expect(manifest.output.map(({ type, count }) => [type, count])).toEqual([
      ['MedicationAdministration', 2],
      ['Patient', 2],
    ])
  })

  test('since a time, then it holds what changed and what was deleted since', async () => {
    const user = fhirClient(sandbox, (await launched(sandbox, 'launch user/*.cruds')).access_token)
    const { transactionTime } = (await exported('$export?_type=Patient')).manifest
    await new Promise((resolve) => setTimeout(resolve, 5))
    await user.post('Flag', flagFor('ana'))
    await user.send('DELETE', 'Condition/ben-bones')
    const { manifest } = await exported(`$export?_since=${transactionTime}`)
    expect(manifest.output.map(({ type, count }) => [type, count])).toEqual([['Flag', 1]])
    const [deleted] = manifest.deleted
    expect(await linesAt(deleted?.url ?? '', await bearer())).toMatchObject([
      {
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [{ request: { method: 'DELETE', url: 'Condition/ben-bones' } }],
      },
    ])
  })

  test('asked for by POST, then a Parameters says what of', async () => {
    const ehr = await client()
    const body = {
      resourceType: 'Parameters',
      parameter: [
        { name: '_type', valueString: 'Patient' },
        { name: '_type', valueString: 'Coverage' },
      ],
    }
    const { status, headers } = await ehr.post('$export', body, ASYNC)
    expect(status).toBe(202)
    const { output } = (await ehr.get<ExportManifest & OperationOutcome>(headers.get('content-location') ?? '')).body
    expect(output.map(({ type }) => type)).toEqual(['Patient', 'Coverage'])
  })

  test.each([
    ['without Prefer: respond-async', '$export', {}, 'respond-async'],
    ['in another format', '$export?_outputFormat=csv', ASYNC, 'csv'],
    ['of a type it does not keep', '$export?_type=Banana', ASYNC, 'Banana'],
    ['organized by patients', '$export?organizeOutputBy=Patient', ASYNC, 'organizeOutputBy'],
    ['since no time', '$export?_since=yesterday', ASYNC, 'yesterday'],
  ])('asked for %s, then it is a 400 that names it', async (_, path, headers, says) => {
    const { status, outcome } = await (await client()).get(path, headers)
    expect([status, outcome.issue[0]?.diagnostics]).toEqual([400, expect.stringContaining(says)])
  })

  test('asked for leniently, then what is not understood is passed over, and a file says so', async () => {
    const ehr = await client()
    const lenient = { ...ASYNC, prefer: 'respond-async, handling=lenient' }
    const { headers } = await ehr.get('$export?_type=Patient&organizeOutputBy=Patient', lenient)
    const { error } = (await ehr.get<ExportManifest & OperationOutcome>(headers.get('content-location') ?? '')).body
    expect(await linesAt(error[0]?.url ?? '', await bearer())).toMatchObject([{ resourceType: 'OperationOutcome' }])
  })

  test('of a type beyond the scopes, then it is a 403; of no type in particular, then it is what they reach', async () => {
    const ehr = await client('system/Patient.rs')
    expect((await ehr.get('$export?_type=Coverage', ASYNC)).status).toBe(403)
    expect((await exported('$export', 'system/Patient.rs')).manifest.output.map(({ type }) => type)).toEqual([
      'Patient',
    ])
    expect((await fhirClient(sandbox).get('$export', ASYNC)).status).toBe(401)
  })

  test('then nobody else sees its status or its files, and canceled it is gone', async () => {
    const { ehr, address, manifest } = await exported('$export?_type=Patient')
    const stranger = await client('system/*.rs', other)
    const file = manifest.output[0]?.url ?? ''
    for (const url of [address, file]) {
      expect((await stranger.get(url)).status).toBe(404)
      expect((await fhirClient(sandbox).get(url)).status).toBe(401)
    }
    expect((await ehr.send('DELETE', address)).status).toBe(202)
    for (const url of [address, file]) expect((await ehr.get(url)).status).toBe(404)
  })
})

describe('given an export that takes its time', () => {
  test('then its status says how far it is and when to look again, and then until when its files are kept', async () => {
    const slow = await startedSandbox({ backendClients: [ours.client], timing: { exportMs: 150 } })
    try {
      const ehr = fhirClient(slow, (await signedIn(slow, ours, 'system/*.rs')).body.access_token)
      const address = (await ehr.get('$export', ASYNC)).headers.get('content-location') ?? ''
      const { status, headers } = await ehr.get(address)
      expect([status, headers.get('x-progress'), headers.get('retry-after')]).toEqual([
        202,
        expect.stringMatching(/^\d+ % done$/),
        '1',
      ])
      await expect.poll(async () => (await ehr.get(address)).status).toBe(200)
      expect(Date.parse((await ehr.get(address)).headers.get('expires') ?? '')).toBeGreaterThan(Date.now())
    } finally {
      await slow.close()
    }
  })
})

describe('given an EHR whose export behaves otherwise', () => {
  test('then its status is refused while it is asked too often', async () => {
    sandbox.ehr('full').bulk({ tooManyLooks: 1 })
    const { answer, ehr, address } = await exported('$export')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1'])
    expect((await ehr.get(address)).status).toBe(200)
  })

  test('then its files are at another origin, which must not be sent the token', async () => {
    sandbox.ehr('full').bulk({ filesElsewhere: true })
    const { manifest } = await exported('$export?_type=Patient')
    const authorization = `Bearer ${await bearer()}`
    const first = await fetch(manifest.output[0]?.url ?? '', { headers: { authorization }, redirect: 'manual' })
    const location = first.headers.get('location') ?? ''
    expect([first.status, new URL(location).origin]).toEqual([307, expect.stringContaining('127.0.0.1')])
    expect((await fetch(location, { headers: { authorization } })).status).toBe(400)
    expect(await linesAt(location)).toHaveLength(2)
  })

  test('then its files need no token, and say what could not be exported', async () => {
    const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception' }] }
    sandbox.ehr('full').bulk({ openFiles: true, errors: [JSON.stringify(outcome)] })
    const { manifest } = await exported('$export?_type=Patient')
    expect(manifest.requiresAccessToken).toBe(false)
    expect(await linesAt(manifest.output[0]?.url ?? '')).toHaveLength(2)
    expect(await linesAt(manifest.error[0]?.url ?? '')).toEqual([outcome])
  })

  test('then its files are forgotten', async () => {
    sandbox.ehr('full').bulk({ keepMs: 0 })
    expect((await exported('$export')).answer.status).toBe(404)
  })
})
