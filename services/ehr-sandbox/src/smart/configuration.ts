import type { Personality } from '../personalities/personality.ts'
import { advertisedScopes } from './scopes.ts'

/** What this server can do, in SMART's words; each one has a test. */
const CAPABILITIES = [
  'launch-ehr',
  'launch-standalone',
  'authorize-post',
  'client-public',
  'sso-openid-connect',
  'context-ehr-patient',
  'context-ehr-encounter',
  'context-standalone-patient',
  'context-banner',
  'context-style',
  'permission-offline',
  'permission-online',
  'permission-patient',
  'permission-user',
]

/** The document at `.well-known/smart-configuration`. */
export function smartConfiguration(auth: string, ehr: Pick<Personality, 'types' | 'scopes'>): object {
  return {
    issuer: auth,
    jwks_uri: `${auth}/jwks`,
    authorization_endpoint: `${auth}/authorize`,
    token_endpoint: `${auth}/token`,
    introspection_endpoint: `${auth}/introspect`,
    revocation_endpoint: `${auth}/revoke`,
    token_endpoint_auth_methods_supported: ['none'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    scopes_supported: advertisedScopes(ehr),
    capabilities: [...CAPABILITIES, ...ehr.scopes.versions.map((version) => `permission-${version}`)],
  }
}
