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
  /** Whether nothing is left to send in this channel, though the plan has more. */
  readonly isSettled?: (carried: Carried) => boolean
}

/** For a channel that carries whatever there is. */
export const anything = (): undefined => undefined

/** For a channel into the EHR: it carries whatever there is, but for what takes back a charge of the billing system. */
export const allButCredits = ({ plan }: Carried): string | undefined => {
  const credits = plan.steps.filter(({ isCredit }) => isCredit)
  if (credits.length === 0) return undefined
  const which = credits.map(({ write }) => write.text).join(', ')
  return `${which} went to the billing system by HL7, and only there it can be credited.`
}

/** The server answers with what it stored: otherwise its id and version are not known. */
export const STORED_BACK = { prefer: 'return=representation' } as const
