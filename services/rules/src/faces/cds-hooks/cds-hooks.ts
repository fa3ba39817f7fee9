import { type AssessmentAnswer, AssessmentRequest, type DoseAnswer } from '@doseline/assessment'
import { Hono } from 'hono'
import { actorOf, record, withGiven } from '../../decide.ts'
import { jsonBody } from '../../middleware/json-body.ts'
import { fromZodError, HttpProblem } from '../../middleware/problem.ts'
import { principalOf } from '../../security/principal.ts'
import type { Ctx, Env, Service } from '../../service.ts'
import { type About, chartCard, doseCard, type Issued, orderCard } from './cards.ts'
import { feedbackIn } from './feedback.ts'
import { HookRequest, type Prefetched, prefetched } from './hook-request.ts'
import { CDS_SERVICES, type CdsService } from './services.ts'

/** CDS Hooks 2.0: discovery, three services on the one engine, and feedback. `hasApp`: whether cards may link to the app. */
export function cdsHooksFace(service: Service, hasApp: boolean): Hono<Env> {
  const app = new Hono<Env>()
  app.get('/cds-services', (c) => c.json({ services: CDS_SERVICES }))
  app.post('/cds-services/:id', async (c) => {
    const asked = serviceCalled(c.req.param('id'))
    const read = HookRequest.safeParse(await jsonBody(c))
    if (!read.success) throw fromZodError(read.error)
    refuseOtherHook(asked, read.data)
    const { answer, issued } = await cardsFor(service, c, { asked, hook: read.data, hasApp })
    if (answer) await record(service, c, answer, { face: 'cds-hooks', cards: issued.flatMap(({ rules }) => rules) })
    service.metrics.cards.inc({ service: asked.id }, issued.length)
    return c.json({ cards: issued.map(({ card }) => card) })
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

function serviceCalled(id: string): CdsService {
  const found = CDS_SERVICES.find((each) => each.id === id)
  if (!found) throw new HttpProblem(404, 'not-found', 'There is no such service; see /cds-services.')
  return found
}

function refuseOtherHook({ id, hook }: CdsService, request: HookRequest): void {
  if (request.hook !== hook) {
    throw new HttpProblem(400, 'another-hook', `${id} answers ${hook}.`, [
      { pointer: '/hook', detail: 'Another hook.', remedy: `Send ${hook}.` },
    ])
  }
  if (hook === 'encounter-discharge' && request.context.encounterId === undefined) {
    throw new HttpProblem(400, 'encounter-needed', 'A discharge is of one visit.', [
      { pointer: '/context/encounterId', detail: 'No visit is named.', remedy: 'Send the id of the Encounter.' },
    ])
  }
}

interface Asked {
  readonly asked: CdsService
  readonly hook: HookRequest
  readonly hasApp: boolean
}

/** The cards, and the answer they rest on; none where there was no dose to judge. */
async function cardsFor(
  service: Service,
  c: Ctx,
  { asked, hook, hasApp }: Asked,
): Promise<{ readonly answer?: AssessmentAnswer; readonly issued: readonly Issued[] }> {
  const { engine, publicUrl } = service
  const { tenant } = principalOf(c)
  const server = tenant.issuers.find(({ iss }) => iss !== undefined && isSameBase(iss, hook.fhirServer))?.key
  const found = prefetched(hook, asked)
  const resources =
    asked.hook === 'order-sign' ? [...found.resources, ...asIfGiven(hook, engine.now())] : found.resources
  if (resources.length === 0) return { issued: [] }
  const answer = engine.assess(await withGiven(service, c, requestOf(resources, found), server), tenant)
  if (answer.assessments.length === 0) return { issued: [] }
  const about: About = {
    digest: answer.digest,
    launchUrl: hasApp ? `${publicUrl}/app/launch.html` : undefined,
    patient: hook.context.patientId,
    notLookedAt: found.notLookedAt,
  }
  return { answer, issued: cardsOf(answer.assessments, about, asked, hook) }
}

function cardsOf(doses: readonly DoseAnswer[], about: About, { hook: name }: CdsService, hook: HookRequest): Issued[] {
  switch (name) {
    case 'patient-view':
      return [chartCard(doses, about)].filter((issued) => issued !== undefined)
    case 'order-sign':
      return doses
        .filter(({ focus }) => focus.startsWith(`MedicationAdministration/${ORDERED}`))
        .flatMap((dose) => orderCard(dose, about) ?? [])
    case 'encounter-discharge':
      return doses
        .filter(({ encounter, covered }) => covered && encounter === `Encounter/${hook.context.encounterId}`)
        .filter(({ verdict }) => verdict === 'not-ready' || verdict === 'needs-information')
        .map((dose) => doseCard(dose, about))
  }
}

function requestOf(resources: Prefetched['resources'], { reads }: Prefetched): AssessmentRequest {
  return AssessmentRequest.parse({ resources, reads })
}

const isSameBase = (a: string, b: string | undefined): boolean => a.replace(/\/$/, '') === b?.replace(/\/$/, '')

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
