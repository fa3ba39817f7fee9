import { type AssessmentAnswer, AssessmentRequest, type DoseAnswer } from '@doseline/assessment'
import { operationOutcome } from '@doseline/fhir'
import type { GuidanceResponse, OperationOutcome, Parameters, ParametersParameter } from 'fhir/r4'
import { type Context, Hono } from 'hono'
import type { Engine } from '../engine.ts'
import { jsonBody } from '../middleware/json-body.ts'
import { fromZodError, type HttpProblem } from '../middleware/problem.ts'
import { requestFrom } from './operation-input.ts'

/** Where the operation is defined. */
export const OPERATION = 'https://doseline.example/fhir/OperationDefinition/billing-readiness'

/** `POST /fhir/$billing-readiness`: the same answer as REST, as FHIR Parameters. */
export function fhirOperationFace(engine: Engine): Hono {
  const app = new Hono()
  app.post('/fhir/$billing-readiness', async (c) => {
    const request = AssessmentRequest.safeParse(requestFrom(await jsonBody(c)))
    if (!request.success) throw fromZodError(request.error)
    return fhirJson(c, parametersFrom(engine.assess(request.data)))
  })
  return app
}

/** A fault as FHIR says it, naming the element. */
export function outcomeOf(problem: HttpProblem): OperationOutcome {
  const code = ISSUE_CODE[problem.status] ?? 'exception'
  const parts = problem.errors.length > 0 ? problem.errors : [{ pointer: '', detail: problem.message }]
  return operationOutcome(
    parts.map(({ pointer, detail, remedy }) => ({
      severity: 'error' as const,
      code,
      details: {
        coding: [{ system: 'https://doseline.example/fhir/CodeSystem/problem', code: problem.code }],
        text: detail,
      },
      ...(remedy ? { diagnostics: remedy } : {}),
      ...(pointer ? { expression: [`Parameters${pointer.replaceAll('/', '.')}`] } : {}),
    })),
  )
}

const ISSUE_CODE: Record<number, OperationOutcome['issue'][number]['code']> = {
  400: 'invalid',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-supported',
  413: 'too-long',
  415: 'not-supported',
  422: 'business-rule',
}

/** Answers FHIR JSON. */
export function fhirJson(c: Context, resource: Parameters | OperationOutcome, status = 200): Response {
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
      ...(answer.writeBack?.transaction
        ? [{ name: 'transaction', resource: answer.writeBack.transaction as ParametersParameter['resource'] }]
        : []),
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
