import type { Confidence, Outcome, PolicyLayer, Severity, Who } from '@doseline/contract'

/** A document that states a value, with the day the value starts. */
export interface Source {
  readonly id: string
  readonly title: string
  /** Where it can be read; absent for what no document states. */
  readonly address?: string
  /** The day from which the value is in force; absent where no source gives one. */
  readonly from?: string
  /** The value in words: `JW or JZ`. */
  readonly value?: string
  readonly confidence: Confidence
  /** Whose policy file gives the value; absent for one that is shipped. */
  readonly layer?: PolicyLayer
}

/** The denial a payer would answer with: claim adjustment group, reason codes (CARC) and remark codes (RARC). */
export interface Denial {
  /** In the words of a denial log: `JW/JZ missing`. */
  readonly reason: string
  readonly group: string
  readonly carc: readonly string[]
  readonly rarc: readonly string[]
  readonly confidence: Confidence
}

/** The answer of one rule about one dose. */
export interface Finding {
  readonly rule: string
  readonly asks: string
  readonly outcome: Outcome
  readonly severity: Severity
  /** One sentence with the numbers in it. */
  readonly text: string
  /** Which of the rule's messages this is; absent for `passes` and for a missing fact. */
  readonly message?: string
  /** What would mend it; absent where nothing needs mending. */
  readonly remedy?: string
  readonly who?: Who
  /** Names of the facts it rests on. */
  readonly evidence: readonly string[]
  readonly sources: readonly Source[]
  /** `unconfirmed` where any value the answer rests on is. */
  readonly confidence: Confidence
  /** What the claim would be denied with as it stands; only where the rule fails and a denial is known. */
  readonly denial?: Denial
}
