import type { ChannelOffer, ChannelRequest, WriteBackInput, WriteBackPlan } from '../../write-back-request.ts'

/** What a channel is asked about: the plan in full R4, what it was made from, and what the EHR offers. */
export interface Carried {
  readonly input: WriteBackInput
  readonly plan: WriteBackPlan
  readonly offer: ChannelOffer
}

/** One way to hand a plan to an EHR. */
export interface ChannelWriter {
  /** Why it cannot carry this plan at all, in a sentence; undefined where it can. */
  readonly refuses: (carried: Carried) => string | undefined
  /** What it leaves out of the plan it carries, a sentence each. */
  readonly loses: (carried: Carried) => readonly string[]
  /** Absent where there is nothing to send step by step. */
  readonly requests?: (carried: Carried) => readonly ChannelRequest[]
}

/** For a channel that carries whatever there is. */
export const anything = (): undefined => undefined

/** The server answers with what it stored: otherwise its id and version are not known. */
export const STORED_BACK = { prefer: 'return=representation' } as const
