import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'

/** What an id_token of this launch must say. */
export interface Expected {
  /** Undefined where the EHR does not say who signs. */
  readonly issuer: string | undefined
  readonly clientId: string
  readonly nonce: string | undefined
  /** When it came. A page loaded again an hour later asks whether it was good then. */
  readonly at: Date
}

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

/**
 * The claims of an id_token that one of these keys signed for this app and this launch. Throws an Error for every other.
 * In a file of its own, because it brings `jose`, which is loaded only while the chart is being read.
 */
export async function verifiedClaims(idToken: string, keys: JSONWebKeySet, expected: Expected): Promise<JWTPayload> {
  const { issuer, clientId, nonce, at } = expected
  const { payload } = await jwtVerify(idToken, createLocalJWKSet(keys), {
    ...(issuer !== undefined && { issuer }),
    audience: clientId,
    algorithms: ALGORITHMS,
    requiredClaims: ['exp', 'sub'],
    clockTolerance: 60,
    currentDate: at,
  })
  // Some servers leave the nonce out. The code, and the verifier that only this launch has, tie the token to it as well.
  if (payload.nonce !== undefined && payload.nonce !== nonce) throw new Error('it was made for another launch')
  return payload
}
