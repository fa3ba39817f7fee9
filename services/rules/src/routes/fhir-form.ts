import { HttpProblem } from '../middleware/problem.ts'
import type { Ctx } from '../service.ts'

const JSON_TYPES = ['*/*', 'application/*', 'application/fhir+json', 'application/json', 'json', 'text/json']

/** FHIR is answered as JSON; a caller who wants another form is refused, never given what they cannot read. */
export function refuseOtherForms(c: Ctx): void {
  const accepts = c.req.query('_format') ?? c.req.header('accept') ?? '*/*'
  const wanted = accepts.split(',').map((each) => each.split(';')[0]?.trim().toLowerCase() ?? '')
  if (wanted.some((type) => JSON_TYPES.includes(type))) return
  throw new HttpProblem('not-acceptable', `This server answers FHIR as JSON, not as ${accepts.slice(0, 60)}.`)
}
