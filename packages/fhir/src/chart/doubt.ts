import type { ChartGap } from '@doseline/dose'
import type { Chart } from '../chart.ts'

const doubtsOf = new WeakMap<Chart, ReadonlyMap<string, string>>()

/**
 * Why what a resource says must not be built on, as a sentence that names it: an element modifies it, copies of it disagree,
 * or it is of another FHIR version. Undefined where nothing speaks against it. A contained resource is as good as its holder.
 */
export function doubtAbout(chart: Chart, key: string): string | undefined {
  const doubts = doubtsOf.get(chart) ?? new Map(chart.gaps.toReversed().flatMap(doubtIn))
  doubtsOf.set(chart, doubts)
  return doubts.get(key.split('#')[0] ?? key)
}

const doubtIn = ({ key, says }: ChartGap): (readonly [string, string])[] => (key === undefined ? [] : [[key, says]])
