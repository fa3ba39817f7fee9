import type { ProblemPart } from '@doseline/contract'
import { operationOutcome } from '@doseline/fhir'
import type { OperationOutcome } from 'fhir/r4'
import { fhirPath, HttpProblem } from '../middleware/problem.ts'
import type { Ctx } from '../service.ts'
import type { FromFhir } from './operation-input.ts'

/** The same fault, naming elements of the resource that was sent and not of the request inside it. */
export function asSent({ code, message, errors, headers }: HttpProblem, { places, root }: FromFhir): HttpProblem {
  const parts = errors.map((part) => {
    const pointer = places.of(part.pointer)
    return { ...part, pointer, expression: fhirPath(root, pointer.split('/').slice(1)) }
  })
  return new HttpProblem(code, message, parts, headers)
}

/** A fault as FHIR says it, naming the element. */
export function outcomeOf(problem: HttpProblem): OperationOutcome {
  const code = ISSUE_CODE[problem.status] ?? 'exception'
  const parts = problem.errors.length > 0 ? problem.errors : [{ pointer: '', detail: problem.message }]
  return operationOutcome(
    parts.map(({ pointer, expression = elementAt(pointer), detail, remedy }: ProblemPart) => ({
      severity: 'error' as const,
      code,
      details: {
        coding: [{ system: 'https://doseline.example/fhir/CodeSystem/problem', code: problem.code }],
        text: detail,
      },
      ...(remedy ? { diagnostics: remedy } : {}),
      ...(expression ? { expression: [expression] } : {}),
    })),
  )
}

const elementAt = (pointer: string): string | undefined =>
  pointer === '' ? undefined : fhirPath('Parameters', pointer.split('/').slice(1))

const ISSUE_CODE: Record<number, OperationOutcome['issue'][number]['code']> = {
  400: 'invalid',
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-supported',
  406: 'not-supported',
  409: 'conflict',
  413: 'too-long',
  415: 'not-supported',
  422: 'business-rule',
  429: 'throttled',
  503: 'transient',
}

/** Content-Type of FHIR as JSON. */
export const FHIR_JSON = 'application/fhir+json; charset=utf-8'

/** Answers a fault as FHIR JSON. */
export function fhirJson(c: Ctx, resource: OperationOutcome, status = 200): Response {
  return c.body(JSON.stringify(resource), status as 200, { 'content-type': FHIR_JSON })
}
