import { afterEach, expect, test, vi } from 'vitest'
import { authorizationRequest } from './launch-request.ts'

// The library takes hold of `fetch` when it is loaded, and of the page's address when it is first asked: hence this file.
vi.hoisted(() => {
  const { fetch } = globalThis
  const smart = { authorization_endpoint: 'authorize', token_endpoint: 'token' }
  globalThis.fetch = async (address, init) =>
    String(address).startsWith('https://ehr.example/') ? Response.json(smart) : fetch(address, init)
})

const page = location.href
afterEach(() => {
  history.replaceState(null, '', page)
  sessionStorage.clear()
})

test('a launch that did not come from the EHR sends no launch', async () => {
  const iss = 'https://ehr.example/fhir'
  history.replaceState(null, '', `?iss=${encodeURIComponent(iss)}`)
  const request = await authorizationRequest({
    iss,
    clientId: 'doseline',
    scope: 'launch/patient openid',
    state: 's1',
    nonce: 'n1',
    redirect: 'https://app.example/app/index.html',
    authorizationEndpoint: 'https://ehr.example/auth/authorize',
    tokenEndpoint: 'https://ehr.example/auth/token',
  })
  expect(request.searchParams.has('launch')).toBe(false)
  expect(request.searchParams.get('scope')).toBe('launch/patient openid')
})
