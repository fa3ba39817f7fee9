import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { beforeAll, describe, expect, test } from 'vitest'
import { openLedger } from '../src/ledger/ledger.ts'
import { ACCESS, type Access, type Caller } from '../src/security/access-table.ts'
import type { RequestLine } from '../src/service.ts'
import { aService, send, type TestedService } from './a-service.ts'
import { anIdToken, bearer, CLINICS, exchanged, jwtOf, keysOfEhr, sessionOf, twinOf } from './support/sign-in.ts'

const PROLIA = requestFor(scenario('medicare-prolia-in-order'))
const PATIENT = PROLIA.bundle.entry?.find(({ resource }) => resource?.resourceType === 'Patient')?.resource?.id
const STRANGER = 'Patient/somebody-else'
const lines: RequestLine[] = []
let service: TestedService
beforeAll(async () => {
  service = await aService({
    tenants: CLINICS,
    keys: keysOfEhr,
    appFolder: 'web',
    docsFolder: 'docs',
    lines,
    refusalsPerMinute: 1000,
  })
})
const post = (path: string, body: object, headers: Record<string, string>) =>
  send(service, 'POST', path, { body, headers })
const judge = (headers: Record<string, string>) => post('/v1/assessments', PROLIA, headers)
let keys = 0
const approve = (headers: Record<string, string>, by: object) => {
  const body = { ...PROLIA, writeBack: { act: 'approve', by, server: 'ehr' } }
  return post('/v1/write-backs', body, { ...headers, 'idempotency-key': `"access-${keys++}"` })
}

