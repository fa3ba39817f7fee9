import { PlansRequest } from '@doseline/contract'
import type { Engine } from '../engine.ts'
import { readJson } from '../middleware/json-body.ts'
import { parsed } from '../middleware/problem.ts'
import { refuseAnotherAuthor, refuseAnothersChart } from '../security/own.ts'
import { serverOf } from '../security/server-of.ts'
import { withPosted } from './known.ts'
import type { Ask, Judgment, Task } from './task.ts'
import { encoded } from './to-record.ts'

/** What each act on a dose would write. No verdict is answered, so none is recorded: the decision is that of the assessment, or of the reservation. */
export async function judgePlans(engine: Engine, { body, asker, now }: Task, ask: Ask): Promise<Judgment> {
  const request = parsed(PlansRequest, readJson(body))
  const server = serverOf(asker, request)
  refuseAnotherAuthor(asker, request.writeBack.by)
  const known = await withPosted({ ...request, asOf: request.asOf ?? now }, { server, asker, ask })
  const answer = engine.plan(known.request, asker.tenant, known.chart)
  refuseAnothersChart(asker, [answer.patient])
  return { text: encoded(answer) }
}
