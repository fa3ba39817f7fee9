/** What a `.well-known/smart-configuration` holds, as far as it is read. */
export interface SmartConfiguration {
  readonly issuer?: string
  readonly jwks_uri?: string
  readonly authorization_endpoint?: string
  readonly token_endpoint?: string
  readonly capabilities?: readonly string[]
  readonly code_challenge_methods_supported?: readonly string[]
  readonly scopes_supported?: readonly string[]
  readonly grant_types_supported?: readonly string[]
}

/** The document, if it is one: everything in it that has another shape is left out. */
export function smartFrom(body: unknown): SmartConfiguration | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const text = (name: string) => {
    const value = (body as Record<string, unknown>)[name]
    return typeof value === 'string' ? { [name]: value } : {}
  }
  const list = (name: string) => {
    const value = (body as Record<string, unknown>)[name]
    return Array.isArray(value) ? { [name]: value.filter((each) => typeof each === 'string') } : {}
  }
  const found: SmartConfiguration = {
    ...text('issuer'),
    ...text('jwks_uri'),
    ...text('authorization_endpoint'),
    ...text('token_endpoint'),
    ...list('capabilities'),
    ...list('code_challenge_methods_supported'),
    ...list('scopes_supported'),
    ...list('grant_types_supported'),
  }
  return Object.keys(found).length > 0 ? found : undefined
}

/** Those of our scopes that the list of a server does not cover; none where it lists none. */
export function unsupported(scopes: string, supported: readonly string[] | undefined): string[] {
  if (!supported?.length) return []
  return scopes.split(' ').filter((scope) => !supported.some((one) => covers(one, scope)))
}

const RESOURCE_SCOPE = /^(patient|user)\/(\*|[A-Za-z]+)\.([a-z*]+)$/
const V1: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' }

function covers(listed: string, wanted: string): boolean {
  if (listed === wanted) return true
  const [, context, type, permission = ''] = RESOURCE_SCOPE.exec(listed) ?? []
  const [, wantedContext, wantedType, wantedPermission = ''] = RESOURCE_SCOPE.exec(wanted) ?? []
  if (!context || context !== wantedContext || (type !== '*' && type !== wantedType)) return false
  const letters = V1[permission] ?? permission
  return [...(V1[wantedPermission] ?? wantedPermission)].every((letter) => letters.includes(letter))
}
