import { Failure } from '@doseline/ehr-client'
import { afterEach, expect, test } from 'vitest'
import { serviceSessionFor } from './service-token.ts'

const issuer = { key: 'clinic', label: 'Clinic', clientId: 'doseline' }
afterEach(() => sessionStorage.clear())

test('an id_token is exchanged once a launch; a page that is loaded again finds the session', async () => {
  const asked: object[] = []
  const service = {
    openSession: async (request: object) => {
      asked.push(request)
      return { token: `token-${asked.length}`, until: '', tenant: 't', who: 'w', staff: true }
    },
  }
  expect(await serviceSessionFor(issuer, 'id-1', 'state-1', service)).toEqual({ token: 'token-1', staff: true })
  expect(await serviceSessionFor(issuer, 'id-1', 'state-1', service)).toEqual({ token: 'token-1', staff: true })
  expect(await serviceSessionFor(issuer, 'id-2', 'state-2', service)).toEqual({ token: 'token-2', staff: true })
  expect(asked).toEqual([
    { issuer: 'clinic', idToken: 'id-1' },
    { issuer: 'clinic', idToken: 'id-2' },
  ])
})

test('an EHR that sends no id_token lets nobody in', async () => {
  const refused = serviceSessionFor(issuer, undefined, 'state-3').catch((thrown: unknown) => thrown)
  expect(await refused).toBeInstanceOf(Failure)
  expect(((await refused) as Failure).kind).toBe('launch-refused')
})
