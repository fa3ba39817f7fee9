import { type JudgedDose, judgeAsked } from '@doseline/assessment'
import type { Codebook } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { chartFrom } from '@doseline/fhir'
import { population } from '@doseline/fhir-fixtures'
import { RULEBOOK } from '@doseline/rules'
import { AS_OF, SEED } from './charts.ts'

/** Six rules that any engine can say, in their order. */
const CORE = [
  'administration/is-completed',
  'administration/has-a-date-of-service',
  'code/product-is-recognised',
  'amount/units-are-exact-and-whole',
  'amount/is-within-the-mue',
  'coverage/was-active-that-day',
] as const

/** What the six rules look at, as plain JSON: every engine gets the same. */
export interface CoreFacts {
  readonly status: string | null
  readonly administeredAmount: number | null
  readonly administeredOn: string | null
  /** The whole dose of one that was stopped, as its order or what was opened for it shows. */
  readonly wholeMg: number | null
  readonly product: string | null
  readonly dayMg: number | null
  readonly mgPerUnit: number | null
  readonly discardedUnits: number
  /** Null too where nobody knows what the payer asks about discarded drug: it counts in the units of the day. */
  readonly mue: number | null
  readonly coverage: { readonly status: string; readonly from: string | null; readonly until: string | null } | null
}

/** Whether each of the six passes, as `110111`. */
export type Passes = string

/** A dose with its facts, and our own answer. */
export interface CoreCase {
  readonly facts: CoreFacts
  /** Our rules, with texts, evidence and sources: more than a yes or no. */
  readonly ours: () => Passes
}

/** The doses of `count` invented charts. */
export function coreCases(codebook: Codebook, count: number): CoreCase[] {
  const rules = CORE.map((id) => RULEBOOK.find((rule) => rule.id === id)).filter((rule) => rule !== undefined)
  return population(SEED, count).flatMap(({ chart: bundle }) => {
    const chart = chartFrom(bundle)
    const request = AssessmentRequest.parse({ bundle })
    return judgeAsked(chart, request, codebook, AS_OF).map((dose) => ({
      facts: factsOf(dose),
      ours: () => rules.map((rule) => (rule.run(dose.facts, dose.edition).outcome === 'passes' ? '1' : '0')).join(''),
    }))
  })
}

function factsOf({ facts, edition, lines }: JudgedDose): CoreFacts {
  const product = facts.product.known ? facts.product.value.product : undefined
  const { hcpcs, mue, discard, discardNotIn } = edition.values(product)
  const coverage = facts.coverage.known && facts.coverages.known ? facts.coverage.value : undefined
  const discarded = lines.find(({ role }) => role === 'discarded drug')
  return {
    status: facts.status.known ? facts.status.value : null,
    administeredAmount: facts.administeredAmount.known ? facts.administeredAmount.value.valueOf() : null,
    administeredOn: facts.administeredOn.known ? facts.administeredOn.value : null,
    wholeMg: wholeMg(facts),
    product: product?.id ?? null,
    dayMg: facts.dailyAmount.known ? facts.dailyAmount.value.administeredAmount.valueOf() : null,
    mgPerUnit: hcpcs.known ? hcpcs.value.unitAmount.valueOf() : null,
    discardedUnits: discarded?.units ?? 0,
    mue: mue.known && discard.known && discardNotIn.known ? mue.value.units : null,
    coverage: coverage ? { status: coverage.status, from: coverage.from ?? null, until: coverage.until ?? null } : null,
  }
}

/** The least that was ordered, or else what was opened where less would have held what was given. */
function wholeMg({ order, openedAmount, dailyAmount }: JudgedDose['facts']): number | null {
  const ordered = (order.known && order.value?.amounts) || []
  if (ordered.length > 0) return Math.min(...ordered.map((each) => each.valueOf()))
  const fewest = dailyAmount.known ? dailyAmount.value.fewest.amount : undefined
  return openedAmount.known && fewest !== undefined && openedAmount.value.gt(fewest)
    ? openedAmount.value.valueOf()
    : null
}
