import { Failure } from '@doseline/ehr-client'
import { expect, test } from 'vitest'
import { assertAnsweredBy, assertNotRefused } from './answer-address.ts'

const thrownBy = (act: () => void): Failure => {
  try {
    act()
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown
  }
  throw new Error('no Failure')
}
const answer = (error: string, description = '') =>
  new URLSearchParams({ error, ...(description && { error_description: description }), state: 's' })

test.each([
  ['access_denied', 'access-denied'],
  ['temporarily_unavailable', 'sign-in-unavailable'],
  ['server_error', 'sign-in-unavailable'],
  ['invalid_scope', 'scope-refused'],
  ['invalid_request', 'launch-refused'],
  ['unauthorized_client', 'launch-refused'],
  ['a_vendors_own', 'launch-refused'],
])('%s is %s, in the words of the server', (error, kind) => {
  const failure = thrownBy(() => assertNotRefused(answer(error, 'why it is so')))
  expect([failure.kind, failure.about.detail]).toEqual([kind, `${error}: why it is so`])
})

test('every refused scope is told, however many, beside all that were asked for', () => {
  const scopes = Array.from({ length: 60 }, (_, at) => `patient/Resource${at}.crus`)
  const some = scopes.filter((_, at) => at % 2 === 0)
  const { about } = thrownBy(() =>
    assertNotRefused(answer('invalid_scope', `Unsupported: "${some.join('", "')}".`), scopes.join(' ')),
  )
  expect(about.detail).toContain(some.at(-1))
  expect(about.scopes).toEqual({ asked: scopes, refused: some })
})

test('a refusal that names no scope accuses none', () => {
  const { about } = thrownBy(() => assertNotRefused(answer('invalid_scope', 'no'), 'openid patient/Flag.rs'))
  expect(about.scopes).toEqual({ asked: ['openid', 'patient/Flag.rs'], refused: [] })
})

test('an answer of another server is refused before its error is believed', () => {
  const note = { issuer: 'clinic', iss: 'https://ehr.example/fhir', authorizationServer: 'https://ehr.example/auth' }
  const address = new URL('https://app.example/?error=access_denied&iss=https://evil.example')
  expect(thrownBy(() => assertAnsweredBy(note, address)).about.detail).toBe('answered by another server')
})
