import { AssessmentRequest } from '@doseline/assessment'
import { type Context, Hono } from 'hono'
import type { Engine } from '../../engine.ts'
import { jsonBody } from '../../middleware/json-body.ts'
import { fromZodError, HttpProblem } from '../../middleware/problem.ts'
import { type About, type Card, chartCard, doseCard, orderCard } from './cards.ts'
import { HookRequest, type Prefetched, prefetched } from './hook-request.ts'
import { CDS_SERVICES, type CdsService } from './services.ts'

/** CDS Hooks 2.0: discovery and three services on the one engine. `hasApp`: whether cards may link to the app here. */
export function cdsHooksFace(engine: Engine, hasApp: boolean): Hono {
  const app = new Hono()
  app.get('/cds-services', (c) => c.json({ services: CDS_SERVICES }))
  app.post('/cds-services/:id', async (c) => {
    const service = CDS_SERVICES.find(({ id }) => id === c.req.param('id'))
    if (!service) throw new HttpProblem(404, 'not-found', 'There is no such service; see /cds-services.')
    const read = HookRequest.safeParse(await jsonBody(c))
    if (!read.success) throw fromZodError(read.error)
    if (read.data.hook !== service.hook) {
      throw new HttpProblem(400, 'another-hook', `${service.id} answers ${service.hook}.`, [
        { pointer: '/hook', detail: 'Another hook.', remedy: `Send ${service.hook}.` },
      ])
    }
    if (service.hook === 'encounter-discharge' && read.data.context.encounterId === undefined) {
      throw new HttpProblem(400, 'encounter-needed', 'A discharge is of one visit.', [
        { pointer: '/context/encounterId', detail: 'No visit is named.', remedy: 'Send the id of the Encounter.' },
      ])
    }
    return c.json({ cards: cardsFor(c, engine, service, read.data, hasApp) })
  })
  return app
}

function cardsFor(c: Context, engine: Engine, service: CdsService, hook: HookRequest, hasApp: boolean): Card[] {
  const found = prefetched(hook, service)
  const resources =
    service.hook === 'order-sign' ? [...found.resources, ...asIfGiven(hook, engine.now())] : found.resources
  if (!resources.some(({ resourceType }) => resourceType === 'MedicationAdministration')) return []
  const { assessments, digest } = engine.assess(requestOf(resources, found))
  const about: About = {
    digest,
    launchUrl: hasApp ? new URL('/app/launch.html', c.req.url).href : undefined,
    patient: hook.context.patientId,
    notLookedAt: found.notLookedAt,
  }
  switch (service.hook) {
    case 'patient-view':
      return [chartCard(assessments, about)].filter((card) => card !== undefined)
    case 'order-sign':
      return assessments
        .filter(({ focus }) => focus.startsWith(`MedicationAdministration/${ORDERED}`))
        .flatMap((dose) => orderCard(dose, about) ?? [])
    case 'encounter-discharge':
      return assessments
        .filter(({ encounter, covered }) => covered && encounter === `Encounter/${hook.context.encounterId}`)
        .filter(({ verdict }) => verdict === 'not-ready' || verdict === 'needs-information')
        .map((dose) => doseCard(dose, about))
  }
}

function requestOf(resources: Prefetched['resources'], { reads }: Prefetched): AssessmentRequest {
  return AssessmentRequest.parse({ resources, reads })
}

const ORDERED = 'ordered-'

/**
 * A draft order as if its dose were given now: what a payer asks of the drug can be asked before. It is judged and thrown
 * away; nothing of it is answered but what would have to be settled.
 */
function asIfGiven({ context }: HookRequest, now: string): Prefetched['resources'] {
  const orders = context.draftOrders?.entry ?? []
  return orders.flatMap(({ resource }, at) => {
    if (resource.resourceType !== 'MedicationRequest') return []
    const { medicationCodeableConcept, medicationReference, reasonReference, reasonCode, contained } = resource
    return [
      {
        resourceType: 'MedicationAdministration',
        id: `${ORDERED}${at}`,
        status: 'completed',
        subject: { reference: `Patient/${context.patientId}` },
        effectiveDateTime: now.slice(0, 10),
        ...(contained !== undefined && { contained }),
        ...(medicationCodeableConcept !== undefined && { medicationCodeableConcept }),
        ...(medicationReference !== undefined && { medicationReference }),
        ...(reasonReference !== undefined && { reasonReference }),
        ...(reasonCode !== undefined && { reasonCode }),
      },
    ]
  })
}
