import { decodeJwt, decodeProtectedHeader, importJWK, type JWTPayload, jwtVerify } from 'jose'
import type { Service } from '../service.ts'
import type { Client, Tenant } from '../tenants.ts'
import { type Principal, unauthorized } from './principal.ts'

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
 * The registered client that signed a JWT. Throws 401 for every other: which check failed is told to nobody.
 * @see https://cds-hooks.hl7.org/2.0/#trusting-cds-clients
 */
export async function clientOf(
  service: Service,
  token: string,
  { use, audience, once = false }: Wanted,
): Promise<Principal> {
  const refused = unauthorized('The JWT is not one this service accepts.')
  if (!isStrict(token)) throw refused
  const found = registered(service, token, use)
  if (!found) throw refused
  const payload = await verified(token, found, audience)
  if (!payload) throw refused
  if (once && !(await isFirst(service, found.client, payload))) throw refused
  return { tenant: found.tenant, who: found.client.id, kind: 'client' }
}

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
function registered({ tenants }: Service, token: string, use: Wanted['use']): Registered | undefined {
  try {
    const { iss } = decodeJwt(token)
    // What a header says of where the keys are (`jku`, `x5u`, `jwk`) is not looked at: ours are registered.
    const { kid, alg } = decodeProtectedHeader(token)
    for (const tenant of tenants.tenants) {
      const client = tenant.clients.find(({ id, uses }) => id === iss && uses.includes(use))
      const key = client?.keys.find((each) => each.kid === kid && each.alg === alg)
      if (client && key) return { tenant, client, key }
    }
  } catch {
    return undefined
  }
  return undefined
}

async function verified(
  token: string,
  { client, key }: Registered,
  audience: readonly string[],
): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(token, await importJWK(key, key.alg), {
      algorithms: [key.alg],
      issuer: client.id,
      audience: [...audience],
      clockTolerance: SKEW,
      maxTokenAge: LONGEST,
      requiredClaims: ['exp', 'iat', 'jti'],
    })
    const { exp = 0, iat = 0 } = payload
    return exp - iat <= LONGEST ? payload : undefined
  } catch {
    return undefined
  }
}

const isFirst = ({ ledger }: Service, { id }: Client, { jti, exp = 0 }: JWTPayload): Promise<boolean> =>
  ledger.useOnce(id, String(jti), exp + SKEW)
