import type { Judgment, Task, ToRecord } from './judging/task.ts'
import type { AuditEntry } from './ledger/audit.ts'
import { idempotencyKey } from './middleware/idempotency-key.ts'
import { sentBody } from './middleware/json-body.ts'
import { askerOf } from './security/own.ts'
import { principalOf } from './security/principal.ts'
import type { Ctx, Service } from './service.ts'

/** Who does something now, for the audit. */
export function actorOf({ engine }: Service, c: Ctx): Omit<AuditEntry, 'act' | 'about' | 'subject'> {
  const { tenant, who } = principalOf(c)
  return { at: engine.now(), tenant: tenant.key, who }
}

/**
 * Has the chart of a request judged, and records what was decided before anybody hears of it: no audit row, no answer.
 * Nothing of the body is read here, however large it is: this thread serves everybody.
 */
export async function judged(service: Service, c: Ctx, about: Pick<Task, 'api' | 'hook'>): Promise<Judgment> {
  const { engine, ledger, judging, metrics } = service
  const asker = askerOf(c)
  const tenant = asker.tenant.key
  const key = about.api === 'cds-hooks' ? undefined : idempotencyKey(c)
  const earlier = key === undefined || about.api === 'write-back' ? undefined : await ledger.earlierRequest(tenant, key)
  const body = await sentBody(c)
  const task: Task = { ...about, body, asker, now: engine.now(), ...(key && { idempotency: { key, earlier } }) }
  const done = metrics.judging.startTimer({ api: about.api })
  const judgment = await judging
    .judge(task, { posted: (of) => ledger.posted({ ...of, tenant }) }, c.req.raw.signal)
    .finally(done)
  if (judgment.record) await record(service, c, judgment.record, about.api)
  return judgment
}

async function record(service: Service, c: Ctx, decided: ToRecord, api: Task['api']): Promise<void> {
  const { ledger, metrics } = service
  const { subject, about, dosesOf, id, answer, idempotency, cards, codebook, verdicts, worklist } = decided
  const entry: AuditEntry = {
    ...actorOf(service, c),
    act: 'assessed',
    subject,
    about: { ...about, requestId: c.get('requestId') },
    ...(dosesOf && { dosesOf }),
  }
  const done = metrics.ledger.startTimer()
  try {
    await ledger.record({ entry, id, answer, idempotency, cards, ...(worklist && { worklist }) })
    done({ result: 'stored' })
  } catch (error) {
    done({ result: 'failed' })
    throw error
  }
  for (const verdict of verdicts) metrics.doses.inc({ verdict, codebook, api })
}
