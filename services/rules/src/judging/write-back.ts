import { type AssessmentAnswer, type WriteBackAnswer, WriteBackClaimRequest } from '@doseline/contract'
import { withdrawnCharges } from '@doseline/fhir'
import type { Engine } from '../engine.ts'
import { sha256 } from '../ledger/digest.ts'
import { leftBy } from '../ledger/left-by.ts'
import { split } from '../ledger/stored-answer.ts'
import { readJson } from '../middleware/json-body.ts'
import { fromZodError } from '../middleware/problem.ts'
import { refuseAnotherAuthor } from '../security/own.ts'
import { serverOf } from '../security/server-of.ts'
import { withGiven } from './known.ts'
import type { Ask, Judgment, Task } from './task.ts'
import { encoded, toRecord } from './to-record.ts'

/** Judges the chart again for a write-back, and says what is to be reserved for it. */
export async function judgeWriteBack(engine: Engine, task: Task, ask: Ask): Promise<Judgment> {
  const { asker, now, idempotency } = task
  const body = readJson(task.body)
  const { despite = [], ...request } = askedIn(body)
  serverOf(asker, request)
  refuseAnotherAuthor(asker, request.writeBack.by)
  const { server } = request.writeBack
  const known = await withGiven({ ...request, asOf: request.asOf ?? now }, { server, asker, ask })
  const assessment = engine.assess(known.request, asker.tenant, known.chart)
  const record = toRecord(assessment, { face: 'write-back', server })
  const plan = assessment.writeBack
  if (!plan?.transaction || plan.visit === undefined) return { text: encoded({ assessment }), record }
  const writes = leftBy(plan)
  const { writeBack } = request
  return {
    text: encoded(assessment),
    record,
    claim: {
      visit: plan.visit,
      key: idempotency?.key ?? '',
      fingerprint: sha256(JSON.stringify(body)),
      patient: assessment.assessments[0]?.patient ?? '',
      assessment: assessment.id,
      writes,
      form: plan.form,
      does: plan.act,
      focus: request.focus,
      gone: writeBack.gone ?? [],
      by: writeBack.by.display ?? writeBack.by.reference ?? writeBack.by.identifier,
      overrides: overridden(request, assessment),
      dosesOf: { server, doses: plan.doses ?? [] },
      reserves: dosesWritten(plan),
      withdrawn: [...withdrawnCharges(known.chart), ...identitiesOf(plan, 'void')],
      demonstration: assessment.forSubmission ? '' : assessment.codebook.id,
      plan: JSON.stringify({ writes, answer: split(assessment).head }),
      despite,
    },
  }
}

/** The doses whose lines a plan writes, changes or withdraws, whatever form it goes in. */
const dosesWritten = ({ writes }: WriteBackAnswer): string[] => [
  ...new Set(writes.filter(({ act }) => act !== 'keep').flatMap(({ doses = [] }) => doses)),
]

const identitiesOf = ({ writes }: WriteBackAnswer, wanted: WriteBackAnswer['writes'][number]['act']): string[] =>
  writes.flatMap(({ act, identifier }) => (act === wanted && identifier ? [identifier.value] : []))

/** The reasons, with the questions in words. */
function overridden({ writeBack }: WriteBackClaimRequest, { assessments }: AssessmentAnswer) {
  const findings = assessments.flatMap(({ findings: each }) => each)
  const asks = (rule: string): string => findings.find(({ id }) => id === rule)?.asks ?? rule
  return writeBack.overrides.map(({ rule, reason }) => ({ rule, asks: asks(rule), reason }))
}

function askedIn(body: unknown): WriteBackClaimRequest {
  const asked = WriteBackClaimRequest.safeParse(body)
  if (!asked.success) throw fromZodError(asked.error)
  return asked.data
}
