import type { DoseAnswer, PlanAnswer, WriteBackReservationRequestInput } from '@doseline/contract'
import { asFailure, Failure, type SendProgress, type SendReport } from '@doseline/ehr-client'
import type { RulesService } from './rules-service.ts'
import type { Session } from './session.ts'

/** What a write-back needs on its way. */
export interface CarryOut {
  readonly service: RulesService
  readonly session: Pick<Session, 'send' | 'serviceToken'>
  readonly request: WriteBackReservationRequestInput
  /** Whether what would be written, and the dose as it is judged now, are what the person saw. */
  readonly isAsShown: (plan: PlanAnswer, dose: DoseAnswer | undefined) => boolean
  readonly signal: AbortSignal
  readonly onSending: () => void
  readonly onProgress: (progress: SendProgress) => void
  /** This machine’s clock, in milliseconds. */
  readonly now?: () => number
}

/**
 * For how long the service’s word that the visit is held is good for another request, in milliseconds. It holds it for two
 * minutes: what leaves within half a minute has the rest of the time to arrive.
 */
const WORD_IS_GOOD_MS = 30_000

/** How a write-back ended. */
export type Carried =
  | { readonly kind: 'stored'; readonly plan: PlanAnswer; readonly report: SendReport }
  /** Nothing would change. */
  | { readonly kind: 'already' }
  /** It would write something else than the person saw: nothing was sent. `dose`: as it is judged now. */
  | { readonly kind: 'changed'; readonly dose: DoseAnswer | undefined }
  | {
      readonly kind: 'not stored'
      readonly plan: PlanAnswer
      readonly report: SendReport
      /** Tells the ledger that it is stored after all, once the chart shows it. */
      readonly confirm: () => Promise<void>
    }

/**
 * Reserve → send → confirm: whoever holds the reservation of the visit is the only one to write for it. What was stored, what
 * was not and what is open is said to the ledger as it is. Throws a Failure where nothing was sent.
 */
export async function carryOut(way: CarryOut): Promise<Carried> {
  const { service, session, request, isAsShown, signal, onSending, onProgress, now = Date.now } = way
  const asking = { token: session.serviceToken }
  // An answer that is lost on the way is asked for with the same key: it is the same reservation.
  const key = crypto.randomUUID()
  // What is reserved is sent or given up, even where the page has moved on: a reservation left open would keep others out.
  const { writeBack, assessment } = await onceMore(() => service.reserve(request, key, { ...asking, signal }))
  const plan = assessment.plans?.[0]
  const dose = assessment.assessments.find(({ focus }) => focus === request.focus)
  if (!writeBack) return plan?.channel === 'hl7v2' && plan.transaction ? { kind: 'changed', dose } : { kind: 'already' }
  if (!plan?.transaction) return { kind: 'already' }
  // The service queued the message with the reservation, and sends it itself.
  if (plan.channel === 'hl7v2') return { kind: 'stored', plan, report: QUEUED }
  const { id, fencing } = writeBack
  const giveUp = async (reason: string): Promise<void> => {
    await service.step(id, { state: 'void', fencing, reason }, asking).catch(() => undefined)
  }
  if (!isAsShown(plan, dose) || plan.channel === 'by-hand') {
    await giveUp('it would have written something else than was shown; nothing was sent')
    return { kind: 'changed', dose }
  }
  if (signal.aborted) {
    await giveUp('the page moved on; nothing was sent')
    signal.throwIfAborted()
  }
  onSending()
  let askedAt = Number.NEGATIVE_INFINITY
  const assertHeld = async (): Promise<void> => {
    // A machine may sleep while it waits for the answer: then the answer is old when it is read.
    for (let tries = 0; tries < 3 && now() - askedAt >= WORD_IS_GOOD_MS; tries++) {
      const asked = now()
      await onceMore(() => service.step(id, { state: 'sent', fencing }, asking))
      askedAt = asked
    }
    if (now() - askedAt >= WORD_IS_GOOD_MS) throw new Failure('somebody-writes')
  }
  try {
    await assertHeld()
  } catch (thrown) {
    await giveUp('the ledger did not take the sending; nothing was sent')
    throw thrown
  }
  let report: SendReport
  try {
    report = await session.send(plan, onProgress, assertHeld)
  } catch (thrown) {
    // It throws only before the first request.
    await giveUp(`nothing was sent: ${asFailure(thrown).kind}`)
    throw thrown
  }
  const confirm = async (written?: readonly string[]): Promise<void> => {
    const step = { state: 'confirmed', fencing, ...(written && { written: [...written] }) } as const
    await service.step(id, step, asking).catch(() => undefined)
  }
  switch (report.ended) {
    case 'stored':
      await confirm()
      return { kind: 'stored', plan, report }
    case 'refused':
      if (report.written.length > 0) await confirm(report.written)
      else await giveUp(`the EHR refused it: ${report.failure?.kind}`)
      break
    case 'open': {
      const reason = `the connection broke; known to be stored: ${report.written.length}`
      const written = [...report.written]
      await service.step(id, { state: 'unconfirmed', fencing, reason, written }, asking).catch(() => undefined)
    }
  }
  return { kind: 'not stored', plan, report, confirm: () => confirm() }
}

/** What is known of a message that the service sends: it is queued, and nothing was sent to the EHR. */
const QUEUED: SendReport = { ended: 'stored', sent: [], written: [], conflicts: [] }

/** Asks a second time where the network lost the first: the service may have heard it all the same. */
async function onceMore<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (thrown) {
    if (asFailure(thrown).kind !== 'service-unreachable') throw thrown
    return ask()
  }
}

/** Why a write-back did not end as stored, for its screen. */
export function failureOf({ failure, written }: SendReport): Failure {
  if (!failure) return new Failure('write-unconfirmed')
  const isPartly = written.length > 0 && (failure.kind === 'write-refused' || failure.kind === 'chart-moved-on')
  return isPartly ? new Failure('write-partly', failure.about) : failure
}
