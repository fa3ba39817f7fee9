import { AssessmentRequest } from '@doseline/assessment'
import { operationOutcome } from '@doseline/fhir'
import type { OperationOutcome, Parameters } from 'fhir/r4'
import { Hono } from 'hono'
import { decide } from '../decide.ts'
import { jsonBody } from '../middleware/json-body.ts'
import { fhirPath, fromZodError, HttpProblem, type ProblemPart } from '../middleware/problem.ts'
import type { Ctx, Env, Service } from '../service.ts'
import { parametersFrom } from './fhir-answer.ts'
import { refuseOtherForms } from './fhir-form.ts'
import { type Places, requestFrom } from './operation-input.ts'

/** `POST /fhir/$billing-readiness`: the same answer as REST, as FHIR Parameters. */
export function fhirOperationFace(service: Service): Hono<Env> {
  const app = new Hono<Env>()
  app.post('/fhir/$billing-readiness', async (c) => {
    refuseOtherForms(c)
    const { request: input, places } = requestFrom(await jsonBody(c))
    try {
      const request = AssessmentRequest.safeParse(input)
      if (!request.success) throw fromZodError(request.error)
      return fhirJson(c, parametersFrom(await decide(service, c, request.data, 'fhir')))
    } catch (error) {
      throw error instanceof HttpProblem ? asSent(error, places) : error
    }
  })
  return app
}

/** The same fault, naming elements of the Parameters that were sent and not of the request inside them. */
function asSent({ status, code, message, errors, headers }: HttpProblem, places: Places): HttpProblem {
  const parts = errors.map((part) => {
    const pointer = places.of(part.pointer)
    return { ...part, pointer, expression: fhirPath('Parameters', pointer.split('/').slice(1)) }
  })
  return new HttpProblem(status, code, message, parts, headers)
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

/** Answers FHIR JSON. */
export function fhirJson(c: Ctx, resource: Parameters | OperationOutcome, status = 200): Response {
  return c.body(JSON.stringify(resource), status as 200, { 'content-type': 'application/fhir+json; charset=utf-8' })
}
