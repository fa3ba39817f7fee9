import type { CoverageAnswer } from '@doseline/contract'
import { standingOn } from '@doseline/rules'
import type { JudgedDose } from './judged-dose.ts'

/** Every coverage of the chart, seen from the day of service; undefined where the chart's coverages are not known. */
export function coverageAnswers({ facts }: JudgedDose): CoverageAnswer[] | undefined {
  const { coverages, coverage: first, administeredOn, benefit } = facts
  if (!coverages.known) return undefined
  return coverages.value.map((coverage) => {
    const { reference, status, payors, types, order, from, until, unreadablePeriod } = coverage
    const payer = payors[0]?.name ?? payors[0]?.identifiers[0]?.code
    const plan = types.find(({ display }) => display)?.display
    const isFirst = first.known && first.value.reference === reference
    const standing = administeredOn.known ? standingOn(coverage, administeredOn.value) : 'perhaps'
    return {
      reference,
      status,
      ...(payer ? { payer } : {}),
      ...(plan && plan !== payer ? { plan } : {}),
      ...(isFirst && benefit.known ? { benefit: benefit.value } : {}),
      ...(order === undefined ? {} : { order }),
      ...(from ? { from } : {}),
      ...(until ? { until } : {}),
      ...(unreadablePeriod ? { unreadablePeriod } : {}),
      ...(standing === 'perhaps' ? {} : { active: standing === 'active' }),
      first: isFirst,
    }
  })
}
