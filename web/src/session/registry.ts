import { baseOf, Failure, withoutSlash } from '@doseline/ehr-client'

/** An EHR that this site has registered; the service serves the list, and the app launches from no other. */
export interface Issuer {
  readonly key: string
  readonly label: string
  readonly iss?: string
  /** For servers that put launch options into the path; `*` stands for one segment. */
  readonly issPattern?: { readonly origin: string; readonly path: string }
  readonly clientId: string
  /** Who signs its id_tokens, and where the keys are; what the EHR says itself where not given. */
  readonly tokenIssuer?: string
  readonly jwksUri?: string
  /** FHIR without authorization: a public test server. */
  readonly open?: true
  readonly timeZone?: string
  readonly codebooks?: readonly string[]
  /** Whether approved charges can go to the billing system by HL7 v2. */
  readonly billingInterface?: true
  /** Minutes without input until the screen is covered. */
  readonly idleMinutes?: number
}

export interface Registry {
  /** Whether the service wants a session before it judges. */
  readonly signIn: boolean
  readonly issuers: readonly Issuer[]
}

/** The code book of a site that names none. */
export const DEFAULT_CODEBOOK = 'cms'

/** The registry that lies beside the app. */
export async function fetchRegistry(fetcher: typeof fetch = fetch): Promise<Registry> {
  const address = new URL('./registry.json', document.baseURI)
  const response = await fetcher(address, { cache: 'no-cache' }).catch(() => undefined)
  if (!response?.ok)
    throw new Failure('service-unreachable', { detail: `registry.json: ${response?.status ?? 'no answer'}` })
  const registry: unknown = await response.json().catch(() => undefined)
  if (!isRegistry(registry)) throw new Failure('service-error', { detail: 'registry.json is not an issuer registry' })
  return registry
}

/**
 * The registered EHR an `iss` belongs to: the very address (with or without its last slash, its host in whatever case), or
 * a declared pattern.
 */
export function issuerFor({ issuers }: Registry, iss: string): Issuer | undefined {
  return issuers.find((issuer) => isAt(issuer, iss))
}

/**
 * The address as the launch goes on with it: as it was registered, where the launch wrote its host in another way. The EHR
 * compares it with its own (`aud`), and a token goes to no other.
 */
export const issFor = ({ iss: own }: Issuer, iss: string): string =>
  baseOf(iss) === withoutSlash(iss) ? iss : (own ?? baseOf(iss))

/**
 * A registered address that differs from this one only in what people overlook: capital letters in its path, or `http` for
 * `https`. Both name another server, so the launch does not go on by itself.
 */
export function almost({ issuers }: Registry, iss: string): string | undefined {
  const overlooked = (address: string): string =>
    baseOf(address)
      .toLowerCase()
      .replace(/^https?:/, '')
  return issuers.find(({ iss: own }) => own !== undefined && overlooked(own) === overlooked(iss))?.iss
}

function isAt({ iss: own, issPattern }: Issuer, iss: string): boolean {
  if (own !== undefined) return baseOf(own) === baseOf(iss)
  if (!issPattern || !URL.canParse(iss)) return false
  const { origin, pathname, search, hash, username, password } = new URL(iss)
  if (origin !== new URL(issPattern.origin).origin || search || hash || username || password) return false
  const expected = withoutSlash(issPattern.path).split('/')
  const found = withoutSlash(pathname).split('/')
  return (
    found.length === expected.length &&
    expected.every((part, at) => (part === '*' ? found[at] !== '' : part === found[at]))
  )
}

function isRegistry(value: unknown): value is Registry {
  if (typeof value !== 'object' || value === null || !('issuers' in value) || !Array.isArray(value.issuers))
    return false
  return value.issuers.every(
    (issuer: Partial<Issuer> | null) =>
      typeof issuer?.key === 'string' &&
      typeof issuer.label === 'string' &&
      typeof issuer.clientId === 'string' &&
      (typeof issuer.iss === 'string' || typeof issuer.issPattern?.origin === 'string'),
  )
}
