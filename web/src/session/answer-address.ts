import { Failure, type FailureKind, scopesIn } from '@doseline/ehr-client'
import type { LaunchNote } from './launch-note.ts'

/**
 * Looks at the address the authorization server sent the browser back to. Throws a Failure for a refusal, and for an
 * answer of another server than was asked.
 * @see https://www.rfc-editor.org/rfc/rfc9207
 */
export function assertAnsweredBy(
  { authorizationServer, namesItself }: LaunchNote,
  { searchParams }: URL,
  asked?: string,
): void {
  const from = searchParams.get('iss')
  const isAnswer = searchParams.has('code') || searchParams.has('error')
  if (from !== null && authorizationServer !== undefined && from !== authorizationServer) {
    throw new Failure('launch-refused', { detail: 'answered by another server' })
  }
  if (from === null && namesItself && isAnswer) {
    throw new Failure('launch-refused', { detail: 'the answer does not say which server it comes from' })
  }
  assertNotRefused(searchParams, asked)
}

/**
 * Throws a Failure for a refusal of the authorization server, also for one that names no launch: some servers leave the
 * state out of it. `asked`: the scopes of the request, where it is known.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1
 */
export function assertNotRefused(answer: URLSearchParams, asked = ''): void {
  const error = answer.get('error')
  if (error) throw refusalOf(error, answer.get('error_description') ?? undefined, asked)
}

/** An OAuth refusal as the failure it is: which of the scopes that were asked for it names, and its words whole. */
export function refusalOf(error: string, description: string | undefined, asked = ''): Failure {
  const detail = [error, description].filter(Boolean).join(': ').slice(0, MOST_SAID)
  const kind = REFUSALS[error] ?? 'launch-refused'
  if (kind !== 'scope-refused') return new Failure(kind, { detail })
  const named = new Set(detail.split(/[\s,;"'“”()[\]]+/))
  const scopes = scopesIn(asked)
  return new Failure(kind, { detail, scopes: { asked: scopes, refused: scopes.filter((scope) => named.has(scope)) } })
}

/** Refusals that somebody else can mend than a wrong registration. @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1 */
const REFUSALS: Readonly<Record<string, FailureKind>> = {
  invalid_scope: 'scope-refused',
  access_denied: 'access-denied',
  temporarily_unavailable: 'sign-in-unavailable',
  server_error: 'sign-in-unavailable',
}

/** Servers list every scope they refused, and all of it is told; this only keeps a hostile address from filling the screen. */
const MOST_SAID = 20_000

/** Only the state stays in the address: it finds this launch again after a reload, and says nothing about anybody. */
export function tidyAddress(state: string): void {
  const address = new URL(location.pathname, location.origin)
  address.searchParams.set('state', state)
  history.replaceState(null, '', address)
}
