import type { ReadOutcome } from '@doseline/contract'
import type { FhirResource, Patient } from 'fhir/r4'
import type { Dialect, Offered } from '../capabilities/offered.ts'

/** How the reading of one resource type stands. */
export interface ReadStep {
  readonly type: string
  readonly why: string
  readonly state: 'waiting' | 'reading' | ReadOutcome
  readonly count: number
  /** Why it is not complete, in the EHR's words. */
  readonly because?: string
  /** The same in words of our own: the EHR's may name anybody, and stay on this screen. */
  readonly note?: string
  /** Set where its reading broke off half way: trying again may bring the rest. */
  readonly brokeOff?: true
  /** Set where it was not even asked for, because the sign-in brought no scope for it. */
  readonly notGranted?: true
  /** What this EHR leaves out of a complete answer. */
  readonly limit?: string
  /** Seconds the EHR asked to be left alone, while they last (`Retry-After`). */
  readonly waitSeconds?: number | undefined
}

/** The chart of one patient as it was read at one moment. */
export interface ChartRead {
  readonly patient?: Patient
  /** Whoever was asked for with the chart, such as the person who signed in. */
  readonly user?: FhirResource
  /** Set where the EHR answered that it holds no such person (404, 410); a refusal (403) says nothing of that. */
  readonly userGone?: true
  readonly resources: readonly FhirResource[]
  readonly steps: readonly ReadStep[]
  /** Resources of another patient that the EHR sent and that were put aside. */
  readonly strangers: number
  readonly readAt: Date
  /** How often the EHR was waited for in a row; further pages of a search not counted. */
  readonly roundTrips?: number
}

export interface ChartRequest {
  readonly patient: string
  readonly offered: Offered | undefined
  readonly dialect?: Dialect | undefined
  /** A person of this server to read with the chart, as `Practitioner/1`. */
  readonly user?: string | undefined
  readonly onProgress?: ((steps: readonly ReadStep[]) => void) | undefined
  readonly signal?: AbortSignal | undefined
  readonly now?: () => Date
}

/** How well each type was read, as the rules service wants to know it. */
export function readsOf({ steps }: Pick<ChartRead, 'steps'>): Record<string, ReadOutcome> {
  return Object.fromEntries(steps.map(({ type, state }) => [type, isOutcome(state) ? state : 'failed'] as const))
}

/** Why types were not read to the end, as the rules service wants to know it. */
export function readNotesOf({ steps }: Pick<ChartRead, 'steps'>): Record<string, string> {
  return Object.fromEntries(
    steps.flatMap(({ type, state, note }) =>
      note !== undefined && (state === 'partial' || state === 'failed') ? [[type, note] as const] : [],
    ),
  )
}

const isOutcome = (state: ReadStep['state']): state is ReadOutcome => state !== 'waiting' && state !== 'reading'
