import { setTimeout as wait } from 'node:timers/promises'
import type { Bundle } from 'fhir/r4'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { countRequest, Echoes } from '../src/fhir/echoes.ts'
import { Faults } from '../src/fhir/faults.ts'
import type { Fault, PersonalityKey, Sandbox } from '../src/index.ts'
import { flaky } from '../src/personalities/flaky.ts'
import { at, launched, startedSandbox, tokenRequest } from '../src/testing/launch.ts'
import { bundleOf, chargeFor, fhirClient, flagFor, posting } from './support/fhir-client.ts'

const LAG_MS = 300
const SLOW_MS = 150
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startedSandbox({
    timing: { indexLagMs: LAG_MS, raceMs: 100, slowMs: SLOW_MS, expiringTokenSeconds: 2 },
  })
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.close())

const condition = { 'if-none-exist': 'identifier=urn:test|flag-1' }
async function client(key: PersonalityKey) {
  const place = at(sandbox, key)
  return fhirClient(place, (await launched(place)).access_token)
}

describe('given the EHR whose searches lag', () => {
  test('then a new resource is read at once and found later', async () => {
    const ehr = await client('lagging')
    const { body } = await ehr.post('Flag', flagFor('ana'), condition)
    expect((await ehr.get(`Flag/${body.id}`)).status).toBe(200)
    expect((await ehr.search('Flag?patient=ana')).body.total).toBe(0)
    expect(sandbox.ehr('lagging').stored('Flag')).toHaveLength(1)
    await wait(LAG_MS + 30)
    expect((await ehr.search('Flag?patient=ana')).body.total).toBe(1)
    expect((await ehr.post('Flag', flagFor('ana'), condition)).status).toBe(200)
  })

  test('then a conditional create within the lag makes a twin, and so does a transaction', async () => {
    const ehr = await client('lagging')
    await ehr.post('Flag', flagFor('ana'), condition)
    expect((await ehr.post('Flag', flagFor('ana'), condition)).status).toBe(201)
    const again = bundleOf('transaction', [posting(flagFor('ana'), { ifNoneExist: condition['if-none-exist'] })])
    expect((await ehr.post<Bundle>('', again)).body.entry?.[0]?.response?.status).toBe('201 Created')
    expect(sandbox.ehr('lagging').stored('Flag')).toHaveLength(3)
  })

  test('then a search still shows what a change or a deletion replaced', async () => {
    const ehr = await client('lagging')
    const bones = await ehr.get('Condition/ana-bones')
    await ehr.put('Condition/ana-bones', { ...bones.body, code: { text: 'Better' } })
    await ehr.send('DELETE', 'Coverage/ana-cover')
    expect(JSON.stringify((await ehr.search('Condition?patient=ana')).body)).toContain('Osteoporosis')
    expect((await ehr.search('Coverage?patient=ana')).body.total).toBe(1)
    await wait(LAG_MS + 30)
    expect(JSON.stringify((await ehr.search('Condition?patient=ana')).body)).toContain('Better')
    expect((await ehr.search('Coverage?patient=ana')).body.total).toBe(0)
  })

  test('then what was always there is found from the start', async () => {
    expect((await (await client('lagging')).search('MedicationAdministration?patient=ana')).body.total).toBe(3)
  })
})

describe('given the EHR whose conditional creates do not see each other', () => {
  test('then two at once both create', async () => {
    const ehr = await client('racy')
    const answers = await Promise.all([1, 2].map(() => ehr.post('Flag', flagFor('ana'), condition)))
    expect(answers.map((one) => one.status)).toEqual([201, 201])
    expect(sandbox.ehr('racy').stored('Flag')).toHaveLength(2)
    // With twins on file the condition has no answer.
    expect((await ehr.post('Flag', flagFor('ana'), condition)).status).toBe(412)
  })

  test('then two transactions at once both create', async () => {
    const ehr = await client('racy')
    const body = bundleOf('transaction', [
      posting(flagFor('ana'), { ifNoneExist: condition['if-none-exist'] }),
      posting(chargeFor('ana'), { ifNoneExist: 'identifier=urn:test|charge-1' }),
    ])
    const answers = await Promise.all([1, 2].map(() => ehr.post<Bundle>('', body)))
    for (const { body: made } of answers) {
      expect(made.entry?.map((one) => one.response?.status)).toEqual(['201 Created', '201 Created'])
    }
    expect(sandbox.ehr('racy').stored('ChargeItem')).toHaveLength(2)
  })

  test('then one after the other creates once', async () => {
    const ehr = await client('racy')
    expect((await ehr.post('Flag', flagFor('ana'), condition)).status).toBe(201)
    expect((await ehr.post('Flag', flagFor('ana'), condition)).status).toBe(200)
  })

  test('while the full EHR creates once whatever comes at once', async () => {
    const ehr = await client('full')
    const answers = await Promise.all([1, 2].map(() => ehr.post('Flag', flagFor('ana'), condition)))
    expect(answers.map((one) => one.status).toSorted()).toEqual([200, 201])
  })
})

