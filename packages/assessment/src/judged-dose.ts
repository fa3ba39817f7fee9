import type { Verdict } from '@doseline/contract'
import type { ChargeLine } from '@doseline/dose'
import type { DerivedDose, RuleFinding } from '@doseline/rules'

/** One dose, judged: steps ② to ⑤ of the picture in ARCHITECTURE.md. */
export interface JudgedDose extends DerivedDose {
  readonly findings: readonly RuleFinding[]
  readonly verdict: Verdict
  /** What would be charged; shown whatever the verdict, written only when it may be. */
  readonly lines: readonly ChargeLine[]
}
