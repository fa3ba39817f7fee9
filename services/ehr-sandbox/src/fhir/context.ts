import type { MemoryRepository } from '@medplum/fhir-router'
import type { OperationOutcomeIssue, Resource } from '@medplum/fhirtypes'
import type { Personality } from '../personalities/personality.ts'
import type { Access, Reach } from '../smart/access.ts'
import { ownership } from '../smart/compartment.ts'
import type { Need } from '../smart/scopes.ts'
import { refusal } from './outcome.ts'
import type { Store } from './store.ts'

/** All an interaction may know about its surroundings. */
export interface Context {
  readonly store: Store
  readonly access: Access
  /** The FHIR base URL, without a slash at the end. */
  readonly base: string
  readonly ehr: Personality
  /** What conditional creates look at where it is not the record as it stands. */
  readonly seen?: MemoryRepository | undefined
  /** `Prefer: handling=`: are unknown search parameters refused or reported? */
  readonly handling: 'strict' | 'lenient'
}

/** What an interaction answers, before it becomes an HTTP response or a Bundle entry. */
export interface Answer {
  readonly status: number
  readonly resource?: Resource
  readonly issues?: OperationOutcomeIssue[]
  /** True where the answer shows something the caller may not read, although it may write it. */
  readonly withheld?: boolean
  /** `blank` is an empty page of HTML. */
  readonly kind: 'record' | 'page' | 'nothing' | 'blank'
}

const WORDS: Readonly<Record<Need, string>> = { c: 'create', r: 'read', u: 'update', d: 'delete', s: 'search' }

/** How far the token reaches for this; throws 403 where it does not reach at all. */
export function requireReach(context: Context, type: string, need: Need): Reach {
  const reach = context.access.reach(type, need)
  if (reach !== 'nobody') return reach
  throw refusal(
    403,
    'forbidden',
    `The granted scopes do not let this app ${WORDS[need]} ${type}: ${type}.${need} is missing`,
  )
}

/** May a token with this reach see the resource? */
export function isWithin(context: Context, reach: Reach, resource: Resource): boolean {
  if (reach === 'everyone') return true
  if (reach === 'nobody' || context.access.patient === undefined) return false
  return ownership(resource, context.access.patient, (type, id) => context.store.current(type, id)) !== 'other'
}

/** Throws 403 when the resource lies outside the launch's patient. */
export function requireWithin(context: Context, reach: Reach, resource: Resource): void {
  if (isWithin(context, reach, resource)) return
  throw refusal(
    403,
    'forbidden',
    `The patient/ scopes of this app end at Patient/${context.access.patient}; this ${resource.resourceType} is not in that record`,
  )
}
