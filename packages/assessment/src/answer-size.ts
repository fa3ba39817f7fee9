import type { AssessmentRequest } from '@doseline/contract'
import type { Chart } from '@doseline/fhir'
import { RequestProblem } from './problem.ts'

/** Bytes that one answer may have. */
export const MOST_ANSWERED = 32 * 1024 * 1024

/** Doses that are asked about: of drugs that bill here, and others. */
export interface DosesAsked {
  readonly covered: number
  readonly others: number
}

/**
 * Bytes of what is answered of one dose, as `answer-size.test.ts` measures them: its findings with their sources. A
 * finding names each resource that it looked at, so each of these types adds so much to every dose.
 */
const A_DOSE = { covered: 79_000, others: 58_500 } as const
const A_RESOURCE: Readonly<Record<string, number>> = { Condition: 950, Coverage: 600, MedicationRequest: 120 }
/** A dose of a drug that bills here is looked at beside every other one. */
const ANOTHER_DOSE = 400

/** About how many bytes the answer about these doses has. */
export function answerSize({ covered, others }: DosesAsked, { resources }: Chart): number {
  let beside = 0
  for (const { resourceType } of resources.values()) beside += A_RESOURCE[resourceType] ?? 0
  return covered * (A_DOSE.covered + beside + covered * ANOTHER_DOSE) + others * (A_DOSE.others + beside)
}

/**
 * Refuses a request whose answer would be larger than anybody reads, before it is made: what is answered of a dose is
 * twenty times its chart. Throws {@link RequestProblem} that says how to ask for a part.
 */
export function refuseLargeAnswer(doses: DosesAsked, { bundle }: AssessmentRequest, chart: Chart): void {
  const size = answerSize(doses, chart)
  const count = doses.covered + doses.others
  if (count <= 1 || size <= MOST_ANSWERED) return
  const fit = Math.max(1, Math.floor((MOST_ANSWERED / size) * count))
  throw new RequestProblem(
    'answer-too-large',
    bundle ? '/bundle' : '/resources',
    `The answer about ${count} doses of this chart would have about ${megabytes(size)}; ${megabytes(MOST_ANSWERED)} are answered at once.`,
    `Send the same chart and ask for a part of it: one day (dateOfService) or one dose (focus). About ${fit} of its doses fit in an answer.`,
  )
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`
