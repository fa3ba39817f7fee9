import { questionOf } from '@doseline/assessment'
import { type PlanAnswer, WriteBackReservationRequest } from '@doseline/contract'
import { voidedCharges } from '@doseline/fhir'
import type { Engine } from '../engine.ts'
import { sha256 } from '../ledger/digest.ts'
import { plannedIdentities } from '../ledger/planned-identities.ts'
import { joined, split } from '../ledger/stored-answer.ts'
import { readJson } from '../middleware/json-body.ts'
import { parsed } from '../middleware/problem.ts'
import { refuseAnotherAuthor } from '../security/own.ts'
import { serverOf } from '../security/server-of.ts'
import { interfaceOf } from '../tenants.ts'
import { billingMessage } from './billing-message.ts'
import { withPosted } from './known.ts'
import type { Ask, Judgment, Task } from './task.ts'
import { encoded, toRecord } from './to-record.ts'

/** Judges the chart again for a write-back, and says what is to be reserved for it. */
export async function judgeWriteBack(engine: Engine, task: Task, ask: Ask): Promise<Judgment> {
  const { asker, now, idempotency } = task
  const body = readJson(task.body)
  const { overrideEarlier = [], writeBack, ...asked } = parsed(WriteBackReservationRequest, body)
  const { act, shown, ...about } = writeBack
  const request = { ...asked, writeBack: { ...about, acts: [act] } }
  serverOf(asker, request)
  refuseAnotherAuthor(asker, writeBack.by)
  const { server } = writeBack
  const known = await withPosted({ ...request, asOf: request.asOf ?? now }, { server, asker, ask })
  const judged = engine.assess(known.request, asker.tenant, known.chart)
  const { answer: assessment } = judged
  const record = toRecord(judged, { api: 'write-back', asker, server })
  const plan = assessment.plans?.[0]
  const fingerprint = sha256(JSON.stringify(body))
  if (!plan?.transaction || plan.visit === undefined) return { text: encoded({ assessment }), record, fingerprint }
  if (plan.channel === 'hl7v2' && shown && !isShown(plan, shown))
    return { text: encoded({ assessment }), record, fingerprint }
  const { head, parts } = split(assessment, record.answer.parts)
  const key = idempotency?.key ?? ''
  const identities = plannedIdentities(plan)
  const profile = interfaceOf(asker.tenant, server)
  const { writes, message } =
    plan.channel === 'hl7v2' && profile
      ? billingMessage(
          {
            plan,
            profile,
            patient: writeBack.billedPatient ?? { identifiers: [] },
            key: `${asker.tenant.key} ${key}`,
            at: now,
            posted: known.request.postedCharges ?? [],
          },
          identities,
        )
      : { writes: identities, message: undefined }
  return {
    // Its own memory, which is handed over: what Buffer joins may lie in the pool of this thread.
    text: new Uint8Array(
      joined(
        head,
        parts.map(({ text }) => text),
      ),
    ),
    record,
    reservation: {
      visit: plan.visit,
      key,
      message,
      fingerprint,
      patient: assessment.assessments[0]?.patient ?? '',
      assessment: assessment.id,
      writes,
      channel: plan.channel,
      does: plan.act,
      focus: request.focus,
      reversedCharges: writeBack.reversedCharges ?? [],
      by: writeBack.by.display ?? writeBack.by.reference ?? writeBack.by.identifier,
      overrides: overridden(writeBack),
      dosesOf: { server, doses: plan.doses ?? [] },
      reserves: dosesWritten(plan),
      voided: [...voidedCharges(known.chart), ...identitiesOf(plan, 'void')],
      demonstration: assessment.forSubmission ? '' : assessment.codebook.id,
      plan: JSON.stringify({ writes, answer: head }),
      overrideEarlier,
    },
  }
}

/** Whether a plan is the one that a person saw: a message that is queued cannot be given up any more. */
const isShown = ({ writes }: PlanAnswer, shown: readonly string[]): boolean =>
  writes.map(({ act, text }) => `${act} ${text}`).join('\n') === shown.join('\n')

/** The doses whose lines a plan writes, changes or voids, whatever channel it goes in. */
const dosesWritten = ({ writes }: PlanAnswer): string[] => [
  ...new Set(writes.filter(({ act }) => act !== 'keep').flatMap(({ doses = [] }) => doses)),
]

const identitiesOf = ({ writes }: PlanAnswer, wanted: PlanAnswer['writes'][number]['act']): string[] =>
  writes.flatMap(({ act, identifier }) => (act === wanted && identifier ? [identifier.value] : []))

/** The reasons, with the questions in words. */
const overridden = ({ overrides }: WriteBackReservationRequest['writeBack']) =>
  overrides.map(({ rule, reason }) => ({ rule, asks: questionOf(rule) ?? rule, reason }))
