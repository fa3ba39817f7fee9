import { FeedbackSum } from '@doseline/contract'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { principalOf } from '../security/principal.ts'
import type { Env, Service } from '../service.ts'
import { jsonAnswer } from './openapi.ts'

const SUMS = createRoute({
  method: 'get',
  path: '/v1/feedback',
  tags: ['CDS Hooks'],
  summary: 'How often what a rule said on a card was accepted or set aside',
  responses: {
    200: jsonAnswer('Sums by service, rule, outcome and reason', z.array(FeedbackSum)),
  },
})

/** What people did with the cards of CDS Hooks, summed: which rules help, and which are in the way. */
export function feedbackRoutes({ ledger }: Service): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>()
  app.openAPIRegistry.registerPath(SUMS)
  app.get('/v1/feedback', async (c) => c.json(await ledger.sumFeedback(principalOf(c).tenant.key)))
  return app
}
