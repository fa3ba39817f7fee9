import { type Assessed, readChart } from '@doseline/assessment'
import { AssessmentRequest, type DoseAnswer } from '@doseline/contract'
import type { Chart } from '@doseline/fhir'
import type { Engine } from '../engine.ts'
import { readJson } from '../middleware/json-body.ts'
import { HttpProblem, parsed } from '../middleware/problem.ts'
import {
  type About,
  areDosesUnread,
  chartCard,
  doseCard,
  type Issued,
  orderCard,
  unreadCard,
} from '../routes/cds-hooks/cards.ts'
import { HookRequest } from '../routes/cds-hooks/hook-request.ts'
import { type Prefetched, prefetched } from '../routes/cds-hooks/prefetched.ts'
import { type CdsService, serviceCalled } from '../routes/cds-hooks/services.ts'
import { isOfVisit, visitOf } from '../routes/cds-hooks/visit.ts'
import { refuseOrdersOfOthers } from '../routes/cds-hooks/whose.ts'
import type { Asker } from '../security/who.ts'
import { issuerAt, onlyIssuerOf } from '../tenants.ts'
import { withPosted } from './known.ts'
import type { Ask, Judgment, Task } from './task.ts'
import { encoded, toRecord } from './to-record.ts'

/** A service that was called, and by whom. */
interface Called {
  readonly asked: CdsService
  readonly asker: Asker
  readonly now: string
  readonly launchUrl: string | undefined
}

/** The cards of a hook. */
export async function judgeHook(engine: Engine, { body, hook: to, asker, now }: Task, ask: Ask): Promise<Judgment> {
  const asked = serviceCalled(to?.service ?? '')
  const hook = parsed(HookRequest, readJson(body))
  refuseOtherHook(asked, hook)
  const called = { asked, asker, now, launchUrl: to?.launchUrl }
  const { judged, server, issued } = await cardsFor(engine, hook, called, ask)
  const cards = issued.flatMap(({ rules }) => rules)
  return {
    text: encoded({ cards: issued.map(({ card }) => card) }),
    cards: issued.length,
    ...(judged && { record: toRecord(judged, { api: 'cds-hooks', asker, server, cards }) }),
  }
}

function refuseOtherHook({ id, hook }: CdsService, request: HookRequest): void {
  if (request.hook !== hook) {
    throw new HttpProblem('hook-mismatch', `${id} answers ${hook}.`, [
      { pointer: '/hook', detail: 'Another hook.', remedy: `Send ${hook}.` },
    ])
  }
  if (hook === 'encounter-discharge' && request.context.encounterId === undefined) {
    throw new HttpProblem('encounter-needed', 'A discharge is of one visit.', [
      { pointer: '/context/encounterId', detail: 'No visit is named.', remedy: 'Send the id of the Encounter.' },
    ])
  }
}

/** The cards, and the answer they rest on; none where there was no dose to judge. */
interface Cards {
  readonly judged?: Assessed
  /** The EHR whose doses they are about; absent where it is not known, and of orders, which are no doses yet. */
  readonly server?: string | undefined
  readonly issued: readonly Issued[]
}

async function cardsFor(engine: Engine, hook: HookRequest, called: Called, ask: Ask): Promise<Cards> {
  const { asked, asker, now, launchUrl } = called
  const { tenant } = asker
  const server = (hook.fhirServer === undefined ? onlyIssuerOf(tenant) : issuerAt(tenant, hook.fhirServer))?.key
  const isOfDoses = asked.hook !== 'order-sign'
  if (!isOfDoses) refuseOrdersOfOthers(hook, chartOfOrders(hook))
  const found = prefetched(hook, asked)
  const resources = isOfDoses ? found.resources : [...found.resources, ...asIfGiven(hook, now)]
  const known = await withPosted(requestOf(resources, found), { server, asker, ask })
  const judged = engine.assess({ ...known.request, asOf: now }, tenant, known.chart)
  const { answer } = judged
  const about: About = {
    digest: answer.digest,
    launchUrl,
    patient: hook.context.patientId,
    unread: found.unread,
    none: found.none,
  }
  const doses = answer.assessments.filter(({ patient }) => patient === `Patient/${hook.context.patientId}`)
  const issued = cardsOf(doses, about, { asked, hook, found, today: now.slice(0, 10) })
  if (answer.assessments.length === 0) return { issued }
  return { judged, ...(isOfDoses && { server }), issued }
}

interface Around {
  readonly asked: CdsService
  readonly hook: HookRequest
  readonly found: Prefetched
  readonly today: string
}

function cardsOf(doses: readonly DoseAnswer[], about: About, { asked, hook, found, today }: Around): Issued[] {
  switch (asked.hook) {
    case 'patient-view': {
      const card = chartCard(doses, about)
      return card ? [card] : saidAtLeast([], doses, about)
    }
    case 'order-sign': {
      const ordered = doses.filter(({ focus }) => focus.startsWith(`MedicationAdministration/${ORDERED}`))
      const cards = ordered.flatMap((dose) => orderCard(dose, about) ?? [])
      return saidAtLeast(cards, ordered, about)
    }
    case 'encounter-discharge': {
      const visit = visitOf(hook, found.chart, today)
      const ofVisit = doses.filter((dose) => dose.supported && isOfVisit(dose, visit))
      const open = ofVisit.filter(({ verdict }) => verdict === 'not-ready' || verdict === 'needs-information')
      const cards = open.map((dose) => doseCard(dose, about))
      return areDosesUnread(about) ? [...cards, unreadCard(about)] : saidAtLeast(cards, ofVisit, about)
    }
  }
}

/** The cards; where there is none, and something was not read that a dose may rest on, one that says so. */
function saidAtLeast(cards: Issued[], doses: readonly DoseAnswer[], about: About): Issued[] {
  if (cards.length > 0 || about.unread.length === 0) return cards
  return areDosesUnread(about) || doses.some(({ supported }) => supported) ? [unreadCard(about)] : []
}

function requestOf(resources: Prefetched['resources'], { reads, readNotes }: Prefetched): AssessmentRequest {
  return AssessmentRequest.parse({ resources, reads, readNotes })
}

/** The orders that are to be signed, as a chart of their own. */
const chartOfOrders = ({ context }: HookRequest): Chart =>
  readChart({ resources: (context.draftOrders?.entry ?? []).map(({ resource }) => resource), reads: {} })

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
