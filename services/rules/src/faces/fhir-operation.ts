import { type AssessmentAnswer, AssessmentRequest, type DoseAnswer, type FormRequest } from '@doseline/assessment'
import { operationOutcome } from '@doseline/fhir'
import type { Bundle, FhirResource, GuidanceResponse, OperationOutcome, Parameters, ParametersParameter } from 'fhir/r4'
import { Hono } from 'hono'
import { decide } from '../decide.ts'
import { jsonBody } from '../middleware/json-body.ts'
import { fhirPath, fromZodError, HttpProblem, type ProblemPart } from '../middleware/problem.ts'
import type { Ctx, Env, Service } from '../service.ts'
import { refuseOtherForms } from './fhir-form.ts'
import { type Places, requestFrom } from './operation-input.ts'

/** Where the operation is defined. */
export const OPERATION = 'https://doseline.example/fhir/OperationDefinition/billing-readiness'

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

function parametersFrom(answer: AssessmentAnswer): Parameters {
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'id', valueString: answer.id },
      { name: 'digest', valueString: answer.digest },
      { name: 'codebook', valueCode: answer.codebook.id },
      { name: 'forSubmission', valueBoolean: answer.forSubmission },
      ...answer.assessments.map((dose) => assessmentParameter(dose, answer)),
      ...answer.warnings.map((warning) => ({ name: 'warning', valueString: warning })),
      ...(answer.claims ?? []).map((claim) => ({
        name: 'claim',
        resource: claim as unknown as NonNullable<ParametersParameter['resource']>,
      })),
      ...writeBackParameters(answer.writeBack),
    ],
  }
}

/** What would be written: each resource by itself for whoever reads, and what to send for whoever sends. */
function writeBackParameters(plan: AssessmentAnswer['writeBack']): ParametersParameter[] {
  if (!plan?.transaction) return []
  const bundle = plan.transaction as unknown as Bundle<FhirResource>
  const resources = (bundle.entry ?? []).flatMap(({ resource }) => resource ?? [])
  return [
    ...resources.filter(({ resourceType }) => resourceType === 'Flag').map((resource) => ({ name: 'flag', resource })),
    ...resources
      .filter(({ resourceType }) => resourceType === 'ChargeItem')
      .map((resource) => ({ name: 'chargeItem', resource })),
    { name: 'transaction', resource: bundle },
    { name: 'form', valueCode: plan.form },
    ...plan.lost.map((sentence) => ({ name: 'lost', valueString: sentence })),
    ...(plan.requests ?? []).map(requestParameter),
  ]
}

function requestParameter(request: FormRequest): ParametersParameter {
  const { method, url, headers, body, says, identity, search, fullUrl } = request
  return {
    name: 'request',
    part: [
      { name: 'method', valueCode: method },
      { name: 'url', valueUri: url },
      ...Object.entries(headers).map(([name, value]) => ({
        name: 'header',
        part: [
          { name: 'name', valueString: name },
          { name: 'value', valueString: value },
        ],
      })),
      { name: 'body', resource: body as unknown as FhirResource },
      { name: 'says', valueString: says },
      ...(identity ? [{ name: 'identity', valueString: identity }] : []),
      ...(search ? [{ name: 'search', valueString: search }] : []),
      ...(fullUrl ? [{ name: 'fullUrl', valueUri: fullUrl }] : []),
    ],
  }
}

function assessmentParameter(dose: DoseAnswer, answer: AssessmentAnswer): ParametersParameter {
  return {
    name: 'assessment',
    part: [
      { name: 'focus', valueReference: { reference: dose.focus } },
      { name: 'verdict', valueCode: dose.verdict },
      { name: 'sentence', valueString: dose.sentence },
      { name: 'edition', valueString: dose.edition },
      { name: 'guidance', resource: guidanceFor(dose, answer) },
      ...dose.findings.map(findingParameter),
      ...dose.lines.map(lineParameter),
      ...dose.wouldMakeReady.map(({ rule, remedy, who }) => ({
        name: 'wouldMakeReady',
        part: [
          { name: 'rule', valueString: rule },
          { name: 'remedy', valueString: remedy },
          { name: 'who', valueString: who },
        ],
      })),
    ],
  }
}

function findingParameter(finding: DoseAnswer['findings'][number]): ParametersParameter {
  return {
    name: 'finding',
    part: [
      { name: 'id', valueString: finding.id },
      { name: 'outcome', valueCode: finding.outcome },
      { name: 'weight', valueCode: finding.weight },
      { name: 'text', valueString: finding.text },
      ...(finding.remedy ? [{ name: 'remedy', valueString: finding.remedy }] : []),
      ...(finding.who ? [{ name: 'who', valueString: finding.who }] : []),
      { name: 'confidence', valueCode: finding.confidence },
      ...(finding.denial ? [denialParameter(finding.denial)] : []),
      ...finding.evidence.flatMap(({ places }) =>
        places.map(({ resource, element }) => ({
          name: 'evidence',
          part: [
            { name: 'reference', valueReference: { reference: resource } },
            { name: 'expression', valueString: element },
          ],
        })),
      ),
      ...finding.sources.map(({ title, address }) => ({
        name: 'source',
        ...(address ? { valueUri: address } : { valueString: title }),
      })),
    ],
  }
}

/** What a claim would be denied with as it stands. */
function denialParameter({ reason, group, carc, rarc }: NonNullable<DoseAnswer['findings'][number]['denial']>) {
  return {
    name: 'denial',
    part: [
      { name: 'reason', valueString: reason },
      { name: 'group', valueCode: group },
      ...carc.map((code) => ({ name: 'carc', valueCode: code })),
      ...rarc.map((code) => ({ name: 'rarc', valueCode: code })),
    ],
  }
}

function lineParameter(line: DoseAnswer['lines'][number]): ParametersParameter {
  return {
    name: 'line',
    part: [
      { name: 'role', valueString: line.role },
      { name: 'code', valueCode: line.code },
      { name: 'units', valuePositiveInt: line.units },
      ...line.modifiers.map((modifier) => ({ name: 'modifier', valueCode: modifier })),
      { name: 'dateOfService', valueDate: line.dateOfService },
      ...(line.ndc ? [{ name: 'ndc', valueString: `N4${line.ndc.ndc} ${line.ndc.unit}${line.ndc.quantity}` }] : []),
      ...line.diagnoses.map((code) => ({ name: 'diagnosis', valueCode: code })),
      ...line.doses.map((reference) => ({ name: 'dose', valueReference: { reference } })),
      { name: 'working', valueString: line.working },
    ],
  }
}

/** `data-required` where information is missing; every other verdict is a success of the evaluation. */
function guidanceFor(dose: DoseAnswer, answer: AssessmentAnswer): GuidanceResponse {
  return {
    resourceType: 'GuidanceResponse',
    requestIdentifier: { value: answer.id },
    moduleUri: OPERATION,
    status: dose.verdict === 'needs-information' ? 'data-required' : 'success',
    ...(dose.patient ? { subject: { reference: dose.patient } } : {}),
    ...(dose.encounter ? { encounter: { reference: dose.encounter } } : {}),
    occurrenceDateTime: answer.asOf,
    reasonReference: [{ reference: dose.focus }],
    note: [{ text: dose.sentence }],
  }
}
