import { Hono } from 'hono'
import { actorOf, judged } from '../../decide.ts'
import { jsonBody } from '../../middleware/json-body.ts'
import type { Env, Service } from '../../service.ts'
import { feedbackIn } from './feedback.ts'
import { CDS_SERVICES, serviceCalled } from './services.ts'

/** CDS Hooks 2.0: discovery, three services on the one engine, and feedback. `hasApp`: whether cards may link to the app. */
export function cdsHooksRoutes(service: Service, hasApp: boolean): Hono<Env> {
  const app = new Hono<Env>()
  const launchUrl = hasApp ? `${service.publicUrl}/app/launch.html` : undefined
  app.get('/cds-services', (c) => c.json({ services: CDS_SERVICES }))
  app.post('/cds-services/:id', async (c) => {
    const { id } = serviceCalled(c.req.param('id'))
    const { text, cards = 0 } = await judged(service, c, { api: 'cds-hooks', hook: { service: id, launchUrl } })
    service.metrics.cards.inc({ service: id }, cards)
    return c.body(text, 200, { 'content-type': 'application/json' })
  })
  app.post('/cds-services/:id/feedback', async (c) => {
    const { id } = serviceCalled(c.req.param('id'))
    const given = feedbackIn(await jsonBody(c))
    await service.ledger.storeFeedback(id, given, actorOf(service, c))
    for (const { outcome } of given) service.metrics.feedback.inc({ service: id, outcome })
    return c.json({})
  })
  return app
}
