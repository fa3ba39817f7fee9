import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest, type DoseAnswer } from '@doseline/contract'
import { scenarios } from '@doseline/fhir-fixtures'
import { assess } from '../assess.ts'
import { RequestProblem } from '../problem.ts'

const codebook = loadCodebook()
const NOW = '2026-11-24T10:00:00Z'

/** The examples whose dose is ready. */
export const READY = scenarios().filter(({ then }) => then.verdict === 'ready')

/** What a request is answered: a verdict with what is said against it, or a refusal. */
export interface Told {
  readonly verdict: DoseAnswer['verdict'] | 'refused'
  readonly says: readonly string[]
  readonly lines: readonly string[]
}

/** Judges a request as the service does, and says what came out for one dose; a refusal is an answer too. */
export function judged(request: object, focus: string): Told {
  try {
    const { assessments } = assess(AssessmentRequest.parse(request), codebook, NOW)
    const dose = assessments.find((each) => each.focus === focus)
    if (!dose) return { verdict: 'refused', says: ['no such dose'], lines: [] }
    const open = dose.findings.filter(({ outcome }) => outcome === 'fails' || outcome === 'cannot-tell')
    return {
      verdict: dose.verdict,
      lines: dose.lines.map(({ code, modifiers, units }) => `${[code, ...modifiers].join('-')} × ${units}`),
      says: open.map(({ outcome, id, text, remedy }) => `${outcome}: ${id}: ${text} ${remedy ?? ''}`),
    }
  } catch (error) {
    if (error instanceof RequestProblem) return { verdict: 'refused', says: [error.message], lines: [] }
    throw error
  }
}
