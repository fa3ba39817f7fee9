import { decodeJwt, decodeProtectedHeader, importJWK, type JWTPayload, jwtVerify } from 'jose'
import type { Service } from '../service.ts'
import type { Client, Tenant } from '../tenants.ts'
import type { RefusedBecause } from './refused-because.ts'
import { unauthorized } from './unauthorized.ts'
import type { Principal } from './who.ts'

/** Seconds a client’s JWT may be old, and by how much clocks may differ. */
const LONGEST = 300
const SKEW = 30

/** What a JWT must be good for. */
export interface Wanted {
  readonly use: Client['uses'][number]
  /** Any of these as `aud`. */
  readonly audience: readonly string[]
  /** Whether its `jti` is taken: a second one is refused. */
  readonly once?: boolean
}

/**
 * The registered client that signed a JWT. Throws 401 for every other: which check failed is told to the log alone.
 * @see https://cds-hooks.hl7.org/2.0/#trusting-cds-clients
 */
export async function clientOf(
  service: Service,
  token: string,
  { use, audience, once = false }: Wanted,
): Promise<Principal> {
  if (!isStrict(token)) throw refused('token')
  const found = registered(service, token, use)
  const payload = await verified(token, found, audience)
  // By issuer and jti: an ECDSA signature can be rewritten into another valid one, which would make another text.
  if (once && !(await isFirst(service, found.client, payload))) throw refused('replay')
  return { tenant: found.tenant, who: found.client.id, kind: 'client', caller: use === 'cds' ? 'cds' : 'app' }
}

const refused = (reason: RefusedBecause) => unauthorized('The JWT is not one this service accepts.', reason)

/** Three parts of base64url without padding, each the only way to write its bytes. */
export function isStrict(token: string): boolean {
  const parts = token.split('.')
  return (
    parts.length === 3 &&
    parts.every((part) => part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part)
  )
}

interface Registered {
  readonly tenant: Tenant
  readonly client: Client
  readonly key: Client['keys'][number]
}

/** The key a JWT says it was signed with. Nothing it says is believed yet. */
function registered({ tenants }: Service, token: string, use: Wanted['use']): Registered {
  const { iss, kid, alg } = saidBy(token)
  for (const tenant of tenants.tenants) {
    const client = tenant.clients.find(({ id, uses }) => id === iss && uses.includes(use))
    if (!client) continue
    const key = client.keys.find((each) => each.kid === kid && each.alg === alg)
    if (!key) throw refused('key')
    return { tenant, client, key }
  }
  throw refused('iss')
}

/** What a header says of where the keys are (`jku`, `x5u`, `jwk`) is not looked at: ours are registered. */
function saidBy(token: string): { readonly iss: unknown; readonly kid: unknown; readonly alg: unknown } {
  try {
    const { kid, alg } = decodeProtectedHeader(token)
    return { iss: decodeJwt(token).iss, kid, alg }
  } catch {
    throw refused('token')
  }
}

async function verified(token: string, { client, key }: Registered, audience: readonly string[]): Promise<JWTPayload> {
  const { payload } = await jwtVerify(token, await importJWK(key, key.alg), {
    algorithms: [key.alg],
    issuer: client.id,
    audience: [...audience],
    clockTolerance: SKEW,
    maxTokenAge: LONGEST,
    requiredClaims: ['exp', 'iat', 'jti'],
  }).catch((error: unknown) => {
    throw refused(reasonOf(error))
  })
  const { exp = 0, iat = 0 } = payload
  if (exp - iat > LONGEST) throw refused('exp')
  return payload
}

/** Which check of a JWT failed. */
export function reasonOf(error: unknown): RefusedBecause {
  const { code, claim } = (error instanceof Error ? error : {}) as { readonly code?: string; readonly claim?: string }
  if (code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED') return 'signature'
  if (code === 'ERR_JWKS_NO_MATCHING_KEY' || code === 'ERR_JWKS_MULTIPLE_MATCHING_KEYS') return 'key'
  if (code === 'ERR_JOSE_ALG_NOT_ALLOWED') return 'alg'
  return CLAIMS.find((each) => each === claim) ?? 'token'
}

const CLAIMS = ['aud', 'exp', 'iat', 'iss', 'jti', 'nbf', 'sub'] as const

const isFirst = ({ ledger }: Service, { id }: Client, { jti, exp = 0 }: JWTPayload): Promise<boolean> =>
  ledger.useOnce(id, String(jti), exp + SKEW)
