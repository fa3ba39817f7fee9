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

/** With which a client without a person may sign: those SMART asks a server to know. */
export const ASSERTION_ALGORITHMS = ['RS384', 'ES384'] as const

/** The document at `.well-known/smart-configuration`. */
export function smartConfiguration(auth: string, ehr: Pick<Personality, 'types' | 'scopes' | 'bulk'>): object {
  const backend = ehr.bulk !== undefined
  return {
    issuer: auth,
    jwks_uri: `${auth}/jwks`,
    authorization_endpoint: `${auth}/authorize`,
    token_endpoint: `${auth}/token`,
    introspection_endpoint: `${auth}/introspect`,
    revocation_endpoint: `${auth}/revoke`,
    token_endpoint_auth_methods_supported: backend ? ['none', 'private_key_jwt'] : ['none'],
    ...(backend && { token_endpoint_auth_signing_alg_values_supported: [...ASSERTION_ALGORITHMS] }),
    grant_types_supported: ['authorization_code', 'refresh_token', ...(backend ? ['client_credentials'] : [])],
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    scopes_supported: advertisedScopes(ehr),
    capabilities: [
      ...CAPABILITIES,
      ...(backend ? ['client-confidential-asymmetric'] : []),
      ...ehr.scopes.versions.map((version) => `permission-${version}`),
    ],
  }
}