describe('one table says who may call what', () => {
  const routes = () =>
    service.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`)

  test('every route has its row, and every row its route', () => {
    expect(new Set(ACCESS.map(({ method, path }) => `${method} ${path}`))).toEqual(new Set(routes()))
  })

  test('a route that somebody adds without a row answers nobody', async () => {
    const faults: unknown[] = []
    const careless = await aService({ faults })
    careless.get('/v1/new', (c) => c.text('a chart'))
    const { status, body } = await send(careless, 'GET', '/v1/new')
    expect([status, JSON.stringify(body).includes('a chart')]).toEqual([500, false])
    expect(String(faults[0])).toContain('GET /v1/new has no row')
  })

  const headersOf = async (caller: Caller | 'nobody', path: string): Promise<Record<string, string>> => {
    switch (caller) {
      case 'nobody':
        return {}
      case 'staff':
        return sessionOf(service, 'Practitioner/u1')
      case 'patient':
        return sessionOf(service, `Patient/${PATIENT}`)
      case 'other':
        return sessionOf(service, undefined)
      case 'app':
        return bearer(await jwtOf('app'))
      case 'cds':
        return bearer(await jwtOf('cds', path))
    }
  }
  const closed = ACCESS.filter(({ may }) => typeof may === 'object')
  const callers = ['nobody', 'staff', 'patient', 'other', 'app', 'cds'] as const

  test.each(closed)(
    '$method $path lets in whom its row names, and no others',
    async ({ method, path, may }: Access) => {
      const address = path.replace(':id', method === 'POST' ? 'infusion-readiness-chart' : 'none')
      for (const caller of callers) {
        const headers = await headersOf(caller, address)
        const { status } = await send(service, method, address, { headers, ...(method !== 'GET' && { body: {} }) })
        const isNamed = caller !== 'nobody' && typeof may === 'object' && caller in may
        if (isNamed) expect([200, 204, 400, 404, 415, 422], `${caller}: ${status}`).toContain(status)
        else expect([401, 403], `${caller}: ${status}`).toContain(status)
      }
    },
  )
})

describe('who is staff, by fhirUser', () => {
  test.each([
    ['Practitioner/u1', 'staff'],
    ['PractitionerRole/r1', 'staff'],
    ['https://ehr.example/fhir/Practitioner/u1', 'staff'],
    ['https://elsewhere.example/r4/Practitioner/u1', 'staff'],
    ['Practitioner/u1/_history/3', 'staff'],
    ['https://ehr.example/fhir/PractitionerRole/r1/_history/3', 'staff'],
    ['Person/biller', 'staff'],
    ['https://ehr.example/fhir/Person/biller', 'staff'],
    ['Person/somebody', 'other'],
    ['https://elsewhere.example/fhir/Person/biller', 'other'],
    ['RelatedPerson/r1', 'other'],
    ['https://ehr.example/fhir/RelatedPerson/r1/_history/1', 'other'],
    ['Patient/p1', 'other'],
    ['Patient/p1/_history/2', 'other'],
    ['Device/d1', 'other'],
    ['practitioner/u1', 'other'],
    ['Practitioner/', 'other'],
    ['Practitioner', 'other'],
    ['Patient/p1?x=/Practitioner/u1', 'other'],
    ['Patient/p1#/Practitioner/u1', 'other'],
    ['u1', 'other'],
    ['', 'other'],
    [undefined, 'other'],
  ])('%s: %s', async (fhirUser, expected) => {
    const { status, body } = await approve(await sessionOf(service, fhirUser), { reference: 'Practitioner/nobody' })
    // Staff are asked who they are; others are turned away.
    expect([status, body.code]).toEqual(expected === 'staff' ? [422, 'another-author'] : [403, 'only-staff'])
  })

  test('is said to whoever signs in, and which persons are registered to nobody', async () => {
    const staffOf = async (fhirUser: string) => (await exchanged(service, await anIdToken(fhirUser))).body.staff
    expect([await staffOf('Person/biller'), await staffOf('RelatedPerson/r1')]).toEqual([true, false])
    expect(JSON.stringify((await send(service, 'GET', '/app/registry.json')).body)).not.toContain('Person/')
  })

  test('a subject that looks like a reference is none', async () => {
    const token = await anIdToken(undefined, { sub: 'Practitioner/u1' })
    const { body } = await exchanged(service, token)
    expect(body.who).toBe('subject Practitioner/u1')
    expect((await approve(bearer(body.token), { display: 'B' })).body.code).toBe('only-staff')
  })
})

describe('a patient’s session sees its own patient alone', () => {
  test('its own chart is judged, and another’s is refused', async () => {
    expect((await judge(await sessionOf(service, `Patient/${PATIENT}`))).status).toBe(200)
    expect(
      (await judge(await sessionOf(service, `https://ehr.example/fhir/Patient/${PATIENT}/_history/4`))).status,
    ).toBe(200)
    const headers = await sessionOf(service, STRANGER)
    const rest = await judge(headers)
    expect([rest.status, rest.body.code]).toEqual([403, 'chart-of-another'])
    const fhir = await post('/fhir/$billing-readiness', PROLIA.bundle, headers)
    expect([fhir.status, fhir.body.issue[0].details.coding[0].code]).toEqual([403, 'chart-of-another'])
    const writeBack = { acts: ['approve'], by: { reference: STRANGER }, server: 'ehr' }
    const plans = await post('/v1/plans', { ...PROLIA, writeBack }, headers)
    expect([plans.status, plans.body.code]).toEqual([403, 'chart-of-another'])
  })

  test('answers, histories and write-backs of another do not exist for it', async () => {
    const staff = await sessionOf(service, 'Practitioner/u1')
    const answer = (await judge(staff)).body
    const granted = (await approve(staff, { reference: 'Practitioner/u1' })).body
    const sees = async (fhirUser: string) => {
      const headers = await sessionOf(service, fhirUser)
      const history = await post('/v1/doses/history', { dose: PROLIA.focus }, headers)
      return {
        answer: (await send(service, 'GET', `/v1/assessments/${answer.id}`, { headers })).status,
        writeBack: (await send(service, 'GET', `/v1/write-backs/${granted.writeBack.id}`, { headers })).status,
        history: history.status === 200 && history.body.events.length > 0,
      }
    }
    expect(await sees(`Patient/${PATIENT}`)).toEqual({ answer: 200, writeBack: 200, history: true })
    expect(await sees(STRANGER)).toEqual({ answer: 404, writeBack: 404, history: false })
    expect(await sees(`https://elsewhere.example/fhir/Patient/${PATIENT}`)).toEqual({
      answer: 403,
      writeBack: 403,
      history: false,
    })
    expect(await sees('RelatedPerson/r1')).toEqual({ answer: 403, writeBack: 403, history: false })
    const step = await send(service, 'PATCH', `/v1/write-backs/${granted.writeBack.id}`, {
      headers: await sessionOf(service, `Patient/${PATIENT}`),
      body: { state: 'void', fencing: 1 },
    })
    expect([step.status, step.body.code]).toEqual([403, 'only-staff'])
  })

  test('whoever’s patient nobody proves is answered from the chart they send, without what the ledger knows', async () => {
    const relative = await sessionOf(service, 'RelatedPerson/r1')
    expect((await judge(relative)).status).toBe(200)
    expect((await post('/v1/doses/history', { dose: PROLIA.focus }, relative)).body.code).toBe('only-staff')
  })
})

