import { randomUUID } from 'node:crypto'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { LedgerUnavailable, openLedger } from '../src/ledger/ledger.ts'
import { readTenants } from '../src/operator/read-tenants.ts'
import { isStrict } from '../src/security/client-jwt.ts'
import { issuerKeys } from '../src/security/issuer-keys.ts'
import type { RequestLine } from '../src/service.ts'
import { Tenants } from '../src/tenants.ts'
import { aService, get, post, send, type TestedService } from './a-service.ts'

const PROLIA = requestFor(scenario('medicare-prolia-in-order'))
const SERVICE = 'https://doseline.example'
const HOOK = '/cds-services/infusion-readiness-chart'

const client = await generateKeyPair('ES384', { extractable: true })
const stranger = await generateKeyPair('ES384', { extractable: true })
const ehr = await generateKeyPair('RS256', { extractable: true })
const ehrKeys = createLocalJWKSet({ keys: [{ ...(await exportJWK(ehr.publicKey)), kid: 'e1', alg: 'RS256' }] })
const publicKey = { ...(await exportJWK(client.publicKey)), kid: 'c1', alg: 'ES384' }

const TENANTS = {
  tenants: [
    {
      key: 'riverside',
      label: 'Riverside',
      issuers: [{ key: 'ehr', label: 'EHR', iss: 'https://ehr.example/fhir', clientId: 'doseline' }],
      clients: [{ id: 'https://ehr.example/cds', label: 'EHR', uses: ['cds', 'api'], keys: [publicKey] }],
      origins: ['https://app.example'],
      frameAncestors: ['https://portal.example'],
    },
    {
      key: 'lakeside',
      label: 'Lakeside',
      allowArticle: true,
      clients: [{ id: 'lakeside-batch', label: 'Batch', uses: ['api'], keys: [{ ...publicKey, kid: 'l1' }] }],
    },
  ],
}
const keys = async () => ({ issuer: 'https://login.ehr.example', keys: ehrKeys })
let service: TestedService
beforeAll(async () => {
  service = await aService({ tenants: TENANTS, keys })
})

interface Signed {
  readonly payload?: JWTPayload
  readonly header?: Record<string, unknown>
  readonly key?: typeof client.privateKey
  readonly age?: number
  readonly lasts?: number
}

