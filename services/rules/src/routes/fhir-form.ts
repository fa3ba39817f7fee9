import { HttpProblem } from '../middleware/problem.ts'
import type { Ctx } from '../service.ts'

const JSON_TYPES = ['*/*', 'application/*', 'application/fhir+json', 'application/json', 'json', 'text/json']
const REST_TYPES = ['*/*', 'application/*', 'application/json', 'application/fhir+json', 'application/problem+json']

/** The contract is answered as JSON; a caller who takes something else alone is refused before anything is judged. */
export function refuseOtherTypes(c: Ctx): void {
  const accepts = c.req.header('accept') || '*/*'
  if (typesIn(accepts).some((type) => REST_TYPES.includes(type))) return
  throw new HttpProblem('not-acceptable', `This address answers JSON, not ${accepts.slice(0, 60)}.`)
}

const typesIn = (accepts: string): string[] =>
  accepts.split(',').map((each) => each.split(';', 1)[0]?.trim().toLowerCase() ?? '')

/** FHIR is answered as JSON; a caller who wants another form is refused, never given what they cannot read. */
export function refuseOtherForms(c: Ctx): void {
  const accepts = c.req.query('_format') ?? c.req.header('accept') ?? '*/*'
  if (typesIn(accepts).some((type) => JSON_TYPES.includes(type))) return
  throw new HttpProblem('not-acceptable', `This server answers FHIR as JSON, not as ${accepts.slice(0, 60)}.`)
}
