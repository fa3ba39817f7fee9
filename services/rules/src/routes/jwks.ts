import { Hono } from 'hono'
import type { OwnKeys } from '../operator/own-keys.ts'
import type { Env } from '../service.ts'

/**
 * The public keys with which this deployment signs in at EHRs, where an EHR that knows this address reads them (SMART Backend
 * Services); none where it does not sign in.
 *
 * @see https://hl7.org/fhir/smart-app-launch/client-confidential-asymmetric.html
 */
export function jwksRoutes(keys: OwnKeys = { keys: [] }): Hono<Env> {
  return new Hono<Env>().get('/.well-known/jwks.json', (c) => {
    // An EHR that keeps keys longer than this would refuse a new one.
    c.header('cache-control', 'public, max-age=300')
    return c.json(keys)
  })
}