/** A JWT of the registered client for one address, but for what is said. */
async function aJwt(
  path: string,
  { payload = {}, header = {}, key = client.privateKey, age = 0, lasts = 60 }: Signed = {},
) {
  const now = Math.floor(Date.now() / 1000) - age
  return new SignJWT({
    iss: 'https://ehr.example/cds',
    aud: `${SERVICE}${path}`,
    jti: randomUUID(),
    iat: now,
    exp: now + lasts,
    ...payload,
  })
    .setProtectedHeader({ alg: 'ES384', kid: 'c1', typ: 'JWT', ...header })
    .sign(key)
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const hook = (patientId = 'p1') => ({
  hook: 'patient-view',
  hookInstance: randomUUID(),
  context: { patientId },
  prefetch: { administrations: null },
})
const called = async (token: string) =>
  (await send(service, 'POST', HOOK, { body: hook(), headers: bearer(token) })).status

describe('nobody is let in without a sign-in', () => {
  test.each([
    ['POST', '/v1/assessments', PROLIA],
    ['GET', '/v1/assessments/assessment-1', undefined],
    ['POST', '/v1/plans', PROLIA],
    ['POST', '/v1/write-backs', PROLIA],
    ['PATCH', '/v1/write-backs/1', {}],
    ['GET', '/v1/write-backs/1', undefined],
    ['POST', '/v1/doses/history', { dose: 'MedicationAdministration/1' }],
    ['GET', '/v1/feedback', undefined],
    ['DELETE', '/v1/sessions/current', undefined],
  ])('%s %s', async (method, path, body) => {
    const answer = await send(service, method, path, { body })
    expect([answer.status, answer.body.code]).toEqual([401, 'not-signed-in'])
    expect(answer.headers.get('www-authenticate')).toContain('Bearer')
  })

  test('FHIR says so with an OperationOutcome', async () => {
    const { status, body } = await post(service, '/fhir/$billing-readiness', {}, 'application/fhir+json')
    expect([status, body.resourceType, body.issue[0].code]).toEqual([401, 'OperationOutcome', 'login'])
  })

  test('a CDS client that is not trusted hears nothing but 401', async () => {
    const { status, body } = await send(service, 'POST', HOOK, { body: hook() })
    expect([status, body]).toEqual([401, ''])
  })

  test('what holds nothing of a chart is open', async () => {
    for (const path of ['/healthz', '/version', '/v1/products', '/fhir/metadata', '/cds-services', '/openapi.json']) {
      expect((await get(service, path)).status, path).toBe(200)
    }
    const books = (await get(service, '/v1/codebooks')).body
    expect(books.map(({ id, allowed }: { id: string; allowed: boolean }) => [id, allowed])).toEqual([
      ['cms', true],
      ['article', false],
    ])
  })
})

describe('a CDS client signs for one address, once', () => {
  test('its JWT is taken, and a second time refused', async () => {
    const token = await aJwt(HOOK)
    expect([await called(token), await called(token)]).toEqual([200, 401])
  })

  test.each<[string, () => Promise<string>]>([
    ['for another address', () => aJwt('/cds-services/infusion-readiness-discharge')],
    ['for another service', () => aJwt(HOOK, { payload: { aud: 'https://elsewhere.example/' } })],
    ['of another issuer', () => aJwt(HOOK, { payload: { iss: 'https://evil.example' } })],
    ['signed by somebody else', () => aJwt(HOOK, { key: stranger.privateKey })],
    ['under a key that is not registered', () => aJwt(HOOK, { header: { kid: 'c2' } })],
    [
      'that brings its own key along',
      async () => {
        const header = { jwk: await exportJWK(stranger.publicKey), jku: 'https://evil.example/keys' }
        return aJwt(HOOK, { key: stranger.privateKey, header })
      },
    ],
    ['that has expired', () => aJwt(HOOK, { age: 600 })],
    ['from the future', () => aJwt(HOOK, { age: -600 })],
    ['that lasts for a day', () => aJwt(HOOK, { lasts: 86_400 })],
    ['without jti', () => aJwt(HOOK, { payload: { jti: undefined } })],
    ['without exp', () => aJwt(HOOK, { payload: { exp: undefined } })],
    ['of a client for another use', () => aJwt(HOOK, { payload: { iss: 'lakeside-batch' }, header: { kid: 'l1' } })],
    ['without a signature', async () => `${(await aJwt(HOOK)).split('.').slice(0, 2).join('.')}.`],
    ['with padding', async () => `${await aJwt(HOOK)}=`],
    ['with four parts', async () => `${await aJwt(HOOK)}.x`],
    [
      'whose algorithm is none',
      async () => {
        const [, payload] = (await aJwt(HOOK)).split('.')
        return `${Buffer.from('{"alg":"none","kid":"c1"}').toString('base64url')}.${payload}.AAAA`
      },
    ],
    [
      'signed with the public key as a secret',
      async () =>
        new SignJWT({ iss: 'https://ehr.example/cds', aud: `${SERVICE}${HOOK}`, jti: randomUUID() })
          .setProtectedHeader({ alg: 'HS384', kid: 'c1' })
          .setIssuedAt()
          .setExpirationTime('1m')
          .sign(new TextEncoder().encode(JSON.stringify(publicKey).padEnd(64, '.'))),
    ],
  ])('a JWT %s is refused', async (_, token) => {
    expect(await called(await token())).toBe(401)
  })

  test('a token has one spelling: no bits that say nothing, no padding, no other alphabet', () => {
    expect(['aGk.aGk.aGk', 'aGk.aGk.aGl', 'aGk=.aGk.aGk', 'a+k.aGk.aGk', 'aGk.aGk', 'aGk..aGk'].map(isStrict)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ])
  })

  test('another app may use its JWT until it expires, for any address of the API', async () => {
    const token = await aJwt('', { payload: { aud: SERVICE } })
    const judge = () => send(service, 'POST', '/v1/assessments', { body: PROLIA, headers: bearer(token) })
    expect([(await judge()).status, (await judge()).status]).toEqual([200, 200])
    expect(await called(token)).toBe(401)
  })
})

