import { OUTBOX_STATES, OutboxAnswer, OutboxDecisionRequest, OutboxMessage } from '@doseline/contract'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { actorOf } from '../decide.ts'
import { jsonBody } from '../middleware/json-body.ts'
import { HttpProblem, parsed } from '../middleware/problem.ts'
import { principalOf } from '../security/principal.ts'
import type { Env, Service } from '../service.ts'
import { jsonAnswer, problemAnswer } from './openapi.ts'

const Query = z.object({
  state: z.enum(OUTBOX_STATES).optional().describe('Only those in this state'),
  writeBack: z.string().max(100).optional().describe('Only those of this write-back'),
})

const LIST = createRoute({
  method: 'get',
  path: '/v1/outbox',
  tags: ['Billing interface'],
  summary: 'Messages to the billing system, newest first',
  description:
    'What became of each HL7 v2 message: queued, sent, accepted, refused with the receiver’s words, withdrawn. At most 500.',
  request: { query: Query },
  responses: { 200: jsonAnswer('The messages', OutboxAnswer), 400: problemAnswer('There is no such state') },
})
const DECIDE = createRoute({
  method: 'post',
  path: '/v1/outbox/{id}',
  tags: ['Billing interface'],
  summary: 'Decide on a message that was refused',
  description:
    'Until somebody decides, the messages of its account behind it wait. A message is never changed: what has to be charged otherwise is withdrawn, and approved again.',
  request: {
    params: z.object({ id: z.string() }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: OutboxDecisionRequest,
          example: { decision: 'retry', reason: 'The code was added to the charge master.' },
        },
      },
    },
  },
  responses: {
    200: jsonAnswer('The message as it is now', OutboxMessage),
    404: problemAnswer('There is no such message'),
    409: problemAnswer('It is not refused, or it takes back a charge and cannot be withdrawn'),
  },
})

/** What became of the messages to the billing system, and what a person decides of those that were refused. */
export function outboxRoutes(service: Service): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>()
  for (const route of [LIST, DECIDE]) app.openAPIRegistry.registerPath(route)
  app.get('/v1/outbox', async (c) => {
    const { state, writeBack } = parsed(Query, c.req.query())
    const about = { ...(state && { state }), ...(writeBack && { writeBack }) }
    return c.json({ messages: await service.ledger.outbox({ tenant: principalOf(c).tenant.key, ...about }) })
  })
  app.post('/v1/outbox/:id', async (c) => {
    const { decision, reason } = parsed(OutboxDecisionRequest, await jsonBody(c))
    const decided = await service.ledger.decideOn({ id: c.req.param('id'), decision, reason }, actorOf(service, c))
    switch (decided.kind) {
      case 'unknown':
        throw new HttpProblem('not-found', 'There is no such message.')
      case 'not now':
        throw new HttpProblem('message-not-refused', decided.because)
      case 'done':
        return c.json(decided.row)
    }
  })
  return app
}
