import type { CoverageRecord } from '@doseline/dose'
import type { Benefit } from './edition.ts'
import type { BookData } from './schema.ts'

/** Builds the recogniser of benefits: medical unless the coverage’s own type says that it is another. */
export function benefitRecogniser({ pharmacy, selfPay }: BookData['benefits']) {
  const has = ({ types }: CoverageRecord, kinds: BookData['benefits']['pharmacy']) =>
    kinds.some(({ system, alsoWritten, codes }) =>
      types.some((type) => [system, ...alsoWritten].includes(type.system ?? '') && codes.includes(type.code ?? '')),
    )
  return function benefitOf(coverage: CoverageRecord): Benefit {
    if (has(coverage, selfPay)) return 'self-pay'
    return has(coverage, pharmacy) ? 'pharmacy' : 'medical'
  }
}