describe('the app exchanges its id_token once', () => {
  const anIdToken = (claims: JWTPayload = {}, key = ehr.privateKey) =>
    new SignJWT({
      iss: 'https://login.ehr.example',
      aud: 'doseline',
      sub: 'u1',
      fhirUser: 'https://ehr.example/fhir/Practitioner/u1',
      nonce: randomUUID(),
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'e1' })
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(key)
  const open = async (idToken: string, issuer = 'ehr') =>
    send(service, 'POST', '/v1/sessions', { body: { issuer, idToken } })

  test('for a session that judges, writes and ends', async () => {
    const { status, body } = await open(await anIdToken())
    expect([status, body.tenant, body.who]).toEqual([201, 'riverside', 'https://ehr.example/fhir/Practitioner/u1'])
    const headers = bearer(body.token)
    expect((await send(service, 'POST', '/v1/assessments', { body: PROLIA, headers })).status).toBe(200)
    const by = { reference: 'Practitioner/u1' }
    const elsewhere = { ...PROLIA, writeBack: { act: 'approve', by, server: 'another-ehr' } }
    const refused = await send(service, 'POST', '/v1/write-backs', {
      body: elsewhere,
      headers: { ...headers, 'idempotency-key': '"k1"' },
    })
    expect([refused.status, refused.body.code]).toEqual([422, 'another-server'])
    const story = (server?: string) =>
      send(service, 'POST', '/v1/doses/history', { headers, body: { dose: PROLIA.focus, server } }).then(
        (answer) => answer.body,
      )
    // What another app asked before of the only EHR of this tenant is part of the story.
    const { server, events } = await story()
    expect([server, events[0].act, events[0].who]).toEqual(['ehr', 'assessed', body.who])
    expect((await story('another-ehr')).code).toBe('another-server')
    const named = { ...PROLIA, server: 'another-ehr' }
    expect((await send(service, 'POST', '/v1/assessments', { body: named, headers })).body.code).toBe('another-server')
    expect((await send(service, 'DELETE', '/v1/sessions/current', { headers })).status).toBe(204)
    expect((await send(service, 'POST', '/v1/assessments', { body: PROLIA, headers })).status).toBe(401)
  })

  test('and not twice', async () => {
    const token = await anIdToken()
    expect([(await open(token)).status, (await open(token)).status]).toEqual([201, 401])
  })

  test.each([
    ['for another app', { aud: 'another-app' }],
    ['of another signer', { iss: 'https://evil.example' }],
    ['that has expired', { exp: 1_700_000_000 }],
    ['of nobody', { sub: undefined }],
  ])('one %s is refused', async (_, claims) => {
    const now = Math.floor(Date.now() / 1000)
    const token = await new SignJWT({
      iss: 'https://login.ehr.example',
      aud: 'doseline',
      sub: 'u1',
      iat: now,
      exp: now + 300,
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'e1' })
      .sign(ehr.privateKey)
    expect((await open(token)).status).toBe(401)
  })

  test('one that the EHR did not sign is refused', async () => {
    const other = await generateKeyPair('RS256')
    expect((await open(await anIdToken({}, other.privateKey))).status).toBe(401)
  })

  test('an EHR that is not registered is named as such', async () => {
    const { status, body } = await open(await anIdToken(), 'nowhere')
    expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'issuer-unknown', '/issuer'])
  })

  test('where the EHR’s keys cannot be read nobody is blamed', async () => {
    const lost = await aService({
      tenants: TENANTS,
      keys: issuerKeys(async () => {
        throw new TypeError('fetch failed')
      }),
    })
    const { status, body, headers } = await send(lost, 'POST', '/v1/sessions', {
      body: { issuer: 'ehr', idToken: await anIdToken() },
    })
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'issuer-keys-unavailable', '15'])
  })

  test('keys come from the registered EHR, and from no address of a request', async () => {
    const asked: string[] = []
    const find = issuerKeys(async (address) => {
      asked.push(String(address))
      return Response.json({ issuer: 'https://login.ehr.example', jwks_uri: 'https://login.ehr.example/keys' })
    })
    const issuer = { key: 'ehr', label: 'EHR', iss: 'https://ehr.example/fhir/', clientId: 'doseline' }
    expect((await find(issuer)).issuer).toBe('https://login.ehr.example')
    await find(issuer)
    expect(asked).toEqual(['https://ehr.example/fhir/.well-known/smart-configuration'])
  })
})

