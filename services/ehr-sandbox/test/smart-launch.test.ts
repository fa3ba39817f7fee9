import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sandbox } from '../src/index.ts'
import {
  ALL,
  authorizationRequest,
  authorize,
  browser,
  CLIENT,
  exchange,
  launched,
  REDIRECT,
  startedSandbox,
  type Tampering,
  tokenRequest,
} from '../src/testing/launch.ts'
import { fhirClient } from './support/fhir-client.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startedSandbox()
})
afterAll(() => sandbox.close())

const anas = { patient: 'ana', encounter: 'ana-visit' }

describe('given a launch from the EHR', () => {
  test('then the token response carries the whole context', async () => {
    const token = await launched(sandbox, ALL, {
      ...anas,
      intent: 'review',
      codebook: 'article',
      needPatientBanner: false,
    })
    expect(token).toMatchObject({
      token_type: 'Bearer',
      patient: 'ana',
      encounter: 'ana-visit',
      need_patient_banner: false,
      smart_style_url: `${sandbox.origin}/smart-style.json`,
      intent: 'review',
      doseline_codebook: 'article',
      scope: ALL,
    })
    expect((await fetch(String(token.smart_style_url))).status).toBe(200)
  })

  test('then the id_token is signed and says who the user is, as a resource that can be read', async () => {
    const token = await launched(sandbox, 'launch openid fhirUser user/Practitioner.rs')
    const { configuration } = await discovery()
    const keys = createRemoteJWKSet(new URL(configuration.jwks_uri))
    const { payload } = await jwtVerify(token.id_token ?? '', keys, { issuer: configuration.issuer, audience: CLIENT })
    const user = await fhirClient(sandbox, token.access_token).get(String(payload.fhirUser))
    expect(user.body.resourceType).toBe('Practitioner')
  })

  test('then v1 scopes are granted as they are, and unknown ones are left out', async () => {
    const token = await launched(sandbox, 'launch patient/*.read patient/Flag.write patient/Banana.read user/Flag.sr')
    expect(token.scope.split(' ').sort()).toEqual(['launch', 'patient/*.read', 'patient/Flag.write'])
  })

  test('then the request may come as a form', async () => {
    const { query, verifier } = authorizationRequest(sandbox, ALL, { launch: sandbox.launch(anas) })
    const response = await browser(sandbox).open(`${sandbox.origin}/auth/authorize`, { method: 'POST', body: query })
    // The jar follows the redirect as a GET, as a browser does after 303.
    const code = new URL(response.url).searchParams.get('code') ?? ''
    expect((await exchange(sandbox, code, verifier)).status).toBe(200)
  })
})