describe('what is written is by whoever is signed in', () => {
  test.each<[string, string, object, boolean]>([
    ['the person', 'Practitioner/u1', { reference: 'Practitioner/u1', display: 'U' }, true],
    [
      'the person, signed in absolute',
      'HTTPS://EHR.example:443/fhir/Practitioner/u1',
      { reference: 'Practitioner/u1' },
      true,
    ],
    ['somebody else', 'Practitioner/u1', { reference: 'Practitioner/u2' }, false],
    ['another type', 'Practitioner/u1', { reference: 'PractitionerRole/u1' }, false],
    ['nobody', 'Practitioner/u1', { display: 'U' }, false],
    [
      'a name, where the person is on record elsewhere',
      'https://directory.example/Practitioner/u1',
      { display: 'U' },
      true,
    ],
    [
      'oneself, by identifier, where the EHR holds no record',
      'Practitioner/u1',
      { identifier: 'Practitioner/u1', display: 'U' },
      true,
    ],
    ['somebody else, by identifier', 'Practitioner/u1', { identifier: 'Practitioner/u2', display: 'U' }, false],
    [
      'a record of this EHR with that id',
      'https://directory.example/Practitioner/u1',
      { reference: 'Practitioner/u1' },
      false,
    ],
  ])('%s', async (_, fhirUser, by, isTaken) => {
    const headers = await sessionOf(service, fhirUser)
    const planned = { ...PROLIA, writeBack: { acts: ['approve'], by, server: 'ehr' } }
    for (const { status, body } of [await approve(headers, by), await post('/v1/assessments', planned, headers)]) {
      if (isTaken) expect([200, 201, 409]).toContain(status)
      else
        expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'another-author', '/writeBack/by/reference'])
    }
  })

  test('an app names its people itself', async () => {
    expect((await approve(bearer(await jwtOf('app')), { display: 'Night batch' })).body.code).not.toBe('another-author')
  })
})

describe('an id_token is good once', () => {
  test('also with the other signature that is as valid', async () => {
    const token = await anIdToken('Practitioner/u1')
    const twin = twinOf(token)
    expect(twin).not.toBe(token)
    expect((await exchanged(service, twinOf(await anIdToken('Practitioner/u1')))).status).toBe(201)
    expect([(await exchanged(service, token)).status, (await exchanged(service, twin)).status]).toEqual([201, 401])
  })

  test('and by its jti where it has one, whatever else it says', async () => {
    const once = (nonce: string) => anIdToken('Practitioner/u1', { jti: 'one', nonce })
    const statuses = [await exchanged(service, await once('a')), await exchanged(service, await once('b'))]
    expect(statuses.map(({ status }) => status)).toEqual([201, 401])
  })

  test.each<[string, object, number]>([
    ['for us among others, asked for by us', { aud: ['doseline', 'other'], azp: 'doseline' }, 201],
    ['for us among others, and nobody says who asked', { aud: ['doseline', 'other'] }, 401],
    ['for us among others, asked for by another', { aud: ['doseline', 'other'], azp: 'other' }, 401],
    ['for us alone, asked for by another', { azp: 'other' }, 401],
    ['for us alone', { aud: ['doseline'] }, 201],
  ])('%s', async (_, claims, status) => {
    expect((await exchanged(service, await anIdToken('Practitioner/u1', { ...claims }))).status).toBe(status)
  })
})

describe('why a sign-in was refused is in the log and not in the answer', () => {
  const reasonFor = async (call: () => Promise<{ status: number; body: unknown }>) => {
    lines.length = 0
    const { status, body } = await call()
    return [status, lines.at(-1)?.reason, JSON.stringify(body).includes('reason')]
  }
  const shown = (token: string) => () => send(service, 'GET', '/v1/feedback', { headers: bearer(token) })

  test.each<[string, () => Promise<() => Promise<{ status: number; body: unknown }>>, string]>([
    ['another audience', async () => shown(await jwtOf('app', '/elsewhere')), 'aud'],
    ['a signature that was touched', async () => shown(twinOf(await jwtOf('app'))), 'signature'],
    [
      'an id_token that has expired',
      async () => async () => exchanged(service, await anIdToken('Practitioner/u1', { exp: 1 })),
      'exp',
    ],
    [
      'an id_token of another app',
      async () => async () => exchanged(service, await anIdToken('Practitioner/u1', { azp: 'x' })),
      'azp',
    ],
    [
      'an id_token that was used',
      async () => {
        const token = await anIdToken('Practitioner/u1')
        await exchanged(service, token)
        return () => exchanged(service, token)
      },
      'replay',
    ],
    ['a session that is over', async () => shown('a'.repeat(43)), 'session'],
  ])('%s', async (_, call, reason) => {
    expect(await reasonFor(await call())).toEqual([401, reason, false])
  })
})