describe('tenants stay apart', () => {
  const asTenant = async (id: string, kid: string) =>
    bearer(await aJwt('', { payload: { iss: id, aud: SERVICE }, header: { kid } }))

  test('the article’s book is for those who may, and an answer is for those who asked', async () => {
    const riverside = await asTenant('https://ehr.example/cds', 'c1')
    const lakeside = await asTenant('lakeside-batch', 'l1')
    const ask = (headers: Record<string, string>, codebook: string) =>
      send(service, 'POST', '/v1/assessments', { body: { ...PROLIA, codebook }, headers })
    expect((await ask(riverside, 'article')).body.code).toBe('codebook-not-allowed')
    const { status, body } = await ask(lakeside, 'article')
    expect(status).toBe(200)
    expect((await get(service, `/v1/assessments/${body.id}`, lakeside)).status).toBe(200)
    expect((await get(service, `/v1/assessments/${body.id}`, riverside)).status).toBe(404)
  })

  test('the tenant is part of the identity of what is written', async () => {
    const identities = await Promise.all(
      [await asTenant('https://ehr.example/cds', 'c1'), await asTenant('lakeside-batch', 'l1')].map(async (headers) => {
        const writeBack = { acts: ['approve'], by: { display: 'B' }, server: 'ehr' }
        const { body } = await send(service, 'POST', '/v1/assessments', { body: { ...PROLIA, writeBack }, headers })
        return body.plans[0].visit
      }),
    )
    expect(new Set(identities).size).toBe(2)
  })
})

describe('browsers', () => {
  const preflight = (origin: string) =>
    service.request('http://localhost/v1/assessments', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    })

  test('pages of registered origins may call, others learn nothing', async () => {
    const known = await preflight('https://app.example')
    expect([known.status, known.headers.get('access-control-allow-origin')]).toEqual([204, 'https://app.example'])
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
  })

  test('a CDS Hooks client in a browser may call the CDS services, and nothing else', async () => {
    const sandbox = 'https://sandbox.cds-hooks.org'
    const open = await aService({ tenants: TENANTS, cdsOrigins: [sandbox] })
    const allowed = async (method: string, path: string, origin = sandbox) => {
      const headers = {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      }
      const { headers: answered } = await open.request(`http://localhost${path}`, { method, headers })
      return answered.get('access-control-allow-origin')
    }
    const paths = [
      '/cds-services',
      '/cds-services/infusion-readiness-chart',
      '/cds-services/infusion-readiness-chart/feedback',
    ]
    for (const path of paths) expect(await allowed('OPTIONS', path), path).toBe(sandbox)
    expect(await allowed('GET', '/cds-services')).toBe(sandbox)
    for (const path of ['/v1/assessments', '/fhir/$billing-readiness', '/cds-services-2'])
      expect(await allowed('OPTIONS', path), path).toBeNull()
    expect(await allowed('OPTIONS', '/cds-services', 'https://evil.example')).toBeNull()
    expect(await allowed('OPTIONS', '/cds-services', 'https://app.example')).toBe('https://app.example')
  })

  test('only registered EHRs and portals may show the app', async () => {
    const withApp = await aService({ tenants: TENANTS, appFolder: 'web' })
    const policy = (await get(withApp, '/app/launch.html')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("frame-ancestors 'self' https://ehr.example https://portal.example")
    expect(policy).toContain("connect-src 'self' https://ehr.example")
    expect((await get(withApp, '/app/registry.json')).body).toMatchObject({ signIn: true, issuers: [{ key: 'ehr' }] })
    expect(JSON.stringify((await get(withApp, '/app/registry.json')).body)).not.toContain('lakeside')
  })

  test('the app may ask where an EHR signs people in and keeps its keys, and nobody there may frame it', async () => {
    const [tenant, ...others] = TENANTS.tenants
    const [issuer] = tenant?.issuers ?? []
    if (!tenant || !issuer) throw new Error('the fixture has an issuer')
    const apart = { ...issuer, jwksUri: 'https://keys.example/jwks', origins: ['https://login.example'] }
    const tenants = { tenants: [{ ...tenant, issuers: [apart] }, ...others] }
    const withApp = await aService({ tenants, appFolder: 'web' })
    const policy = (await get(withApp, '/app/launch.html')).headers.get('content-security-policy') ?? ''
    for (const directive of ['connect-src', 'form-action']) {
      expect(policy).toContain(`${directive} 'self' https://ehr.example https://keys.example https://login.example`)
    }
    expect(policy).not.toMatch(/frame-ancestors[^;]*login/)
  })

  test('the demonstration answers to names of this machine alone', async () => {
    const demo = await aService()
    const from = async (host: string) => (await demo.request(`http://${host}/v1/codebooks`)).status
    expect([await from('localhost:4010'), await from('127.0.0.1:4010'), await from('evil.example')]).toEqual([
      200, 200, 403,
    ])
  })
})

