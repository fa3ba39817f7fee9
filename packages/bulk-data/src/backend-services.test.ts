import { createLocalJWKSet, exportJWK, generateKeyPair, type JWK, jwtVerify } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { authorizationOf, type BackendClient, signIn } from './backend-services.ts'
import { json, outcome, type ScriptedServer, scriptedServer } from './testing/scripted-server.ts'

const NOW = Date.UTC(2026, 10, 30, 12)

let server: ScriptedServer
beforeEach(async () => {
  server = await scriptedServer()
})
afterEach(() => server.close())

async function keyPair(alg: 'ES384' | 'RS384'): Promise<{ key: JWK; open: JWK }> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const named = { alg, kid: 'k1' }
  return { key: { ...(await exportJWK(privateKey)), ...named }, open: { ...(await exportJWK(publicKey)), ...named } }
}

const client = (key: JWK, about: Partial<BackendClient> = {}): BackendClient => ({
  clientId: 'doseline-backend',
  tokenEndpoint: `${server.origin}/token`,
  scope: 'system/*.rs',
  key,
  fetcher: fetch,
  now: () => NOW,
  ...about,
})
const granted = (token: string, about: object = {}) =>
  json(200, { access_token: token, token_type: 'bearer', expires_in: 300, scope: 'system/*.rs', ...about })

describe('a client without a person', () => {
  test.each(['ES384', 'RS384'] as const)('proves itself by a JWT signed with %s', async (alg) => {
    const { key, open } = await keyPair(alg)
    server.on('POST /token', granted('t1'))
    await signIn(client(key))
    const [asked] = server.asked
    const form = new URLSearchParams(asked?.body)
    expect(Object.fromEntries(form)).toMatchObject({
      grant_type: 'client_credentials',
      scope: 'system/*.rs',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    })
    expect(asked?.headers.authorization).toBeUndefined()
    const { payload, protectedHeader } = await jwtVerify(
      form.get('client_assertion') ?? '',
      createLocalJWKSet({ keys: [open] }),
      { currentDate: new Date(NOW) },
    )
    expect(protectedHeader).toEqual({ alg, kid: 'k1', typ: 'JWT' })
    expect(payload).toMatchObject({
      iss: 'doseline-backend',
      sub: 'doseline-backend',
      aud: `${server.origin}/token`,
      jti: expect.stringMatching(/^[\w-]{20,}$/),
    })
    expect((payload.exp ?? 0) - NOW / 1000).toBeLessThanOrEqual(300)
  })

  test('that is refused is told why, and never with its key or its proof', async () => {
    const { key } = await keyPair('ES384')
    server.on('POST /token', json(401, { error: 'invalid_client', error_description: 'kid unknown' }))
    const thrown = await signIn(client(key)).catch((error: Error & { code: string }) => error)
    expect(thrown).toMatchObject({ code: 'sign-in-refused', status: 401 })
    expect((thrown as Error).message).toContain(
      '(401, invalid_client: kid unknown). Is the public key registered there',
    )
    expect(JSON.stringify(thrown)).not.toContain(key.d)
  })

  test.each([
    ['an OperationOutcome', json(400, outcome('scope?')), 'scope?'],
    ['a token of another kind', granted('t', { token_type: 'mac' }), '(200'],
  ])('that gets %s has no token', async (_, reply, says) => {
    const { key } = await keyPair('ES384')
    server.on('POST /token', reply)
    await expect(signIn(client(key))).rejects.toThrow(says)
  })

  test.each([
    ['without kid', { kid: undefined }],
    ['of another algorithm', { alg: 'ES256' }],
    ['that is the public one', { d: undefined }],
  ])('with a key %s is told what makes one', async (_, about) => {
    const { key } = await keyPair('ES384')
    await expect(signIn(client({ ...key, ...about } as JWK))).rejects.toThrow('doseline registry keys')
    expect(server.asked).toEqual([])
  })
})

describe('a token', () => {
  test('is kept until shortly before its end, and had once for requests at the same time', async () => {
    const { key } = await keyPair('ES384')
    server.on('POST /token', granted('t1'), granted('t2'))
    let now = NOW
    const header = authorizationOf(client(key, { now: () => now }))
    expect(await Promise.all([header(), header()])).toEqual(['Bearer t1', 'Bearer t1'])
    now += 269_000
    expect(await header()).toBe('Bearer t1')
    now += 1_000
    expect(await header()).toBe('Bearer t2')
    expect(server.asked).toHaveLength(2)
  })

  test('that a server refuses is asked for again, once for all that it refused', async () => {
    const { key } = await keyPair('ES384')
    server.on('POST /token', granted('t1'), granted('t2'), granted('t3'))
    const header = authorizationOf(client(key))
    const first = await header()
    expect(await Promise.all([header(first), header(first)])).toEqual(['Bearer t2', 'Bearer t2'])
    expect(await header(first)).toBe('Bearer t2')
  })

  test('that says nothing of its life is renewed as one of five minutes', async () => {
    const { key } = await keyPair('ES384')
    server.on('POST /token', granted('t1', { expires_in: undefined }))
    expect((await signIn(client(key))).renewFrom - NOW).toBe(270_000)
  })
})
