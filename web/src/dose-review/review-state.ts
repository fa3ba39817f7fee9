import type { AssessmentAnswer, Attested, DoseAnswer, WriteBackAnswer } from '@doseline/assessment'
import type { Provenance } from 'fhir/r4'
import type { Override } from '../events/overrides-given.ts'
import type { Failure } from '../session/failure.ts'
import type { ChartRead, ReadStep } from '../session/read-chart.ts'
import type { Session } from '../session/session.ts'

export type Act = WriteBackAnswer['act']

/** What either act would write for the dose that is shown. */
export interface Plans {
  readonly approve: WriteBackAnswer
  readonly suggest: WriteBackAnswer
}

/** Where a write-back is on its way. */
export type Writing = 'reading' | 'judging' | 'sending' | 'confirming'

/** How a write-back ended. */
export type WriteResult =
  | { readonly kind: 'stored'; readonly act: Act; readonly lines: number }
  | { readonly kind: 'already' }
  /** The fresh chart gives another answer than the one that was shown: nothing was written. */
  | { readonly kind: 'changed'; readonly before: DoseAnswer['verdict']; readonly after: DoseAnswer['verdict'] }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly act: Act }

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
  readonly plans?: Plans | undefined
  readonly plansFailure?: Failure | undefined
  readonly provenances: readonly Provenance[]
  readonly writing?: Writing | undefined
  readonly result?: WriteResult | undefined
  /** Judging again, with the last answer still on the screen. */
  readonly rejudging?: boolean
  readonly failure?: Failure
}

export const FIRST_STATE: ReviewState = {
  phase: 'opening',
  steps: [],
  codebook: '',
  focus: '',
  attested: {},
  overrides: {},
  provenances: [],
}
