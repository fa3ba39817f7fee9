import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose'
import { withoutSlash } from '../address.ts'
import type { Issuer } from '../tenants.ts'

/** Who signs the id_tokens of an EHR, and with which keys. */
export interface TokenSigner {
  /** The `iss` its id_tokens must carry; undefined where the registered pattern decides. */
  readonly issuer: string | undefined
  readonly keys: JWTVerifyGetKey
}

/** Finds the signer of a registered EHR. Rejects where its configuration cannot be read. */
export type IssuerKeys = (issuer: Issuer) => Promise<TokenSigner>

const LONGEST_WAIT = 5_000

/**
 * Keys of registered EHRs only, from addresses the registry names or the registered EHR itself publishes: no address out
 * of a request is ever fetched. What was found is kept for an hour.
 */
export function issuerKeys(fetcher: typeof fetch = fetch, now: () => number = Date.now): IssuerKeys {
  const found = new Map<string, { readonly at: number; readonly signer: Promise<TokenSigner> }>()
  return (issuer) => {
    const kept = found.get(issuer.key)
    if (kept && now() - kept.at < 3_600_000) return kept.signer
    const signer = signerOf(issuer, fetcher)
    found.set(issuer.key, { at: now(), signer })
    signer.catch(() => found.delete(issuer.key))
    return signer
  }
}

async function signerOf(issuer: Issuer, fetcher: typeof fetch): Promise<TokenSigner> {
  const { tokenIssuer, jwksUri } = issuer
  if (jwksUri) return { issuer: tokenIssuer ?? issuer.iss, keys: keysAt(jwksUri) }
  if (!issuer.iss) throw new Error(`${issuer.key}: an issuer with a pattern needs jwksUri`)
  const address = `${withoutSlash(issuer.iss)}/.well-known/smart-configuration`
  const response = await fetcher(address, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(LONGEST_WAIT),
  })
  const said = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown }
  if (!response.ok || typeof said.jwks_uri !== 'string' || typeof said.issuer !== 'string') {
    throw new Error(`${issuer.key}: its smart-configuration names no issuer and jwks_uri`)
  }
  return { issuer: tokenIssuer ?? said.issuer, keys: keysAt(said.jwks_uri) }
}

const keysAt = (address: string): JWTVerifyGetKey =>
  createRemoteJWKSet(new URL(address), { timeoutDuration: LONGEST_WAIT, cooldownDuration: 30_000 })