describe('given a browser that keeps no cookies, as in a frame of another site', () => {
  test('then the sign-in is found by its address, and another one by its own', async () => {
    const begun = [
      authorizationRequest(sandbox, ALL, { launch: sandbox.launch(anas) }),
      authorizationRequest(sandbox, ALL, { launch: sandbox.launch(anas) }),
    ]
    const step = async (url: string) => (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? ''
    const interactions = await Promise.all(begun.map(({ query }) => step(`${sandbox.origin}/auth/authorize?${query}`)))
    const codes: string[] = []
    for (const interaction of interactions.toReversed()) {
      const back = await step(new URL(await step(new URL(interaction, sandbox.origin).href), sandbox.origin).href)
      codes.unshift(new URL(back).searchParams.get('code') ?? '')
    }
    for (const [at, { verifier }] of begun.entries())
      expect((await exchange(sandbox, codes[at] ?? '', verifier)).status).toBe(200)
  })

  test('then an address that names no sign-in opens none', async () => {
    for (const path of ['interaction/made-up', 'authorize/made-up'])
      expect((await fetch(`${sandbox.origin}/auth/${path}`, { redirect: 'manual' })).status).toBe(400)
  })
})

describe('given an authorization request that SMART refuses', () => {
  test.each<[string, Tampering, string]>([
    ['another audience', { aud: 'https://elsewhere.example/fhir' }, 'invalid_request'],
    ['no audience', { aud: undefined }, 'invalid_request'],
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['PKCE without its method', { code_challenge_method: undefined }, 'invalid_request'],
    ['a forged launch', { launch: 'forged' }, 'invalid_request'],
    ['a launch without its scope', { scope: 'openid patient/*.rs' }, 'invalid_request'],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
  ])('%s: the app is told, and gets no code', async (_name, tampering, error) => {
    const { atApp, params } = await authorize(sandbox, ALL, { launch: sandbox.launch(anas), ...tampering })
    expect(atApp).toBe(true)
    expect(params.get('error')).toBe(error)
    expect(params.get('error_description')).toBeTruthy()
    expect(params.get('state')).toBe('state-1')
    expect(params.get('code')).toBeNull()
  })

  test.each<[string, Tampering]>([
    ['a foreign redirect', { redirect_uri: 'http://evil.example/' }],
    ['a redirect that only begins alike', { redirect_uri: `${REDIRECT}?x=1` }],
    ['an unknown client', { client_id: 'stranger' }],
  ])('%s: nobody is redirected, a page says why', async (_name, tampering) => {
    const { atApp, response } = await authorize(sandbox, ALL, { launch: sandbox.launch(anas), ...tampering })
    expect(atApp).toBe(false)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('This app cannot be opened')
  })

  test('a launch of another sandbox is forged here, and so is its token', async () => {
    const other = await startedSandbox()
    const { params } = await authorize(sandbox, ALL, { launch: other.launch(anas) })
    expect(params.get('error')).toBe('invalid_request')
    const { access_token } = await launched(other)
    expect((await fhirClient(sandbox, access_token).get('Patient/ana')).status).toBe(401)
    await other.close()
  })

  test('a launch an hour old is no longer valid', async () => {
    let clock = new Date('2026-03-02T10:00:00Z')
    const old = await startedSandbox({ now: () => clock })
    const launch = old.launch(anas)
    clock = new Date('2026-03-02T11:00:01Z')
    expect((await authorize(old, ALL, { launch })).params.get('error')).toBe('invalid_request')
    await old.close()
  })
})

describe('given a code', () => {
  test('then it works once, with its verifier only', async () => {
    const { params, verifier } = await authorize(sandbox, ALL, { launch: sandbox.launch(anas) })
    const code = params.get('code') ?? ''
    expect((await exchange(sandbox, code, 'x'.repeat(43))).body.error).toBe('invalid_grant')
    const fresh = await authorize(sandbox, ALL, { launch: sandbox.launch(anas) })
    const freshCode = fresh.params.get('code') ?? ''
    expect((await exchange(sandbox, freshCode, fresh.verifier)).status).toBe(200)
    expect((await exchange(sandbox, freshCode, fresh.verifier)).body.error).toBe('invalid_grant')
    expect(verifier).not.toBe(fresh.verifier)
  })
})

describe('given a refresh token', () => {
  test.each(['online_access', 'offline_access'])('of %s, then it is rotated and the context is kept', async (kind) => {
    const first = await launched(sandbox, `launch ${kind} patient/*.rs`, { ...anas, codebook: 'article' })
    const refresh = (token = '') => tokenRequest(sandbox, { grant_type: 'refresh_token', refresh_token: token })
    const second = await refresh(first.refresh_token)
    expect(second.body).toMatchObject({ ...anas, doseline_codebook: 'article', scope: first.scope })
    expect(second.body.refresh_token).not.toBe(first.refresh_token)
    expect((await fhirClient(sandbox, second.body.access_token).get('Patient/ana')).status).toBe(200)
    expect((await fhirClient(sandbox, second.body.access_token).get('Patient/ben')).status).toBe(403)
    // A rotated token that comes back was stolen or replayed: the whole grant ends.
    expect((await refresh(first.refresh_token)).body.error).toBe('invalid_grant')
    expect((await fhirClient(sandbox, second.body.access_token).get('Patient/ana')).status).toBe(401)
  })

  test('is not given to those who did not ask', async () => {
    expect((await launched(sandbox, 'launch patient/*.rs')).refresh_token).toBeUndefined()
  })
})

describe('given a short-lived token', () => {
  test('then it ends when it said it would', async () => {
    const short = await startedSandbox({ tokenTtlSeconds: 1 })
    const { access_token, expires_in } = await launched(short)
    expect(expires_in).toBe(1)
    expect((await fhirClient(short, access_token).get('Patient/ana')).status).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, 2100))
    const late = await fhirClient(short, access_token).get('Patient/ana')
    expect(late.status).toBe(401)
    expect(late.headers.get('www-authenticate')).toContain('invalid_token')
    await short.close()
  })
})

describe('given two people at one browser', () => {
  test('then the second launch does not end the first one', async () => {
    const users = ['jordan', 'robin'].map((id) => ({ id, name: id, fhirUser: `Practitioner/${id}` }))
    const shared = await startedSandbox({ users })
    const { open } = browser(shared)
    const tokens: string[] = []
    for (const { id } of users) {
      const launch = shared.launch({ ...anas, user: id })
      const { url, verifier } = authorizationRequest(shared, ALL, { launch })
      const code = new URL((await open(url)).url).searchParams.get('code') ?? ''
      const { body } = await exchange(shared, code, verifier)
      expect(decodeJwt(body.id_token ?? '').fhirUser).toBe(`${shared.fhirBase}/Practitioner/${id}`)
      tokens.push(body.access_token)
    }
    for (const token of tokens) expect((await fhirClient(shared, token).get('Patient/ana')).status).toBe(200)
    await shared.close()
  })
})

