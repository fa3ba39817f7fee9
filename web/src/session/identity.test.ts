import { RETRY_POLICY } from '@doseline/ehr-client'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { type IdentityRequest, identityOf } from './identity.ts'

const ISSUER = 'https://ehr.example/auth'
const NOW = new Date('2026-03-02T10:00:00Z')
const seconds = NOW.getTime() / 1000
const { privateKey, publicKey } = await generateKeyPair('RS256')
const other = await generateKeyPair('RS256')
const keys = { keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256', kid: 'k1' }] }

const claims = { iss: ISSUER, aud: 'doseline', sub: 'u1', nonce: 'n1', exp: seconds + 300, fhirUser: 'Practitioner/u1' }
const signed = (about: JWTPayload = {}, key = privateKey) =>
  new SignJWT({ ...claims, ...about }).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(key)

/** Asks with what these addresses serve; any other is not there. */
async function ask(idToken: string | undefined, about: Partial<IdentityRequest> = {}, served: object = {}) {
  const pages: Readonly<Record<string, unknown>> = { [`${ISSUER}/jwks`]: keys, ...served }
  const fetcher: typeof fetch = async (address) => {
    const page = pages[String(address)]
    if (page instanceof Error) throw page
    return page === undefined ? new Response('', { status: 404 }) : Response.json(page)
  }
  const patience = { ...RETRY_POLICY, sleep: async () => undefined }
  const expected = { issuer: ISSUER, clientId: 'doseline', nonce: 'n1', at: NOW }
  return identityOf({ idToken, jwksUri: `${ISSUER}/jwks`, ...expected, fetcher, patience, ...about })
}

test('who a signed id_token names is proven', async () => {
  const identity = await ask(await signed({ name: 'José Ångström' }))
  expect(identity).toMatchObject({ claims: { fhirUser: 'Practitioner/u1', name: 'José Ångström' } })
  expect(identity.unproven).toBeUndefined()
})

test('the keys are found at the issuer where the EHR does not say where they are', async () => {
  const configuration = { [`${ISSUER}/.well-known/openid-configuration`]: { jwks_uri: `${ISSUER}/jwks` } }
  expect((await ask(await signed(), { jwksUri: undefined }, configuration)).unproven).toBeUndefined()
})

describe('an id_token is refused', () => {
  test.each<[string, () => Promise<string>]>([
    ['that another key signed', () => signed({}, other.privateKey)],
    ['of another issuer', () => signed({ iss: 'https://evil.example' })],
    ['made for another app', () => signed({ aud: 'other' })],
    ['made for another launch', () => signed({ nonce: 'n2' })],
    ['that is over', () => signed({ exp: seconds - 300 })],
    ['that never ends', () => signed({ exp: undefined })],
    ['whose claims were changed', async () => (await signed()).replace(/\.[^.]+\./, `.${btoa('{"sub":"u2"}')}.`)],
    ['that nobody signed', async () => `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(claims))}.`],
    ['that is none', async () => 'nonsense'],
  ])('%s', async (_, token) => {
    await expect(ask(await token())).rejects.toMatchObject({
      kind: 'launch-refused',
      about: { detail: expect.stringContaining('the id_token is not accepted') },
    })
  })
})

test('a page that is loaded again an hour later takes the id_token as it was when it came', async () => {
  expect((await ask(await signed({ exp: seconds + 10 }), { at: NOW })).unproven).toBeUndefined()
})

test('a server that leaves the nonce out is taken at its word', async () => {
  expect((await ask(await signed({ nonce: undefined }))).unproven).toBeUndefined()
})

describe('who it names is not proven', () => {
  test.each<[string, object]>([
    ['where the EHR publishes no keys', { [`${ISSUER}/jwks`]: undefined }],
    ['where they are not to be had', { [`${ISSUER}/jwks`]: new TypeError('no CORS') }],
    ['where what it publishes are none', { [`${ISSUER}/jwks`]: { keys: [] } }],
  ])('%s', async (_, served) => {
    expect(await ask(await signed(), {}, served)).toMatchObject({
      unproven: 'no-keys',
      claims: { fhirUser: 'Practitioner/u1' },
    })
  })

  test.each<[string, () => Promise<string>]>([
    ['of another issuer', () => signed({ iss: 'https://evil.example' })],
    ['made for another app', () => signed({ aud: ['other'] })],
    ['made for another launch', () => signed({ nonce: 'n2' })],
    ['that is over', () => signed({ exp: seconds - 300 })],
    ['that never ends', () => signed({ exp: undefined })],
    ['of nobody', () => signed({ sub: undefined })],
    ['that is none', async () => 'nonsense'],
  ])('and one %s is refused all the same', async (_, token) => {
    await expect(ask(await token(), {}, { [`${ISSUER}/jwks`]: undefined })).rejects.toMatchObject({
      kind: 'launch-refused',
      about: { detail: expect.stringContaining('the id_token is not accepted') },
    })
  })

  test('where there is no id_token', async () => {
    expect(await ask(undefined)).toEqual({ claims: {}, unproven: 'no-token' })
  })
})
