import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { authorizationRequest, withParameters } from './launch-request.ts'
import { stateOf } from './launch-state.ts'
import { formOf } from './leave.ts'

// The library takes hold of `fetch` when it is loaded.
vi.hoisted(() => {
  const { fetch } = globalThis
  const smart = { authorization_endpoint: 'authorize', token_endpoint: 'token' }
  globalThis.fetch = async (address, init) =>
    String(address).startsWith('https://ehr.example/') ? Response.json(smart) : fetch(address, init)
})

const ISS = 'https://ehr.example/fhir'
const page = location.href
const about = {
  iss: ISS,
  clientId: 'doseline',
  scope: 'launch openid',
  state: 's1',
  nonce: 'n1',
  redirect: 'https://app.example/app/index.html',
  authorizationEndpoint: 'https://ehr.example/auth/authorize?tenant=7',
  tokenEndpoint: 'https://ehr.example/auth/token',
}

beforeEach(() => {
  history.replaceState(null, '', `?iss=${encodeURIComponent(ISS)}&launch=l%2B1`)
})
afterEach(() => {
  history.replaceState(null, '', page)
  sessionStorage.clear()
})

test('the request has everything SMART asks for, at the endpoint that was discovered, its own query included', async () => {
  const request = await authorizationRequest(about)
  expect(`${request.origin}${request.pathname}`).toBe('https://ehr.example/auth/authorize')
  expect(Object.fromEntries(request.searchParams)).toEqual({
    tenant: '7',
    response_type: 'code',
    client_id: 'doseline',
    scope: 'launch openid',
    redirect_uri: about.redirect,
    aud: ISS,
    state: 's1',
    launch: 'l+1',
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
    nonce: 'n1',
  })
})

test('the launch is kept under its own state, with the verifier and the endpoint its code goes to', async () => {
  await authorizationRequest(about)
  expect(stateOf('s1')).toMatchObject({
    serverUrl: ISS,
    clientId: 'doseline',
    tokenUri: 'https://ehr.example/auth/token',
    codeVerifier: expect.stringMatching(/^[\w~.-]{43,}$/),
  })
  expect(() => stateOf('s2')).toThrow()
})

test('nothing of the library’s address but its parameters is used', () => {
  const made = 'https://evil.example/authorize?a=b?response_type=code&state=s1'
  expect(withParameters('https://ehr.example/authorize', made, 'n1').href).toBe(
    'https://ehr.example/authorize?response_type=code&state=s1&nonce=n1',
  )
})

test('a long request is the same request in a form', async () => {
  const request = await authorizationRequest(about)
  const form = formOf(request)
  expect([form.method, form.action]).toEqual(['post', 'https://ehr.example/auth/authorize'])
  const fields = [...form.querySelectorAll('input')].map(({ name, value }) => [name, value])
  expect(fields).toEqual([...request.searchParams])
})
