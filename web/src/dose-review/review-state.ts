import type {
  AssessmentAnswer,
  Attested,
  Channel,
  DoseAnswer,
  HistoryEvent,
  PlanAnswer,
  WriteUnderWay,
} from '@doseline/contract'
import type { ChartRead, Failure, ReadStep, SendProgress, SendReport } from '@doseline/ehr-client'
import type { Provenance } from 'fhir/r4'
import type { Override } from '../events/overrides-given.ts'
import type { Session } from '../session/session.ts'

export type Act = PlanAnswer['act']

/** What each act would write for the dose that is shown. */
export interface Plans {
  readonly approve: PlanAnswer
  readonly suggest: PlanAnswer
  /** Absent where nothing of Doseline stands. */
  readonly void?: PlanAnswer
}

/** Where a write-back is on its way. */
export type Writing = 'reading' | 'judging' | 'sending' | 'confirming'

/** How a write-back ended. */
export type WriteResult =
  | {
      readonly kind: 'stored'
      readonly act: Act
      readonly lines: number
      readonly channel: Channel
      readonly report?: SendReport
      /** It could not be read back: the chart on the screen is older. */
      readonly isUnread?: true
    }
  | { readonly kind: 'already'; readonly isUnread?: true }
  /** The fresh chart gives another answer than the one that was shown: nothing was written. */
  | { readonly kind: 'changed'; readonly before: DoseAnswer['verdict']; readonly after: DoseAnswer['verdict'] }
  /** The EHR refused the channel before it did anything; the plan that is shown now takes another. */
  | { readonly kind: 'other channel'; readonly refused: Channel }
  | {
      readonly kind: 'failed'
      readonly failure: Failure
      readonly act: Act
      /** The earlier write-backs that were said to be gone. */
      readonly overrideEarlier?: readonly string[]
      /** What became of each part, where something was sent. */
      readonly report?: SendReport
    }
  /** So it ended for a dose that is in the chart no longer: another one is shown now. */
  | { readonly kind: 'left the chart'; readonly result: WriteResult }

/** What the ledger knows of the dose that is shown. */
export type History =
  | { readonly kind: 'loading' | 'failed' }
  | {
      readonly kind: 'read'
      readonly events: readonly HistoryEvent[]
      /** Somebody is writing the dose, or just did: the chart may not show it yet. */
      readonly underWay?: WriteUnderWay | undefined
    }

/** Reasons given in an earlier write-back that still stands. */
export interface StandingReasons {
  readonly by: string
  /** Instant. */
  readonly at: string
  readonly overrides: readonly Override[]
}

/** Everything the page shows. */
export interface ReviewState {
  readonly phase: 'opening' | 'reading' | 'assessing' | 'done' | 'failed'
  readonly session?: Session
  readonly steps: readonly ReadStep[]
  readonly chart?: ChartRead
  readonly codebook: string
  readonly answer?: AssessmentAnswer
  /** The dose that is shown. */
  readonly focus: string
  /** What was stated, by dose. */
  readonly attested: Readonly<Record<string, Attested>>
  /** Reasons to charge all the same, by dose. */
  readonly overrides: Readonly<Record<string, readonly Override[]>>
  /** Reasons that what stands in the chart was charged for, by dose: they hold until somebody takes them back. */
  readonly standing: Readonly<Record<string, StandingReasons>>
  /** Identities of given charges that a person says were taken back in the EHR, by dose. */
  readonly reversedCharges: Readonly<Record<string, readonly string[]>>
  readonly plans?: Plans | undefined
  readonly plansFailure?: Failure | undefined
  readonly provenances: readonly Provenance[]
  /** Forms this EHR turned out not to take. */
  readonly refusedChannels: readonly Channel[]
  readonly history?: History | undefined
  readonly writing?: Writing | undefined
  /** How far the sending has come. */
  readonly sending?: SendProgress | undefined
  readonly result?: WriteResult | undefined
  /** Judging again, with the last answer still on the screen. */
  readonly rejudging?: boolean
  readonly failure?: Failure
  /** When what was restored had been entered, as an instant. */
  readonly restored?: string | undefined
}

export const FIRST_STATE: ReviewState = {
  phase: 'opening',
  steps: [],
  codebook: '',
  focus: '',
  attested: {},
  overrides: {},
  standing: {},
  reversedCharges: {},
  provenances: [],
  refusedChannels: [],
}
