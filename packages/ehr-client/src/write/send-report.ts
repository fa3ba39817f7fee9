import type { FhirResource } from 'fhir/r4'
import type { Failure } from '../http/failure.ts'
import type { Part } from './send-parts.ts'

/** What became of one part. */
export type Outcome =
  /** `key`: `ChargeItem/12`; undefined where the EHR gave none and it cannot be looked for. */
  | { readonly kind: 'stored'; readonly key?: string | undefined; readonly wasThere: boolean }
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** It may have been stored: the connection broke, and it was not found. */
  | { readonly kind: 'open'; readonly because: string }
  /** An earlier part was refused or is open. */
  | { readonly kind: 'not sent' }

export interface Sent {
  readonly says: string
  readonly identity?: string | undefined
  readonly outcome: Outcome
}

/** Somebody changed this since it was read: theirs stays, and both are shown. */
export interface Conflict {
  readonly says: string
  readonly wanted: FhirResource
  /** What stands there now; undefined where it could not be read. */
  readonly now?: FhirResource | undefined
}

/** What became of a write-back. */
export interface SendReport {
  readonly ended: 'stored' | 'refused' | 'open'
  readonly sent: readonly Sent[]
  /** The identities that are known to be stored. */
  readonly written: readonly string[]
  /** Why it did not end as stored. */
  readonly failure?: Failure | undefined
  readonly conflicts: readonly Conflict[]
}

/** How far a write-back has come, for a person who waits. */
export interface SendProgress {
  /** 1 for the first part. */
  readonly at: number
  readonly of: number
  readonly says: string
  /** Why it waits, and for how many seconds. */
  readonly waits?: { readonly because: 'busy' | 'looking'; readonly seconds: number }
}

/** A report of what became of each part. Provenance alone decides nothing: lines without it are charged all the same. */
export function reportOf(
  parts: readonly Part[],
  outcomes: readonly Outcome[],
  { failure, conflicts = [] }: { readonly failure?: Failure | undefined; readonly conflicts?: readonly Conflict[] },
): SendReport {
  const sent = parts.map(
    ({ says, identity }, at): Sent => ({ says, identity, outcome: outcomes[at] ?? { kind: 'not sent' } }),
  )
  const decisive = sent.filter((_, at) => parts[at]?.body.resourceType !== 'Provenance').map(({ outcome }) => outcome)
  const isOpen = decisive.some(({ kind }) => kind === 'open')
  const isRefused = decisive.some(({ kind }) => kind === 'refused')
  return {
    ended: isOpen ? 'open' : isRefused ? 'refused' : 'stored',
    sent,
    written: sent.flatMap(({ identity, outcome }) => (identity && outcome.kind === 'stored' ? [identity] : [])),
    failure: isOpen || isRefused ? failure : undefined,
    conflicts,
  }
}

/** Whether the lines stand and who approved them does not: the EHR refused the Provenance. */
export const lacksProvenance = ({ ended, sent }: SendReport): boolean =>
  ended === 'stored' && sent.some(({ says, outcome }) => says === 'Provenance' && outcome.kind === 'refused')
