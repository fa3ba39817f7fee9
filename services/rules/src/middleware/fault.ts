import { LedgerUnavailable } from '../ledger/ledger.ts'
import { fhirJson, outcomeOf } from '../routes/fhir-fault.ts'
import type { Ctx, Service } from '../service.ts'
import { HttpProblem } from './problem.ts'

/** Any fault, in the form of the API it happened on. What is ours to mend is reported; the caller hears that it is. */
export function answerFault(service: Service, c: Ctx, error: Error): Response {
  const requestId = c.get('requestId')
  const problem = problemOf(error)
  if (!(error instanceof HttpProblem) || error.cause !== undefined) service.log.fault({ requestId, error })
  c.set('problemCode', problem.code)
  if (problem.reason !== undefined) c.set('refusedBecause', problem.reason)
  for (const [name, value] of Object.entries(problem.headers)) c.header(name, value)
  // CDS Hooks: a client that is not trusted is told nothing but that.
  if (problem.status === 401 && c.req.path.startsWith('/cds-services')) return c.body(null, 401)
  if (c.req.path.startsWith('/fhir')) return fhirJson(c, outcomeOf(problem), problem.status)
  return c.body(JSON.stringify(problem.toProblem(requestId)), problem.status as 400, {
    'content-type': 'application/problem+json; charset=utf-8',
  })
}

function problemOf(error: Error): HttpProblem {
  if (error instanceof HttpProblem) return error
  if (error instanceof LedgerUnavailable) {
    const said = 'The decision cannot be recorded now, so none was made. Try again.'
    return new HttpProblem('ledger-unavailable', said, [], { 'retry-after': '5' })
  }
  return new HttpProblem('service-failed', 'The service failed; nothing was written.')
}
