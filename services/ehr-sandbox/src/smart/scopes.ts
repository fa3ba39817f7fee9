/** What an interaction needs of a scope, in the letters of SMART v2: create, read, update, delete, search. */
export type Need = 'c' | 'r' | 'u' | 'd' | 's'

/** One resource scope, v1 or v2 alike. */
export interface ResourceScope {
  readonly context: 'patient' | 'user'
  /** A resource type or `*`. */
  readonly type: string
  readonly needs: string
}

const V1: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' }

/** Letters in the order of the specification: `sr` is not a scope. */
const V2 = Array.from({ length: 31 }, (_, n) => [...'cruds'].filter((_letter, bit) => (n + 1) & (1 << bit)).join(''))

/** Scopes that are not about resources. */
export const LAUNCH_SCOPES = [
  'openid',
  'fhirUser',
  'profile',
  'launch',
  'launch/patient',
  'launch/encounter',
  'online_access',
  'offline_access',
] as const

/** The resource scopes in a scope string; whatever is not one is passed over. */
export function resourceScopes(scope: string): ResourceScope[] {
  return scope.split(' ').flatMap((one) => {
    const match = /^(patient|user)\/(\*|[A-Z][A-Za-z]+)\.(read|write|\*|c?r?u?d?s?)$/.exec(one)
    const permission = match?.[3]
    if (!match || !permission) return []
    return [{ context: match[1] as 'patient' | 'user', type: match[2] as string, needs: V1[permission] ?? permission }]
  })
}

/** Every scope the server knows: the authorization server grants from this list only. */
export function knownScopes(types: readonly string[]): string[] {
  const permissions = [...Object.keys(V1), ...V2]
  const resources = ['patient', 'user'].flatMap((context) =>
    ['*', ...types].flatMap((type) => permissions.map((permission) => `${context}/${type}.${permission}`)),
  )
  return [...LAUNCH_SCOPES, ...resources]
}
