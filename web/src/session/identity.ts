import { Failure, RETRY_POLICY, type RetryPolicy, withoutSlash, withRetries } from '@doseline/ehr-client'
import type { JSONWebKeySet } from 'jose'
import type { Expected } from './verify-id-token.ts'

/** Who signed in, as far as the id_token says and its signature proves it. */
export interface Identity {
  readonly claims: Readonly<Record<string, unknown>>
  /** Why the claims are only what the EHR's answer said, without a signature to prove it. */
  readonly unproven?: 'no-token' | 'no-keys'
}

export interface IdentityRequest extends Expected {
  readonly idToken: string | undefined
  /** Where the keys are; else they are looked for at the issuer. */
  readonly jwksUri: string | undefined
  readonly fetcher?: typeof fetch
  readonly patience?: RetryPolicy
}

/**
 * Checks the signature and the claims of an id_token. One that is wrong is a Failure; one for which the EHR publishes no
 * keys, or none that this browser may read, is checked in all but its signature, and is not proven (decision 15).
 */
export async function identityOf(request: IdentityRequest): Promise<Identity> {
  const { idToken } = request
  if (idToken === undefined) return { claims: {}, unproven: 'no-token' }
  const [keys, check] = await Promise.all([keysFor(request), import('./verify-id-token.ts')])
  try {
    if (!keys) return { claims: check.unprovenClaims(idToken, request), unproven: 'no-keys' }
    return { claims: await check.verifiedClaims(idToken, keys, request) }
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown)
    throw new Failure('launch-refused', { detail: `the id_token is not accepted: ${why}` })
  }
}

async function keysFor({ jwksUri, issuer, fetcher = fetch, patience = RETRY_POLICY }: IdentityRequest) {
  const read = (address: string): Promise<unknown> =>
    withRetries(() => document(address, fetcher, patience), patience).catch(() => undefined)
  const address = jwksUri ?? (issuer === undefined ? undefined : namedIn(await read(configurationOf(issuer))))
  const keys = address === undefined ? undefined : await read(address)
  return isKeySet(keys) ? keys : undefined
}

async function document(address: string, fetcher: typeof fetch, { timeoutMs }: RetryPolicy): Promise<unknown> {
  const response = await fetcher(address, {
    headers: { accept: 'application/json' },
    credentials: 'omit',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => {
    throw new Failure('ehr-unreachable')
  })
  return response.ok ? response.json() : undefined
}

/** @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig */
const configurationOf = (issuer: string): string => `${withoutSlash(issuer)}/.well-known/openid-configuration`

const namedIn = (configuration: unknown): string | undefined =>
  typeof configuration === 'object' && configuration !== null && 'jwks_uri' in configuration
    ? String(configuration.jwks_uri)
    : undefined

const isKeySet = (value: unknown): value is JSONWebKeySet =>
  typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys) && value.keys.length > 0