describe('limits', () => {
  test('more than so many requests a minute are told when to come back', async () => {
    const limited = await aService({ ratePerMinute: 3 })
    const answers = []
    for (let at = 0; at < 4; at++) answers.push(await post(limited, '/v1/assessments', PROLIA))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429])
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"caller";q=3;w=60')
    expect(answers[0]?.headers.get('ratelimit')).toMatch(/^"caller";r=2;t=\d+$/)
    expect(Number(answers[3]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(answers[3]?.body.code).toBe('too-many-requests')
  })

  test('more than so many at once are told to wait, and the next one is served', async () => {
    const limited = await aService({ concurrency: 2 })
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(limited, '/v1/assessments', PROLIA)))
    const busy = answers.filter(({ status }) => status === 503)
    expect(busy.length).toBeGreaterThan(0)
    expect([busy[0]?.body.code, busy[0]?.headers.get('retry-after')]).toEqual(['busy', '1'])
    expect((await post(limited, '/v1/assessments', PROLIA)).status).toBe(200)
  })
})

describe('what is refused before it is read', () => {
  test.each([
    ['the same name twice', '{"codebook":"cms","codebook":"article"}', '/codebook'],
    ['twice deep down', '{"resources":[{"resourceType":"Patient","a":{"b":1,"b":2}}]}', '/resources/0/a/b'],
    ['twice, spelled differently', '{"codebook":"cms","code\\u0062ook":"article"}', '/codebook'],
  ])('%s', async (_, body, pointer) => {
    const answer = await post(await aService(), '/v1/assessments', body)
    expect([answer.status, answer.body.code, answer.body.errors[0].pointer]).toEqual([
      400,
      'duplicate-json-key',
      pointer,
    ])
  })

  test('a character that no database stores, by its element; two signs that only look like it are fine', async () => {
    const body = (status: string) =>
      `{"resources":[{"resourceType":"MedicationAdministration","id":"m","status":${status}}]}`
    const refused = await post(await aService(), '/v1/assessments', body('"comp\\u0000leted"'))
    expect([refused.status, refused.body.code, refused.body.errors[0].pointer]).toEqual([
      400,
      'nul-refused',
      '/resources/0/status',
    ])
    expect((await post(await aService(), '/v1/assessments', body('"a\\\\u0000b"'))).status).toBe(200)
  })

  test('colons and quotes inside of texts are no names', async () => {
    const text = 'a ":" b \\\\" : \\" {"x":1}'
    const answer = await post(await aService(), '/v1/assessments', `{"codebook":${JSON.stringify(text)}}`)
    expect(answer.body.code).toBe('not-of-the-contract')
  })

  test('administrations that would keep everybody waiting, on REST and on FHIR', async () => {
    const resourceType = 'MedicationAdministration'
    const code = 'too-many-doses'
    const resources = Array.from({ length: 5001 }, (_each, at) => ({ resourceType, id: `r${at}`, status: 'completed' }))
    const entry = resources.map((resource) => ({ resource }))
    const rest = await post(await aService(), '/v1/assessments', { bundle: { resourceType: 'Bundle', entry } })
    expect([rest.status, rest.body.code, rest.body.errors[0].pointer]).toEqual([413, code, '/bundle'])
    const fhir = await post(await aService(), '/fhir/$billing-readiness', { resourceType: 'Bundle', entry })
    expect([fhir.status, fhir.body.issue[0].details.coding[0].code]).toEqual([413, code])
  })

  test('resources of another patient, by their element', async () => {
    const demo = await aService()
    const stranger = { resourceType: 'Condition', id: 'c9', subject: { reference: 'Patient/somebody-else' } }
    const bundle = { ...PROLIA.bundle, entry: [...(PROLIA.bundle.entry ?? []), { resource: stranger }] }
    const at = bundle.entry.length - 1
    const rest = await post(demo, '/v1/assessments', { ...PROLIA, bundle })
    expect([rest.status, rest.body.code]).toEqual([422, 'another-patient'])
    expect(rest.body.errors[0]).toMatchObject({
      pointer: `/bundle/entry/${at}/resource/subject`,
      expression: `Bundle.entry[${at}].resource.subject`,
    })
    const parameter = [{ name: 'data', resource: bundle }]
    const fhir = await post(demo, '/fhir/$billing-readiness', { resourceType: 'Parameters', parameter })
    expect([fhir.status, fhir.body.issue[0].expression]).toEqual([
      422,
      [`Parameters.parameter[0].resource.entry[${at}].resource.subject`],
    ])
  })
})

const patientOf = (entries: typeof PROLIA.bundle.entry = []): string | undefined =>
  entries.find(({ resource }) => resource?.resourceType === 'Patient')?.resource?.id

