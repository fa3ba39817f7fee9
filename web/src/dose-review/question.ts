import type { ActsRequest, AssessmentRequestInput, Channel, WriteBackReservationRequestInput } from '@doseline/contract'
import { type ChartRead, readNotesOf, readsOf } from '@doseline/ehr-client'
import type { Session } from '../session/session.ts'
import { reasonsFor } from './reasons.ts'
import type { Act, ReviewState } from './review-state.ts'
import { isLive, storedFor } from './stored.ts'

/** Its lists of words come while the chart is read: the first opening does not wait for them. */
const theMinimum = () => import('@doseline/ehr-client/minimum-necessary')
theMinimum().catch(() => undefined)

/** What the service is asked: the minimum it needs, and what was stated about doses that are still there. */
export async function questionOf<About extends object>(
  { session, codebook, attested }: ReviewState,
  chart: ChartRead,
  about: About,
): Promise<Omit<AssessmentRequestInput, 'writeBack'> & About> {
  const inChart = new Set(chart.resources.map(({ resourceType, id }) => `${resourceType}/${id}`))
  const stillThere = Object.entries(attested).filter(([focus]) => inChart.has(focus))
  const notes = readNotesOf(chart)
  const { minimumNecessary } = await theMinimum()
  return {
    resources: minimumNecessary(chart.resources).map((resource) => ({ ...resource })),
    reads: readsOf(chart),
    ...(Object.keys(notes).length > 0 && { readNotes: notes }),
    codebook,
    include: ['evidence'],
    ...(session && { server: session.issuer.key }),
    attested: Object.fromEntries(stillThere),
    ...(session?.issuer.timeZone && { timeZone: session.issuer.timeZone }),
    ...about,
    ...(await billed(chart, about)),
  }
}

/** A message to the billing system names the patient; where none can be asked for, nobody is named. */
async function billed(chart: ChartRead, about: { readonly focus?: string; readonly writeBack?: AnyWriteBack }) {
  const { focus = about.writeBack?.focus, writeBack } = about
  if (focus === undefined || !writeBack?.channels?.includes('hl7v2')) return {}
  const { billedPatientIn } = await import('./billed-patient.ts')
  return { writeBack: { ...writeBack, billedPatient: billedPatientIn(chart.resources, focus) } }
}

interface AnyWriteBack {
  readonly channels?: readonly Channel[]
  readonly focus?: string
}

/** Every act that a person can choose from for a dose: what is stored for it can be voided, too. */
export function actsOf(state: ReviewState, session: Session, chart: ChartRead, focus: string): ActsRequest {
  // What the billing system has the chart does not show: the service knows whether there is anything to credit.
  const isStored = storedFor(chart.resources, focus).some(isLive) || session.issuer.billingInterface === true
  return {
    acts: ['approve', 'suggest', ...(isStored ? (['void'] as const) : [])],
    focus,
    ...aboutOf(state, session, focus),
  }
}

/** What a reservation asks besides: the one act on a dose. */
export const reservationOf = (
  state: ReviewState,
  session: Session,
  { act, focus }: { readonly act: Act; readonly focus: string },
): Pick<WriteBackReservationRequestInput, 'focus' | 'writeBack'> => ({
  focus,
  writeBack: { act, ...shownOf(state, act), ...aboutOf(state, session, focus) },
})

/** What the person saw: where the service itself sends, it compares before it does. */
function shownOf({ plans }: ReviewState, act: Act): { readonly shown?: string[] } {
  const plan = plans?.[act]
  return plan?.channel === 'hl7v2' ? { shown: plan.writes.map((write) => `${write.act} ${write.text}`) } : {}
}

/** By whom it is written, to which EHR and how, and for which reasons. */
function aboutOf(state: ReviewState, session: Session, focus: string) {
  const { approver, issuer } = session
  const { reference, identifier, display } = approver
  const by = { display, ...(reference ? { reference } : identifier && { identifier }) }
  const reversedCharges = [...(state.reversedCharges[focus] ?? [])]
  return {
    by,
    server: issuer.key,
    overrides: [...reasonsFor(state, focus)],
    channels: channelsLeft(state, session),
    ...(reversedCharges.length > 0 && { reversedCharges }),
  }
}

/** How a write-back can go to this EHR, best first, without what it turned out not to take. */
function channelsLeft({ answer, refusedChannels }: ReviewState, session: Session): Channel[] {
  const { channels } = session.negotiated(answer?.forSubmission === false)
  return channels.filter((channel) => !refusedChannels.includes(channel))
}
