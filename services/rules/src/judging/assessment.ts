import type { Assessed } from '@doseline/assessment'
import { AssessmentRequest } from '@doseline/contract'
import type { Engine } from '../engine.ts'
import { sha256 } from '../ledger/digest.ts'
import { keyReused } from '../middleware/idempotency-key.ts'
import { readJson } from '../middleware/json-body.ts'
import { HttpProblem, parsed } from '../middleware/problem.ts'
import { parametersFrom } from '../routes/fhir-answer.ts'
import { asSent } from '../routes/fhir-fault.ts'
import { isFhir, requestFrom } from '../routes/operation-input.ts'
import { refuseAnotherAuthor, refuseAnothersChart } from '../security/own.ts'
import { serverOf } from '../security/server-of.ts'
import { withPosted } from './known.ts'
import type { Ask, Judgment, Task, ToRecord } from './task.ts'
import { encoded, toRecord } from './to-record.ts'

/**
 * The answer to a request of the contract, or to a chart that came as it is: every Bundle that one route takes the other
 * takes too. FHIR is answered in FHIR.
 */
export async function judgeAssessment(engine: Engine, task: Task, ask: Ask): Promise<Judgment> {
  const body = readJson(task.body)
  const sent = task.api === 'fhir' || isFhir(body) ? requestFrom(body) : undefined
  try {
    const request = parsed(AssessmentRequest, sent?.request ?? body)
    const {
      judged: { answer },
      record,
    } = await decide(engine, { ...task, request }, ask)
    const text = encoded(task.api === 'fhir' ? parametersFrom(answer) : answer)
    return { text, id: answer.id, ...(record && { record }) }
  } catch (error) {
    throw sent && error instanceof HttpProblem ? asSent(error, sent) : error
  }
}

interface Decided {
  readonly judged: Assessed
  readonly record?: ToRecord
}

/** A request whose Idempotency-Key came before is judged again at the moment of the first, so that it has the same answer. */
async function decide(
  engine: Engine,
  { request, asker, now, api, idempotency }: Task & { readonly request: AssessmentRequest },
  ask: Ask,
): Promise<Decided> {
  const { key, earlier } = idempotency ?? {}
  const fingerprint = key === undefined ? '' : sha256(JSON.stringify(request))
  if (earlier && earlier.fingerprint !== fingerprint) throw keyReused()
  const server = serverOf(asker, request)
  refuseAnotherAuthor(asker, request.writeBack?.by)
  const asOf = request.asOf ?? earlier?.asOf ?? now
  const known = await withPosted({ ...request, asOf }, { server, asker, ask })
  const judged = engine.assess(known.request, asker.tenant, known.chart)
  refuseAnothersChart(
    asker,
    judged.answer.assessments.map(({ patient }) => patient),
  )
  if (earlier) return { judged }
  const again = key === undefined ? undefined : { key, fingerprint, asOf }
  return { judged, record: toRecord(judged, { api, asker, server, idempotency: again }) }
}
