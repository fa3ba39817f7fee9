import type { Flag } from 'fhir/r4'
import type { Chart } from '../../chart.ts'
import type { WriteBackInput } from '../../write-back-request.ts'
import { visitIdentity } from '../identities.ts'
import { marksOf } from '../resources/book.ts'
import { readinessFlag } from '../resources/readiness-flag.ts'
import { type Ours, ourFlags } from './ours.ts'

/** The Flag of a visit: what it would be, and what stands for it. */
export interface FlagTarget {
  /** The Flag that it would be, by the day it began; undefined where no dose is left that it would tell of. */
  readonly flagSince?: (start: string) => Flag
  /** The oldest. */
  readonly current?: Ours<Flag>
  /** Others with its identity: conditional creates race on real servers. */
  readonly copies: readonly Ours<Flag>[]
}

/** What the Flag of the visit is to become. After a void it goes on for the doses that stay. */
export function flagTarget(input: WriteBackInput, chart: Chart): FlagTarget {
  const visit = visitIdentity(input)
  const [current, ...copies] = ourFlags(chart, marksOf(input).flagSystem).filter(({ identity }) => identity === visit)
  const doses =
    input.act === 'void'
      ? input.doses.filter(({ administration }) => !input.about.includes(administration))
      : input.doses
  return {
    ...(doses.length > 0 && { flagSince: (start) => readinessFlag({ ...input, doses }, start) }),
    ...(current && { current }),
    copies,
  }
}
