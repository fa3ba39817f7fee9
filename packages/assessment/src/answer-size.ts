import type { AssessmentRequest, Include } from '@doseline/contract'
import type { Chart } from '@doseline/fhir'
import { RequestProblem } from './problem.ts'

/** Bytes that one answer may have. */
export const MOST_ANSWERED = 32 * 1024 * 1024

/** Doses that are asked about: of drugs that bill here, and others. */
export interface DosesAsked {
  readonly supported: number
  readonly others: number
  /** Plans beside them: for each act, each dose whose lines are planned. */
  readonly planned?: number
  /** For each dose the others of its day: their line goes out for all of them, and names each. */
  readonly ofOneDay?: number
}

/** Bytes that a part of an answer adds. */
interface Part {
  /** For each dose of a drug that bills here. */
  readonly supported: number
  /** For each other dose. */
  readonly others: number
  /** For each dose that bills here beside another one: it is looked at, and named. */
  readonly beside: number
  /** For each dose and each other one of its day. */
  readonly ofOneDay: number
  /** For each dose and resource of a type. */
  readonly resource: Readonly<Record<string, number>>
}

/** As `answer-size.test.ts` measures them. */
const PLAIN: Part = { supported: 11_200, others: 10_700, beside: 9, ofOneDay: 90, resource: { Coverage: 210 } }
const INCLUDED: Readonly<Record<Include, Part>> = {
  evidence: {
    supported: 22_500,
    others: 17_500,
    beside: 120,
    ofOneDay: 430,
    resource: { Condition: 145, Coverage: 135, MedicationRequest: 26 },
  },
  text: {
    supported: 21_700,
    others: 20_500,
    beside: 20,
    ofOneDay: 75,
    resource: { Condition: 32, Coverage: 140, MedicationRequest: 8 },
  },
}

/** What one act plans for a dose, in the longest form: a document that holds the transaction as JSON, too. */
const A_PLAN = 28_000

/** About how many bytes the answer about these doses has, with what it is asked to include. */
export function answerSize(doses: DosesAsked, include: readonly Include[], chart: Chart): number {
  const parts = [PLAIN, ...new Set(include.map((name) => INCLUDED[name]))]
  return parts.reduce((size, part) => size + sizeOf(part, doses, chart), (doses.planned ?? 0) * A_PLAN)
}

function sizeOf(part: Part, { supported, others, ofOneDay = 0 }: DosesAsked, { resources }: Chart): number {
  let each = 0
  for (const { resourceType } of resources.values()) each += part.resource[resourceType] ?? 0
  return (
    supported * (part.supported + each + supported * part.beside) +
    others * (part.others + each) +
    ofOneDay * part.ofOneDay
  )
}

/**
 * Refuses a request whose answer would be larger than anybody reads, before it is made: what is answered of a dose can be
 * many times its chart. Throws {@link RequestProblem} that says how to ask for a part.
 */
export function refuseLargeAnswer(doses: DosesAsked, { bundle, include }: AssessmentRequest, chart: Chart): void {
  const size = answerSize(doses, include, chart)
  const count = doses.supported + doses.others
  if (count <= 1 || size <= MOST_ANSWERED) return
  const fit = Math.max(1, Math.floor((MOST_ANSWERED / size) * count))
  throw new RequestProblem(
    'answer-too-large',
    bundle ? '/bundle' : '/resources',
    `The answer about ${count} doses of this chart would have about ${megabytes(size)}; ${megabytes(MOST_ANSWERED)} are answered at once.`,
    `Send the same chart and ask for a part of it: one day (dateOfService), one dose (focus), or less beside the verdict (include). About ${fit} of its doses fit in an answer.`,
  )
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`