describe('given a script of mishaps', () => {
  const write = () => client('flaky').then((ehr) => ehr.post('Flag', flagFor('ana')))
  const scripted = (...faults: Fault[]) => sandbox.ehr('flaky').script(faults)
  const kept = () => sandbox.ehr('flaky').stored('Flag').length

  test('too many: 429 with Retry-After, which other origins may read, and nothing kept', async () => {
    scripted({ kind: 'too-many', retryAfterSeconds: 7 })
    const answer = await write()
    expect(answer.status).toBe(429)
    expect(answer.headers.get('retry-after')).toBe('7')
    expect(answer.headers.get('access-control-expose-headers')).toContain('Retry-After')
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.outcome.issue[0]?.code).toBe('throttled')
    expect(kept()).toBe(0)
  })

  test.each([undefined, 2])('unavailable: 503 with Retry-After %s, and nothing kept', async (seconds) => {
    scripted({ kind: 'unavailable', ...(seconds !== undefined && { retryAfterSeconds: seconds }) })
    const answer = await write()
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe(seconds === undefined ? null : String(seconds))
    expect(answer.outcome.issue[0]?.code).toBe('transient')
    expect(kept()).toBe(0)
  })

  test.each([
    ['cut-before', 0],
    ['cut-after', 1],
  ] as const)('%s: the connection is gone, and %i is kept', async (kind, expected) => {
    scripted({ kind })
    await expect(write()).rejects.toThrow('fetch failed')
    expect(kept()).toBe(expected)
    expect((await write()).status).toBe(201)
  })

  test('unavailable after: 503, although it is kept', async () => {
    scripted({ kind: 'unavailable-after' })
    expect((await write()).status).toBe(503)
    expect(kept()).toBe(1)
  })

  test('cut after a transaction: everything in it is kept', async () => {
    const ehr = await client('flaky')
    scripted({ on: 'write', kind: 'cut-after' })
    await expect(ehr.post('', bundleOf('transaction', [posting(flagFor('ana'))]))).rejects.toThrow('fetch failed')
    expect(kept()).toBe(1)
  })

  test('slow: the answer comes, late', async () => {
    scripted({ kind: 'slow' })
    const start = performance.now()
    expect((await write()).status).toBe(201)
    expect(performance.now() - start).toBeGreaterThan(SLOW_MS)
  })

  test('then they come in their order, each on its kind of request, and none after them', async () => {
    const ehr = await client('flaky')
    scripted({ on: 'write', kind: 'unavailable' }, { on: 'read', kind: 'too-many' })
    const post = () => ehr.post('Flag', flagFor('ana'))
    expect((await ehr.get('Patient/ana')).status).toBe(200)
    expect((await post()).status).toBe(503)
    expect((await post()).status).toBe(201)
    expect((await ehr.post('Flag/_search', new URLSearchParams({ patient: 'ana' }))).status).toBe(429)
    for (let n = 0; n < 20; n++) expect((await post()).status).toBe(201)
  })

  test('then any EHR follows one', async () => {
    sandbox.ehr('full').script([{ kind: 'unavailable' }])
    expect((await (await client('full')).get('Patient/ana')).status).toBe(503)
  })

  test('then metadata, discovery and sign-in are spared', async () => {
    scripted({ kind: 'unavailable' })
    const { fhirBase } = sandbox.ehr('flaky')
    for (const path of ['metadata', '.well-known/smart-configuration']) {
      expect((await fetch(`${fhirBase}/${path}`)).status).toBe(200)
    }
  })
})

describe('given the flaky EHR by hand', () => {
  test('then mishaps come in their turn, never two running, and reset begins anew', () => {
    const faults = new Faults(flaky.faults)
    const kinds = (act: 'read' | 'write', count: number) =>
      Array.from({ length: count }, () => faults.next(act)?.kind ?? '-').join(' ')
    expect(kinds('write', 9)).toBe('- - cut-after - - unavailable - - cut-before')
    expect(kinds('read', 12)).toBe('- - - - - too-many - - - - - slow')
    faults.script([])
    expect(kinds('write', 6)).toBe('- - - - - -')
    faults.reset()
    expect(kinds('write', 3)).toBe('- - cut-after')
  })

  test('then it does so over the network', async () => {
    const ehr = await client('flaky')
    const statuses: number[] = []
    for (let n = 0; n < 6; n++) statuses.push((await ehr.get('Patient/ana')).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  })
})

describe('given a browser whose connection is cut', () => {
  const request = (agent: string, socket: object) =>
    ({ method: 'POST', url: '/fhir/Flag', headers: { 'user-agent': agent }, socket }) as never

  test('then the echo it sends on a connection that served before is known, once', () => {
    const echoes = new Echoes()
    const cut = request('Mozilla/5.0', {})
    countRequest(cut)
    countRequest(cut)
    echoes.expect(cut)
    expect(echoes.isEcho(request('Mozilla/5.0', {}))).toBe(true)
    expect(echoes.isEcho(request('Mozilla/5.0', {}))).toBe(false)
  })

  test('then no echo is expected on a fresh connection, nor of anything but a browser', () => {
    const echoes = new Echoes()
    for (const agent of ['Mozilla/5.0', 'node']) {
      echoes.expect(request(agent, {}))
      expect(echoes.isEcho(request(agent, {}))).toBe(false)
    }
  })
})

describe('given the EHR whose tokens expire', () => {
  test('then a token ends soon, and a refresh gives the next', async () => {
    const place = at(sandbox, 'expiring')
    const first = await launched(place)
    expect(first.expires_in).toBe(2)
    expect((await fhirClient(place, first.access_token).get('Patient/ana')).status).toBe(200)
    await wait(3_100)
    expect((await fhirClient(place, first.access_token).get('Patient/ana')).status).toBe(401)
    const refresh = { grant_type: 'refresh_token', refresh_token: first.refresh_token ?? '' }
    const second = await tokenRequest(place, refresh)
    expect(second.body).toMatchObject({ patient: 'ana', scope: first.scope, expires_in: 2 })
    expect(second.body.refresh_token).not.toBe(first.refresh_token)
    expect((await fhirClient(place, second.body.access_token).get('Patient/ana')).status).toBe(200)
  })

  test('then the other EHRs keep theirs, whatever the option says', async () => {
    expect((await launched(at(sandbox, 'full'))).expires_in).toBe(3600)
    const usual = await startedSandbox()
    expect((await launched(at(usual, 'expiring'))).expires_in).toBe(20)
    await usual.close()
  })
})
