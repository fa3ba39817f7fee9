import type { AssessmentRequestInput, Form } from '@doseline/contract'
import { type ChartRead, minimumNecessary, readNotesOf, readsOf } from '@doseline/ehr'
import type { Session } from '../session/session.ts'
import { reasonsFor } from './reasons.ts'
import type { Act, ReviewState } from './review-state.ts'

/** What the service is asked: the minimum it needs, and what was stated about doses that are still there. */
export function questionOf(
  { session, codebook, attested }: ReviewState,
  chart: ChartRead,
  about: Partial<AssessmentRequestInput>,
): AssessmentRequestInput {
  const inChart = new Set(chart.resources.map(({ resourceType, id }) => `${resourceType}/${id}`))
  const stillThere = Object.entries(attested).filter(([focus]) => inChart.has(focus))
  const notes = readNotesOf(chart)
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
  }
}

/** What it is asked besides, for an act on one dose. */
export function writeBackOf(
  state: ReviewState,
  session: Session,
  { act, focus }: { act: Act; focus: string },
): Partial<AssessmentRequestInput> {
  const { approver, issuer } = session
  const { reference, identifier, display } = approver
  const by = { display, ...(reference ? { reference } : identifier && { identifier }) }
  const overrides = [...reasonsFor(state, focus)]
  const gone = [...(state.gone[focus] ?? [])]
  const forms = formsLeft(state, session)
  return {
    focus,
    writeBack: { act, by, server: issuer.key, overrides, forms, ...(gone.length > 0 && { gone }) },
  }
}

/** How a write-back can go to this EHR, best first, without what it turned out not to take. */
function formsLeft({ answer, refusedForms }: ReviewState, session: Session): Form[] {
  const { forms } = session.negotiated(answer?.forSubmission === false)
  return forms.filter((form) => !refusedForms.includes(form))
}
