import type { Row } from '../read/reading-plan.ts'
import { does, type Offered, planFor } from './offered.ts'

export interface ScopeOptions {
  readonly launch: 'ehr' | 'standalone'
  readonly version: 'v1' | 'v2'
  readonly offered?: Offered | undefined
  /** `scopes_supported` of the authorization server; some refuse a whole launch for one scope that is not in it. */
  readonly supported?: readonly string[] | undefined
}

/** The scope string: the table, as far as the server offers and knows it, in the words of its SMART version. */
export function scopesFor({ launch, version, offered, supported = [] }: ScopeOptions): string {
  const known = new Set(supported)
  const isKnown = (scope: string): boolean => known.size === 0 || known.has(scope)
  // The launch itself is asked for whether or not it is listed: without it there is no patient.
  const identity = [...['openid', 'fhirUser', 'online_access'].filter(isKnown)]
  if (!isKnown('fhirUser') && isKnown('profile')) identity.push('profile')
  const resources = planFor(offered).flatMap((row) => scopesOf(row, version, offered, supported))
  return [launch === 'ehr' ? 'launch' : 'launch/patient', ...identity, ...resources].join(' ')
}

/** SMART v2 where the server says that it speaks it. */
export function scopeVersion(
  capabilities: readonly string[] | undefined,
  supported: readonly string[] = [],
): 'v1' | 'v2' {
  const says = (form: RegExp): boolean => supported.some((scope) => form.test(scope))
  if (capabilities?.some((one) => one.startsWith('permission-v')))
    return capabilities.includes('permission-v2') ? 'v2' : 'v1'
  if (says(/\.(read|write|\*)$/) && !says(/\.[cruds]+(\?|$)/)) return 'v1'
  return capabilities === undefined || says(/\.[cruds]+(\?|$)/) ? 'v2' : 'v1'
}

function scopesOf(
  row: Row,
  version: 'v1' | 'v2',
  offered: Offered | undefined,
  supported: readonly string[],
): string[] {
  const wanted = [...'cruds'].filter((letter) => `${row.reads}${row.writes ?? ''}`.includes(letter))
  const letters = wanted.filter((letter) => does(letter, row.type, offered))
  if (letters.length === 0) return []
  const listed = supported
    .flatMap((scope) => resourceScope(scope) ?? [])
    .filter(({ isV1 }) => isV1 === (version === 'v1'))
  if (listed.length === 0) return written(row.context, row.type, letters, version)
  const contexts = row.context === 'patient' ? ['patient', 'user'] : ['user', 'patient']
  const [best] = contexts
    .map((context) => {
      const here = listed.filter((one) => one.context === context && (one.type === row.type || one.type === '*'))
      return { context, given: letters.filter((letter) => here.some((scope) => scope.letters.includes(letter))) }
    })
    // The one that allows more; of equals the first.
    .toSorted((a, b) => b.given.length - a.given.length)
  return best && best.given.length > 0 ? written(best.context, row.type, best.given, version) : []
}

function written(context: string, type: string, letters: readonly string[], version: 'v1' | 'v2'): string[] {
  if (version === 'v2') return [`${context}/${type}.${letters.join('')}`]
  const has = (some: string): boolean => letters.some((letter) => some.includes(letter))
  return [...(has('rs') ? [`${context}/${type}.read`] : []), ...(has('cud') ? [`${context}/${type}.write`] : [])]
}

interface ResourceScope {
  readonly context: string
  readonly type: string
  /** What it allows, in the letters of SMART v2. */
  readonly letters: string
  readonly isV1: boolean
}

const V1: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' }

function resourceScope(scope: string): ResourceScope | undefined {
  const [, context, type, permission] = /^(patient|user)\/(\*|[A-Za-z]+)\.([a-z*]+)(?:\?.*)?$/.exec(scope) ?? []
  if (!context || !type || !permission) return undefined
  const letters = V1[permission]
  return { context, type, letters: letters ?? permission, isV1: letters !== undefined }
}

/**
 * The scopes that were asked for and not granted, however the grant is written: `patient/*.read` grants
 * `patient/Flag.rs`. A grant that names no resource does not say; `launch` is used up by the launch and often not repeated.
 * @example notGranted('launch patient/Flag.crus', 'launch patient/Flag.rs') // ['patient/Flag.crus']
 */
export function notGranted(asked: string, granted: string): readonly string[] {
  const literally = new Set(scopesIn(granted))
  return scopesIn(asked).filter((scope) => {
    if (literally.has(scope) || /^launch(\/|$)/.test(scope)) return false
    const ours = resourceScope(scope)
    return ours === undefined || !isGranted(granted, ours.type, ours.letters)
  })
}

/** A scope string as its scopes. */
export const scopesIn = (scope: string): readonly string[] => scope.split(/\s+/).filter((one) => one !== '')

/** Whether a granted scope string allows what is needed of a type; one that names no resource at all does not say. */
export function isGranted(scope: string, type: string, need: string): boolean {
  const granted = scope.split(/\s+/).flatMap((one) => resourceScope(one) ?? [])
  if (granted.length === 0) return true
  const ours = granted.filter((one) => one.type === type || one.type === '*')
  return [...need].every((letter) => ours.some(({ letters }) => letters.includes(letter)))
}