describe('nobody guesses sessions', () => {
  test('after so many refusals from one address none is looked up any more, and who is known goes on', async () => {
    const ledger = await openLedger({ kind: 'memory' })
    let asked = 0
    const counting = {
      ...ledger,
      useSession: (token: string) => {
        asked++
        return ledger.useSession(token)
      },
    }
    const guarded = await aService({ tenants: CLINICS, keys: keysOfEhr, ledger: counting, refusalsPerMinute: 5 })
    const known = await sessionOf(guarded, 'Practitioner/u1')
    const feedback = (headers: Record<string, string>) => send(guarded, 'GET', '/v1/feedback', { headers })
    expect((await feedback(known)).status).toBe(200)
    const answers = []
    for (let at = 0; at < 20; at++) answers.push(await feedback(bearer(`${'a'.repeat(42)}${at}`)))
    expect(answers.map(({ status }) => status)).toEqual([...Array(5).fill(401), ...Array(15).fill(429)])
    expect([answers.at(-1)?.body.code, Number(answers.at(-1)?.headers.get('retry-after'))]).toEqual([
      'too-many-refusals',
      expect.toSatisfy((seconds: number) => seconds > 0 && seconds <= 60),
    ])
    expect(asked).toBe(6)
    expect((await feedback(known)).status).toBe(200)
    expect((await feedback(bearer(await jwtOf('app')))).status).toBe(200)
    expect((await exchanged(guarded, await anIdToken('Practitioner/u2'))).status).toBe(201)
  })
})

describe('a body', () => {
  test('of a stranger is not read', async () => {
    let read = 0
    const body = new ReadableStream({
      pull(controller) {
        read++
        controller.enqueue(new TextEncoder().encode(' '.repeat(1000)))
      },
    })
    const answer = await service.request('http://localhost/v1/assessments', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit)
    expect([answer.status, read <= 1]).toEqual([401, true])
  })

  test('to sign in is small', async () => {
    const { status, body } = await post('/v1/sessions', { issuer: 'ehr', idToken: 'a'.repeat(70_000) }, {})
    expect([status, body.code, body.detail]).toEqual([413, 'too-large', 'The body is larger than 64 kB.'])
  })

  test('that breaks off is the caller’s, and no fault of ours', async () => {
    const faults: unknown[] = []
    const demo = await aService({ faults })
    const body = new ReadableStream({
      start: (controller) => controller.error(new Error('the connection is gone')),
    })
    const answer = await demo.request('http://localhost/v1/assessments', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit)
    expect([answer.status, ((await answer.json()) as { code: string }).code, faults]).toEqual([400, 'body-cut-off', []])
  })

  test.each([
    ['system', { coding: [{ system: 'x'.repeat(2049), code: '1' }] }, 'system'],
    ['code', { coding: [{ system: 'x', code: '/'.repeat(40_000) }] }, 'code'],
  ])('with a %s that is none for its length is refused, and the element named', async (_, code, name) => {
    const condition = { resourceType: 'Condition', id: 'c', subject: { reference: 'Patient/p' }, code }
    const { status, body } = await post('/v1/assessments', { resources: [condition] }, bearer(await jwtOf('app')))
    const pointer = `/resources/0/code/coding/0/${name}`
    expect([status, body.code, body.errors[0].pointer]).toEqual([413, 'word-too-long', pointer])
  })

  test('with a long note is read', async () => {
    const note = [{ text: 'a/'.repeat(50_000) }]
    const condition = { resourceType: 'Condition', id: 'c', subject: { reference: 'Patient/p' }, note }
    const { status } = await post('/v1/assessments', { resources: [condition] }, bearer(await jwtOf('app')))
    expect(status).toBe(200)
  })

  test('that is wrong everywhere is told its first hundred places', async () => {
    const attested = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`Patient/${at}`, { nonsense: at }]))
    const { status, body } = await post('/v1/assessments', { ...PROLIA, attested }, bearer(await jwtOf('app')))
    expect([status, body.errors.length]).toEqual([400, 100])
  })
})

describe('a request has an id', () => {
  test.each([
    ['0b9e-42=_A', true],
    ['x'.repeat(100), true],
    ['x'.repeat(101), false],
    ['a b', false],
    ['a"b', false],
    ['{"level":"fatal"}', false],
    ['Halvorsen, Ingrid', false],
    ['é', false],
  ])('“%s” of the caller is taken: %s', async (id, isTaken) => {
    lines.length = 0
    const { headers } = await send(service, 'GET', '/version', { headers: { 'x-request-id': id } })
    const answered = headers.get('x-request-id') ?? ''
    expect(answered === id).toBe(isTaken)
    expect(answered).toMatch(/^[\w\-=]{1,100}$/)
    expect(lines[0]?.requestId).toBe(answered)
  })
})
