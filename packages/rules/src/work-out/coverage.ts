import type { Codebook, PayerInfo } from '@doseline/codebook'
import { type ChartedDose, type CoverageRecord, type Fact, known, missing } from '@doseline/dose'
import { NEVER_IN_FORCE, wasActive } from '../was-active.ts'

/**
 * The coverage that pays first on the day: the lowest `order` of those in force. Where none is in force, one whose period
 * cannot be read, else the one that ended last, so that its payer is still known; another rule says which it is. Not
 * known where a coverage of another payer might come first and its period cannot be read.
 */
export function coverageThatPays(charted: ChartedDose, codebook: Codebook): Fact<CoverageRecord> {
  const { coverages, givenOn } = charted
  if (!coverages.known) return coverages
  if (!givenOn.known) return givenOn
  const inForce = coverages.value.filter(({ status }) => !NEVER_IN_FORCE.has(status))
  const medical = inForce.filter((coverage) => codebook.benefitOf(coverage) === 'medical')
  const usable = medical.length > 0 ? medical : inForce
  const [only] = usable
  if (only === undefined) return missing('not-recorded', 'The chart holds no coverage.', ...coverages.places)
  const active = usable.filter((coverage) => wasActive(coverage, givenOn.value))
  if (active.length === 0) return knownCoverage(usable.toSorted(likeliestFirst)[0] ?? only)
  const first = Math.min(...active.map(orderOf))
  // Where the lowest order is a second place, whatever has no order may be the first.
  const candidates = active.filter(({ order }) => (order === undefined ? first !== 1 : order === first))
  const [primary] = candidates
  const payerIds = new Set(candidates.map((coverage) => codebook.payerOf(coverage)?.id))
  const doubtful = usable.find(
    (coverage) =>
      coverage.unreadablePeriod && orderOf(coverage) <= first && !payerIds.has(codebook.payerOf(coverage)?.id),
  )
  if (doubtful) return missing('unreadable', whyDoubtful(doubtful), doubtful.place)
  if (primary && payerIds.size === 1) return knownCoverage(primary)
  return missing(
    'contradictory',
    `${candidates.length} coverages were active on ${givenOn.value}, and the chart does not say which pays first.`,
    ...candidates.map(({ place }) => place),
  )
}

/** The payer of that coverage, where the code book knows it. */
export function payerOf(coverage: Fact<CoverageRecord>, codebook: Codebook): Fact<PayerInfo> {
  if (!coverage.known) return coverage
  const payer = codebook.payerOf(coverage.value)
  if (payer) return known(payer, ...coverage.places)
  const name = payerName(coverage.value)
  return missing(
    'unreadable',
    name
      ? `The code book covers no payer that this coverage names (“${name}”).`
      : 'The coverage does not name its payer.',
    ...coverage.places,
  )
}

const payerName = ({ payors }: CoverageRecord): string | undefined => payors[0]?.name ?? payors[0]?.identifiers[0]?.code
const knownCoverage = (coverage: CoverageRecord): Fact<CoverageRecord> => known(coverage, coverage.place)
const orderOf = ({ order }: CoverageRecord): number => order ?? Number.MAX_SAFE_INTEGER
/** One that may still be in force, then the one that ended last. */
const likeliestFirst = (a: CoverageRecord, b: CoverageRecord): number =>
  Number(b.unreadablePeriod !== undefined) - Number(a.unreadablePeriod !== undefined) ||
  (b.until ?? '').localeCompare(a.until ?? '')

const whyDoubtful = (coverage: CoverageRecord): string =>
  `The period of a coverage by ${payerName(coverage) ?? 'a payer without a name'} cannot be read (${coverage.unreadablePeriod}), so it is not known which coverage pays first.`
