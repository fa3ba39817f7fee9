import type { Interaction } from '../fhir/interaction.ts'
import type { Personality, ScopeOffer, TypeOffer } from '../personalities/personality.ts'

/** What an interaction needs of a scope, in the letters of SMART v2: create, read, update, delete, search. */
export type Need = 'c' | 'r' | 'u' | 'd' | 's'

/** One resource scope, v1 or v2 alike. */
export interface ResourceScope {
  readonly context: 'patient' | 'user' | 'system'
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
    const match = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]+)\.(read|write|\*|c?r?u?d?s?)$/.exec(one)
    const permission = match?.[3]
    if (!match || !permission) return []
    return [
      { context: match[1] as ResourceScope['context'], type: match[2] as string, needs: V1[permission] ?? permission },
    ]
  })
}

const LETTERS: Readonly<Partial<Record<Interaction['kind'], Need>>> = {
  create: 'c',
  read: 'r',
  update: 'u',
  patch: 'u',
  delete: 'd',
  search: 's',
}

/** Every scope the server knows: the authorization server grants from this list only. */
export function knownScopes({ types, scopes }: Pick<Personality, 'types' | 'scopes'>): string[] {
  const wildcard: [string, string][] = scopes.wildcards ? [['*', permitted(undefined, scopes)]] : []
  const all: [string, string][] = Object.entries(types).map(([type, offer]) => [type, permitted(offer, scopes)])
  const resources = [...wildcard, ...all].flatMap(([type, letters]) =>
    permissions(letters, scopes).flatMap((permission) => [
      `patient/${type}.${permission}`,
      `user/${type}.${permission}`,
    ]),
  )
  return [...LAUNCH_SCOPES, ...resources]
}

/** The scopes to advertise: every subset of the letters is understood, and listing all would be five thousand lines. */
export function advertisedScopes(ehr: Pick<Personality, 'types' | 'scopes' | 'bulk'>): string[] {
  const { types, scopes } = ehr
  const all = [...(scopes.wildcards ? [['*', undefined] as const] : []), ...Object.entries(types)]
  const resources = ['patient', 'user'].flatMap((context) =>
    all.flatMap(([type, offer]) => {
      const letters = permitted(offer, scopes)
      const widest = permissions(letters, scopes).filter((one) => one === letters || one === 'read' || one === 'write')
      return widest.map((permission) => `${context}/${type}.${permission}`)
    }),
  )
  return [...LAUNCH_SCOPES, ...resources, ...systemScopes(ehr)]
}

/** The scopes a client without a person may have: reading, and only where there is something to export. */
export function systemScopes({ types, scopes, bulk }: Pick<Personality, 'types' | 'scopes' | 'bulk'>): string[] {
  if (!bulk) return []
  const words = [...(scopes.versions.includes('v1') ? ['read'] : []), ...(scopes.versions.includes('v2') ? ['rs'] : [])]
  const named = [...(scopes.wildcards ? ['*'] : []), ...Object.keys(types)]
  return named.flatMap((type) => words.map((word) => `system/${type}.${word}`))
}

/** The letters that may be granted for a type. */
function permitted(offer: TypeOffer | undefined, { permissions: kind }: ScopeOffer): string {
  if (kind === 'all' || (kind === 'offered' && !offer)) return 'cruds'
  if (kind === 'reading') return 'rs'
  const letters = new Set((offer?.does ?? []).map((one) => LETTERS[one]))
  if (offer?.operations?.includes('create')) letters.add('c')
  return [...'cruds'].filter((letter) => letters.has(letter as Need)).join('')
}

/** The ways to write a permission within these letters. v1 has two words, which are known where any part of them is. */
function permissions(letters: string, { versions, permissions: kind }: ScopeOffer): string[] {
  const within = (needs: string) => [...needs].every((letter) => letters.includes(letter))
  const touches = (needs: string) => [...needs].some((letter) => letters.includes(letter))
  const v1 = Object.entries(V1).filter(([, needs]) => (kind === 'offered' ? touches(needs) : within(needs)))
  return [
    ...(versions.includes('v1') ? v1.map(([word]) => word) : []),
    ...(versions.includes('v2') ? V2.filter(within) : []),
  ]
}
