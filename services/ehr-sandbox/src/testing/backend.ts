import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'
import type { BackendClient } from '../../src/index.ts'
import { authOf, type Place } from './launch.ts'

/** A client without a person, with the key it signs with. */
export interface TestBackend {
  readonly client: BackendClient
  /** The private key, with `kid` and `alg`. */
  readonly key: JWK
}

/** A new client of this name. */
export async function backendClient(clientId = 'doseline-backend', alg = 'ES384'): Promise<TestBackend> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const named = { alg, kid: `${clientId}-1` }
  return {
    client: { clientId, jwks: { keys: [{ ...(await exportJWK(publicKey)), ...named }] } },
    key: { ...(await exportJWK(privateKey)), ...named },
  }
}

/** What the authorization server answers to such a client; claims of its JWT can be changed, or left out by undefined. */
export async function signedIn(place: Place, { client, key }: TestBackend, scope: string, claims: object = {}) {
  const token = `${authOf(place)}/token`
  const seconds = Math.floor(Date.now() / 1000)
  const usual = { iss: client.clientId, sub: client.clientId, aud: token, exp: seconds + 240, jti: randomUUID() }
  const assertion = await new SignJWT({ ...usual, ...claims })
    .setProtectedHeader({ alg: key.alg ?? 'ES384', ...(key.kid && { kid: key.kid }), typ: 'JWT' })
    .sign(await importJWK(key, key.alg))
  const response = await fetch(token, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, string>, assertion }
}
