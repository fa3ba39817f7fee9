import { HttpProblem } from '../middleware/problem.ts'
import type { RefusedBecause } from './refused-because.ts'

/** 401 as RFC 6750 has it. Why is for the log alone: a caller who guesses learns nothing from the answer. */
export function unauthorized(detail: string, reason: RefusedBecause): HttpProblem {
  const problem = new HttpProblem('not-signed-in', detail, [], { 'www-authenticate': 'Bearer realm="doseline"' })
  problem.reason = reason
  return problem
}
