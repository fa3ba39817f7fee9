import type { CapabilityStatement } from 'fhir/r4'
import { baseOf } from '../http/address.ts'
import { EhrRefusal } from '../http/connection.ts'
import { Failure } from '../http/failure.ts'
import { retryAfterMs } from '../http/retry-after.ts'
import { RETRY_POLICY, type RetryPolicy, withRetries } from '../http/retry-policy.ts'
import { fhirVersionOf } from './fhir-version.ts'
import { type Dialect, dialectOf, type Offered, offeredBy } from './offered.ts'
import { scopeVersion } from './scopes.ts'

/** What an EHR says about itself before anybody signs in. */
export interface Discovered {
  readonly version: 'v1' | 'v2'
  /** Of FHIR, as its CapabilityStatement says; undefined where it says none or could not be read. */
  readonly fhirVersion: string | undefined
  readonly offered: Offered | undefined
  readonly dialect: Dialect | undefined
  /** The `issuer` of the authorization server. */
  readonly authorizationServer: string | undefined
  readonly authorizationEndpoint: string | undefined
  readonly tokenEndpoint: string | undefined
  /** Where the keys lie that sign its id_tokens. */
  readonly jwksUri: string | undefined
  /** In SMART's words: `launch-ehr`, `authorize-post`, `permission-v2`… */
  readonly capabilities: readonly string[]
  readonly scopes: readonly string[] | undefined
  /** How a code can be challenged; undefined where the EHR does not say. */
  readonly challenges: readonly string[] | undefined
  /** Whether every answer of the authorization server names it (RFC 9207). */
  readonly namesItself: boolean
}

interface SmartConfiguration {
  readonly issuer?: string
  readonly authorization_endpoint?: string
  readonly token_endpoint?: string
  readonly jwks_uri?: string
  readonly capabilities?: readonly string[]
  readonly scopes_supported?: readonly string[]
  readonly code_challenge_methods_supported?: readonly string[]
  readonly authorization_response_iss_parameter_supported?: boolean
}

/**
 * Asks for both documents at once. One that is not there is no reason to stop: without a CapabilityStatement everything
 * is asked for, and without a smart-configuration the CapabilityStatement may name the authorization server. Nothing is
 * kept, so a failure does not stick. Throws a Failure where the EHR answers neither.
 */
export async function discover(
  iss: string,
  fetcher: typeof fetch = fetch,
  patience: RetryPolicy = RETRY_POLICY,
): Promise<Discovered> {
  const base = baseOf(iss)
  const [smart, metadata] = await Promise.all([
    document<SmartConfiguration>(`${base}/.well-known/smart-configuration`, 'application/json', fetcher, patience),
    document<CapabilityStatement>(`${base}/metadata`, 'application/fhir+json', fetcher, patience),
  ])
  if (smart instanceof Failure && metadata instanceof Failure) throw smart
  const configuration = smart instanceof Failure ? undefined : smart
  const statement = metadata instanceof Failure ? undefined : metadata
  const older = oauthUris(statement)
  const absolute = (address: string | undefined): string | undefined => endpoint(address, base)
  return {
    version: scopeVersion(configuration?.capabilities, configuration?.scopes_supported),
    fhirVersion: fhirVersionOf(statement),
    offered: offeredBy(statement),
    dialect: dialectOf(statement),
    authorizationServer: configuration?.issuer,
    authorizationEndpoint: absolute(configuration?.authorization_endpoint ?? older.authorize),
    tokenEndpoint: absolute(configuration?.token_endpoint ?? older.token),
    jwksUri: absolute(configuration?.jwks_uri),
    capabilities: configuration?.capabilities ?? [],
    scopes: configuration?.scopes_supported,
    challenges: configuration?.code_challenge_methods_supported,
    namesItself: configuration?.authorization_response_iss_parameter_supported === true,
  }
}

/** A document, undefined where there is none, or the failure to reach the server. */
async function document<T extends object>(
  address: string,
  accept: string,
  fetcher: typeof fetch,
  patience: RetryPolicy,
): Promise<T | Failure | undefined> {
  const read = async (): Promise<T | undefined> => {
    const signal = AbortSignal.timeout(patience.timeoutMs)
    const response = await fetcher(address, { headers: { accept }, credentials: 'omit', signal }).catch(() => {
      throw new Failure('ehr-unreachable', { detail: signal.aborted ? 'no answer in time' : undefined })
    })
    if (response.status === 429 || response.status >= 500) {
      const wait = retryAfterMs(response.headers.get('retry-after'), patience.now())
      throw new EhrRefusal(response.status, undefined, undefined, wait)
    }
    const body: unknown = response.ok ? await response.json().catch(() => undefined) : undefined
    return typeof body === 'object' && body !== null ? (body as T) : undefined
  }
  try {
    return await withRetries(read, patience)
  } catch (thrown) {
    return thrown instanceof Failure ? thrown : undefined
  }
}

const OAUTH_URIS = 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris'

/** Where the authorization server is, as servers said before there was a smart-configuration. */
function oauthUris(statement: CapabilityStatement | undefined): { authorize?: string; token?: string } {
  const extensions = (statement?.rest ?? []).flatMap(({ security }) => security?.extension ?? [])
  const uris = extensions.find(({ url }) => url === OAUTH_URIS)?.extension ?? []
  return Object.fromEntries(uris.flatMap(({ url, valueUri }) => (valueUri === undefined ? [] : [[url, valueUri]])))
}

/** An endpoint as an absolute address; one that would carry a code or token over a less protected line is none. */
function endpoint(address: string | undefined, base: string): string | undefined {
  if (address === undefined || !URL.canParse(address, `${base}/`)) return undefined
  const { protocol, href } = new URL(address, `${base}/`)
  return protocol === 'https:' || (protocol === 'http:' && base.startsWith('http:')) ? href : undefined
}
