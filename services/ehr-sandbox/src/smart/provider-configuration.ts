import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { type ClientMetadata, type Configuration, errors } from 'oidc-provider'
import type { Personality } from '../personalities/personality.ts'
import { ASSERTION_ALGORITHMS } from './configuration.ts'
import type { Launches } from './launches.ts'
import { memoryAdapter } from './memory-adapter.ts'
import { knownScopes, systemScopes } from './scopes.ts'
import { errorPage } from './sign-in-page.ts'

/** A person who can sign in, and the FHIR resource that describes them. */
export interface SandboxUser {
  readonly id: string
  readonly name: string
  /** For example `Practitioner/jordan`. */
  readonly fhirUser: string
}

/** A registered public app. */
export interface SandboxClient {
  readonly clientId: string
  readonly name?: string
  readonly redirectUris: readonly string[]
}

/** A registered client without a person (SMART Backend Services), which signs in with its key. */
export interface BackendClient {
  readonly clientId: string
  readonly name?: string
  /** Its public keys. */
  readonly jwks: { readonly keys: readonly JWK[] }
}

export interface ProviderOptions {
  /** The issuer: the base URL of the authorization server. */
  readonly auth: string
  readonly fhirBase: string
  readonly clients: readonly SandboxClient[]
  readonly backendClients?: readonly BackendClient[]
  readonly users: readonly SandboxUser[]
  /** Which scopes there are. */
  readonly ehr: Pick<Personality, 'types' | 'scopes' | 'bulk'>
  readonly launches: Launches
  readonly tokenTtlSeconds: number
}

const DAY = 86_400

/** What the library calls the cookies of one sign-in. */
export const COOKIES = { interaction: '_interaction', resume: '_interaction_resume' } as const

/** How oidc-provider is set up to be a SMART App Launch 2.2 authorization server. */
export async function providerConfiguration(options: ProviderOptions): Promise<Configuration> {
  const known = knownScopes(options.ehr)
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return {
    adapter: memoryAdapter(),
    clients: [...options.clients.map(publicClient), ...backendClients(options)],
    scopes: [...known, ...systemScopes(options.ehr)],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256', kid: 'sandbox' }] },
    cookies: { names: COOKIES, keys: [randomBytes(24).toString('hex')], short: { signed: false } },
    interactions: { url: (_ctx, interaction) => `${new URL(options.auth).pathname}/interaction/${interaction.uid}` },
    claims: { openid: ['sub'], fhirUser: ['fhirUser'], profile: ['profile', 'name'] },
    // SMART wants fhirUser in the id_token itself, not only at the userinfo endpoint.
    conformIdTokenClaims: false,
    clientAuthMethods: ['none', 'private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: [...ASSERTION_ALGORITHMS] },
    clientBasedCORS: () => true,
    pkce: { required: () => true },
    extraParams: { launch: launchCheck(options), aud: requestCheck(options, known) },
    rotateRefreshToken: true,
    issueRefreshToken: async (_ctx, _client, code) =>
      code.scopes.has('offline_access') || code.scopes.has('online_access'),
    // Sessions last for one sign-in only (see nameInteraction); tokens outlive them.
    expiresWithSession: async () => false,
    ttl: {
      AccessToken: options.tokenTtlSeconds,
      // SMART recommends five minutes where no person waits.
      ClientCredentials: Math.min(300, options.tokenTtlSeconds),
      AuthorizationCode: 60,
      RefreshToken: DAY,
      Grant: DAY,
      Session: DAY,
      Interaction: 3600,
      IdToken: 3600,
    },
    findAccount: async (_ctx, id) => account(options, id),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: options.ehr.bulk !== undefined },
      introspection: { enabled: true, allowedPolicy: ownTokensOnly },
      revocation: { enabled: true, allowedPolicy: ownTokensOnly },
    },
    routes: {
      authorization: '/authorize',
      token: '/token',
      introspection: '/introspect',
      revocation: '/revoke',
      jwks: '/jwks',
    },
    async renderError(ctx, out) {
      ctx.type = 'html'
      ctx.body = errorPage(out.error_description ?? out.error).text
    },
  }
}

const publicClient = (client: SandboxClient): ClientMetadata => ({
  client_id: client.clientId,
  client_name: client.name ?? client.clientId,
  redirect_uris: [...client.redirectUris],
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
})

/** Where there is nothing to export, nobody signs in without a person. */
function backendClients({ backendClients: clients = [], ehr }: ProviderOptions): ClientMetadata[] {
  if (!ehr.bulk) return []
  return clients.map(({ clientId, name = clientId, jwks }) => ({
    client_id: clientId,
    client_name: name,
    redirect_uris: [],
    token_endpoint_auth_method: 'private_key_jwt',
    grant_types: ['client_credentials'],
    response_types: [],
    jwks: { keys: [...jwks.keys] },
    scope: systemScopes(ehr).join(' '),
  }))
}

/** An app may look at and end its own tokens, and nobody else's. */
async function ownTokensOnly(_ctx: unknown, client: { clientId: string }, token: { clientId?: string | undefined }) {
  return token.clientId === client.clientId
}

/** Looks at every authorization request, whichever parameters it has. */
function requestCheck(options: ProviderOptions, known: readonly string[]) {
  const audience = audienceCheck(options)
  const knows = new Set(known)
  return (ctx: RequestContext, value: string | undefined) => {
    audience(ctx, value)
    if (options.ehr.scopes.unknown !== 'refused') return
    // The library has dropped unknown scopes from its parameters by now; the address still has them.
    const unknown = words(ctx.query.scope).find((scope) => !knows.has(scope))
    if (unknown) throw new errors.InvalidScope(`the scope ${unknown} is unknown here`, unknown)
  }
}

interface RequestContext {
  readonly oidc: { readonly params?: Record<string, unknown> | undefined }
  readonly query: Readonly<Record<string, unknown>>
}

function words(scope: unknown): string[] {
  return String(scope ?? '')
    .split(' ')
    .filter(Boolean)
}

/** `aud` is mandatory in SMART: it keeps a token for this server from being sent to another. */
function audienceCheck({ fhirBase }: ProviderOptions) {
  return (_ctx: unknown, value: string | undefined) => {
    if (value?.replace(/\/$/, '') === fhirBase) return
    throw new errors.InvalidRequest(value ? `aud must be ${fhirBase}` : `aud is missing; it must be ${fhirBase}`)
  }
}

/** The launch parameter needs its scope, and must be one we issued. The scope without a parameter is merely not granted. */
function launchCheck({ launches }: ProviderOptions) {
  return (ctx: RequestContext, value: string | undefined) => {
    if (value === undefined) return
    if (!words(ctx.oidc.params?.scope).includes('launch'))
      throw new errors.InvalidRequest('a launch parameter needs the launch scope')
    if (!launches.find(value)) throw new errors.InvalidRequest('this launch is unknown or no longer valid')
  }
}

function account({ users, fhirBase }: ProviderOptions, id: string) {
  const user = users.find((one) => one.id === id)
  if (!user) return undefined
  const fhirUser = `${fhirBase}/${user.fhirUser}`
  return { accountId: id, claims: async () => ({ sub: id, fhirUser, profile: fhirUser, name: user.name }) }
}
