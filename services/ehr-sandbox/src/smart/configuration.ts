import { LAUNCH_SCOPES } from './scopes.ts'

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
  'permission-v1',
  'permission-v2',
]

/** The document at `.well-known/smart-configuration`. */
export function smartConfiguration(auth: string, types: readonly string[]): object {
  const scopes = ['patient', 'user'].flatMap((context) =>
    ['*', ...types].flatMap((type) =>
      ['cruds', 'read', 'write'].map((permission) => `${context}/${type}.${permission}`),
    ),
  )
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
    // Every subset of `cruds` in that order is understood; listing all of them would be five thousand lines.
    scopes_supported: [...LAUNCH_SCOPES, ...scopes],
    capabilities: CAPABILITIES,
  }
}