describe('no audit row, no answer', () => {
  test('a ledger that cannot store answers 503 on every API, and nothing of the dose', async () => {
    const ledger = await openLedger({ kind: 'memory' })
    const failing = {
      ...ledger,
      record: () => Promise.reject(new LedgerUnavailable('no')),
      ping: () => Promise.reject(new LedgerUnavailable('no')),
    }
    const faults: unknown[] = []
    const broken = await aService({ ledger: failing, faults })
    const discharge = {
      hook: 'patient-view',
      hookInstance: 'h1',
      context: { patientId: patientOf(PROLIA.bundle.entry) },
      prefetch: { administrations: PROLIA.bundle },
    }
    const answers = [
      await post(broken, '/v1/assessments', PROLIA),
      await post(broken, '/fhir/$billing-readiness', PROLIA.bundle),
      await post(broken, HOOK, discharge),
    ]
    for (const { status, headers, body } of answers) {
      expect([status, headers.get('retry-after')]).toEqual([503, '5'])
      expect(JSON.stringify(body)).not.toMatch(/J0897|Prolia/)
    }
    expect(faults).toHaveLength(3)
    expect((await get(broken, '/readyz')).status).toBe(503)
  })
})

describe('what is logged', () => {
  test('is a route, a status and a tenant: nothing of the chart, no address, no name', async () => {
    const lines: RequestLine[] = []
    const logged = await aService({ lines })
    await post(logged, '/v1/assessments', PROLIA)
    await get(logged, '/v1/codes/J0897?on=2026-03-02')
    await get(logged, '/v1/assessments/Patient-secret')
    await get(logged, '/nowhere/Patient-secret')
    expect(lines.map(({ method, route, status, code }) => [method, route, status, code])).toEqual([
      ['POST', '/v1/assessments', 200, undefined],
      ['GET', '/v1/codes/:code', 200, undefined],
      ['GET', '/v1/assessments/:id', 404, 'not-found'],
      ['GET', 'none', 404, 'not-found'],
    ])
    expect(JSON.stringify(lines)).not.toMatch(/secret|Patient|Prolia|J0897/)
  })

  test('metrics count routes and verdicts', async () => {
    const counted = await aService()
    await post(counted, '/v1/assessments', PROLIA)
    const { body } = await get(counted, '/metrics')
    expect(body).toContain('doseline_doses_judged_total{verdict="ready",codebook="cms",api="rest"} 1')
    expect(body).toMatch(/doseline_request_seconds_count\{route="\/v1\/assessments",method="POST",status="200"\} 1/)
  })

  test('metrics want their token, and are not there without one', async () => {
    const closed = await aService({ tenants: TENANTS, metricsToken: 'a-token-of-enough-signs' })
    expect((await get(closed, '/metrics')).status).toBe(401)
    expect((await get(closed, '/metrics', bearer('a-token-of-enough-signs'))).status).toBe(200)
    expect((await get(service, '/metrics', bearer('a-token-of-enough-signs'))).status).toBe(404)
  })
})

describe('the file of tenants', () => {
  const wrong = (tenant: object) => Tenants.safeParse({ tenants: [{ key: 't', label: 'T', ...tenant }] }).error?.issues
  test.each([
    [
      'a private key',
      { clients: [{ id: 'c', label: 'C', uses: ['api'], keys: [{ ...publicKey, d: 'secret' }] }] },
      /private key/,
    ],
    ['an origin with a path', { origins: ['https://app.example/x'] }, /without a path/],
    [
      'an algorithm with a shared secret',
      { clients: [{ id: 'c', label: 'C', uses: ['api'], keys: [{ kty: 'oct', k: 'x', alg: 'HS256', kid: 'k' }] }] },
      /./,
    ],
    ['an issuer without an address', { issuers: [{ key: 'e', label: 'E', clientId: 'c' }] }, /iss or issPattern/],
  ])('%s is refused', (_, tenant, says) => {
    expect(JSON.stringify(wrong(tenant))).toMatch(says)
  })

  test('two of one name are refused', () => {
    const one = { key: 't', label: 'T' }
    expect(Tenants.safeParse({ tenants: [one, one] }).error?.issues[0]).toMatchObject({
      message: '“t” is taken',
      path: ['tenants', 1, 'key'],
    })
  })

  test('a file that is not there is named', () => {
    expect(() => readTenants('/nowhere/tenants.json')).toThrow('/nowhere/tenants.json')
  })
})
