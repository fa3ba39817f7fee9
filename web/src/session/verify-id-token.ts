import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'

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
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    currentDate: at,
  })
  assertOfThisLaunch(payload, nonce)
  return payload
}

/**
 * The claims of an id_token whose keys are not to be had. That it is for this app, this launch and this hour can be seen
 * all the same; throws an Error where it is not.
 */
export function unprovenClaims(idToken: string, { issuer, clientId, nonce, at }: Expected): JWTPayload {
  const claims = decodeJwt(idToken)
  const { iss, aud, exp, sub } = claims
  if (issuer !== undefined && iss !== issuer) throw new Error('unexpected "iss" claim value')
  if (![aud].flat().includes(clientId)) throw new Error('unexpected "aud" claim value')
  if (exp === undefined || sub === undefined) throw new Error('missing required "exp" or "sub" claim')
  if (exp + CLOCK_TOLERANCE_SECONDS <= at.getTime() / 1000) throw new Error('"exp" claim timestamp check failed')
  assertOfThisLaunch(claims, nonce)
  return claims
}

const CLOCK_TOLERANCE_SECONDS = 60

/** Some servers leave the nonce out. The code, and the verifier that only this launch has, tie the token to it as well. */
function assertOfThisLaunch(claims: JWTPayload, nonce: string | undefined): void {
  if (claims.nonce !== undefined && claims.nonce !== nonce) throw new Error('it was made for another launch')
}
