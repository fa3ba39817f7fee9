import { Failure } from '@doseline/ehr'
import type { LaunchNote } from './launch-note.ts'

/**
 * Looks at the address the authorization server sent the browser back to. Throws a Failure for a refusal, and for an
 * answer of another server than was asked.
 * @see https://www.rfc-editor.org/rfc/rfc9207
 */
export function assertAnsweredBy({ authorizationServer, namesItself }: LaunchNote, { searchParams }: URL): void {
  const from = searchParams.get('iss')
  const isAnswer = searchParams.has('code') || searchParams.has('error')
  if (from !== null && authorizationServer !== undefined && from !== authorizationServer) {
    throw new Failure('launch-refused', { detail: 'answered by another server' })
  }
  if (from === null && namesItself && isAnswer) {
    throw new Failure('launch-refused', { detail: 'the answer does not say which server it comes from' })
  }
  const error = searchParams.get('error')
  if (!error) return
  const detail = [error, searchParams.get('error_description')].filter(Boolean).join(': ').slice(0, 300)
  throw new Failure(error === 'invalid_scope' ? 'no-scope' : 'launch-refused', { detail })
}

/** Only the state stays in the address: it finds this launch again after a reload, and says nothing about anybody. */
export function tidyAddress(state: string): void {
  const address = new URL(location.pathname, location.origin)
  address.searchParams.set('state', state)
  history.replaceState(null, '', address)
}
