import FHIR from 'fhirclient'
import { keepState, stateOf } from './launch-state.ts'

/*
 * The one file that knows fhirclient. The library makes the authorization request, with its PKCE challenge, and keeps
 * the launch under its state; the answer is taken by `tokens.ts` (decision 15).
 */

// Two launches in two frames of one tab share the session storage: each finds its own by the state in its address.
FHIR.oauth2.settings.fullSessionStorageSupport = false

export interface Authorization {
  readonly iss: string
  readonly clientId: string
  readonly scope: string
  readonly state: string
  /** Ties the id_token to this launch, and makes each one different. */
  readonly nonce: string
  readonly redirect: string
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
}

/** The list form, which the library's types do not show: only it insists that the address names the server we mean. */
const authorizeOneOf = FHIR.oauth2.authorize as (configurations: object) => Promise<unknown>

/**
 * The address of the authorization request. The page's own address must be harmless already (`launch-parameters.ts`).
 * Throws an Error where no request with a challenge can be made.
 */
export async function authorizationRequest(about: Authorization): Promise<URL> {
  const { iss, clientId, scope, state, redirect, authorizationEndpoint, tokenEndpoint } = about
  const configuration = {
    issMatch: (url: string): boolean => url === iss,
    iss,
    clientId,
    scope,
    redirectUri: redirect,
    stateKey: state,
    // Sends the challenge to servers that do not list what they take, too; those that list no S256 were refused before.
    pkceMode: 'unsafeV1',
    completeInTarget: true,
    noRedirect: true,
  }
  const made = String(await authorizeOneOf([configuration]))
  const request = withParameters(authorizationEndpoint, made, about.nonce)
  if (!request.searchParams.get('code_challenge')) throw new Error('the request has no code challenge')
  keepState(state, { ...stateOf(state), tokenUri: tokenEndpoint })
  return request
}

/**
 * The library's parameters at the endpoint we discovered: it neither knows endpoints that have a query of their own or
 * are relative, nor a nonce.
 */
export function withParameters(endpoint: string, made: string, nonce: string): URL {
  const request = new URL(endpoint)
  const parameters = new URLSearchParams(made.slice(Math.max(0, made.indexOf('?response_type='))))
  for (const [name, value] of parameters) request.searchParams.set(name, value)
  request.searchParams.set('nonce', nonce)
  return request
}