describe('given a standalone launch', () => {
  const scope = 'launch/patient openid fhirUser patient/*.rs'

  test('then a page asks which patient, and the choice is the context', async () => {
    const { url, verifier } = authorizationRequest(sandbox, scope)
    const { open } = browser(sandbox)
    const picker = await open(url)
    expect(picker.status).toBe(200)
    expect(picker.headers.get('content-security-policy')).toContain("default-src 'none'")
    const page = await picker.text()
    expect(page).toContain('Ana Rivera')
    expect(page).toContain('value="ben"')
    const end = await open(picker.url, { method: 'POST', body: new URLSearchParams({ patient: 'ben' }) })
    const code = new URL(end.url).searchParams.get('code') ?? ''
    const { body } = await exchange(sandbox, code, verifier)
    expect(body).toMatchObject({ patient: 'ben', need_patient_banner: true })
    expect(body.encounter).toBeUndefined()
    expect((await fhirClient(sandbox, body.access_token).get('Patient/ana')).status).toBe(403)
  })

  test('when the user cancels or names nobody, then there is no code', async () => {
    const { open } = browser(sandbox)
    const picker = await open(authorizationRequest(sandbox, scope).url)
    const again = await open(picker.url, { method: 'POST', body: new URLSearchParams({ patient: 'nobody' }) })
    expect(await again.text()).toContain('Choose a patient')
    const end = await open(picker.url, { method: 'POST', body: new URLSearchParams({ cancel: 'yes' }) })
    expect(new URL(end.url).searchParams.get('error')).toBe('access_denied')
  })

  test('when no patient is in context, then neither patient/ scopes nor launch are granted', async () => {
    const { params, verifier } = await authorize(sandbox, 'launch openid patient/*.rs user/Patient.rs')
    const { body } = await exchange(sandbox, params.get('code') ?? '', verifier)
    expect(body.scope).toBe('openid user/Patient.rs')
    expect(body.patient).toBeUndefined()
  })

  test('when a sign-in is opened from nowhere, then a page says so', async () => {
    const response = await fetch(`${sandbox.origin}/auth/interaction/made-up`)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('no longer open')
  })
})

describe('given the discovery document', () => {
  test('then every address in it answers, and it promises what these tests show', async () => {
    const { configuration, response } = await discovery()
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(configuration.code_challenge_methods_supported).toEqual(['S256'])
    expect(configuration.scopes_supported).toContain('patient/ChargeItem.cruds')
    for (const promise of ['launch-ehr', 'launch-standalone', 'client-public', 'permission-v1', 'permission-v2']) {
      expect(configuration.capabilities).toContain(promise)
    }
    expect((await fetch(configuration.jwks_uri)).status).toBe(200)
    expect((await fetch(`${configuration.issuer}/.well-known/openid-configuration`)).status).toBe(200)
    for (const name of ['authorization', 'token', 'introspection', 'revocation']) {
      const { status } = await fetch(String(configuration[`${name}_endpoint`]), {
        method: name === 'authorization' ? 'GET' : 'POST',
      })
      expect([name, status]).toEqual([name, 400])
    }
  })

  test('then a FHIR server that asks what a token stands for is told its scopes and its patient, while it is good', async () => {
    const { access_token, scope } = await launched(sandbox)
    const body = () => new URLSearchParams({ client_id: CLIENT, token: access_token })
    const told = async () => (await fetch(`${sandbox.origin}/auth/introspect`, { method: 'POST', body: body() })).json()
    expect(await told()).toMatchObject({ active: true, scope, patient: 'ana', encounter: 'ana-visit' })
    await fetch(`${sandbox.origin}/auth/revoke`, { method: 'POST', body: body() })
    expect(await told()).toEqual({ active: false })
  })

  test('then a revoked token is worth nothing', async () => {
    const { access_token } = await launched(sandbox)
    const body = new URLSearchParams({ client_id: CLIENT, token: access_token })
    expect((await fetch(`${sandbox.origin}/auth/revoke`, { method: 'POST', body })).status).toBe(200)
    expect((await fhirClient(sandbox, access_token).get('Patient/ana')).status).toBe(401)
  })
})

interface Configuration {
  readonly [endpoint: `${string}_endpoint`]: string
  readonly issuer: string
  readonly jwks_uri: string
  readonly capabilities: readonly string[]
  readonly scopes_supported: readonly string[]
  readonly code_challenge_methods_supported: readonly string[]
}

async function discovery() {
  const response = await fetch(`${sandbox.fhirBase}/.well-known/smart-configuration`)
  return { response, configuration: (await response.json()) as Configuration }
}
