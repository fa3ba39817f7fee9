import type { Codebook, Edition, Product } from '@doseline/codebook'
import { type ChartedDose, type ExistingCharge, exactly, type Fact, known } from '@doseline/dose'
import { unitsGiven } from '../billed-units.ts'
import type { AdministeredProduct, EarlierDose, PreviousDose } from '../dose-facts.ts'
import { type PriorDose, priorDoses } from './prior-doses.ts'

/** Every dose of this drug, in whatever strength, before this day that the chart tells of; missing with the reason. */
export function priorDosesOf(
  charted: ChartedDose,
  product: Fact<AdministeredProduct>,
  edition: Edition,
  codebook: Codebook,
): Fact<readonly PriorDose[]> {
  const { otherDoses, administeredOn } = charted
  if (!product.known) return product
  if (!otherDoses.known) return otherDoses
  if (!administeredOn.known) return administeredOn
  const groups = groupsOf(product.value.product, edition)
  const priors = priorDoses(charted, administeredOn.value, otherDoses.value, {
    of: ({ group }) => groups.has(group),
    codebook,
    unitsIn: (charge, other) => isADoseOf(charge, other, edition),
  })
  return 'known' in priors ? priors : known(priors, ...priors.map(({ place }) => place))
}

/** Its own group, and those of the same drug in other strengths. */
function groupsOf(product: Product, edition: Edition): ReadonlySet<string> {
  const { siblings } = edition.values(product)
  return new Set([product.group, ...(siblings.known ? siblings.value.map(({ group }) => group) : [])])
}

/** Whether a charge's units are the labeled dose of the product; undefined where that cannot be said. */
function isADoseOf({ units }: ExistingCharge, product: Product, edition: Edition): boolean | undefined {
  const { hcpcs, labelledDose } = edition.values(product)
  if (units === undefined || !hcpcs.known || !labelledDose.known || !('mg' in labelledDose.value)) return undefined
  return unitsGiven(labelledDose.value.mg, hcpcs.value) === BigInt(Math.round(units)) && exactly(units).d === 1n
}

/**
 * The doses of a product that shares this one's labeled interval, the last one last. One that may have been such a
 * product, or no dose, stays and says why: passed over, this dose would count as the first.
 */
export function earlierDoses(
  priors: Fact<readonly PriorDose[]>,
  product: Fact<AdministeredProduct>,
): Fact<readonly EarlierDose[]> {
  if (!priors.known) return priors
  if (!product.known) return product
  const { group } = product.value.product
  const earlier = priors.value.flatMap(({ reference, administeredOn, products, perhaps, place }): EarlierDose[] =>
    products.some((each) => each.group === group)
      ? [{ administration: reference, administeredOn, ...(perhaps !== undefined && { perhaps }), place }]
      : [],
  )
  const inOrder = earlier.toSorted(byDay)
  return known(inOrder, ...inOrder.map(placeOf))
}

/** Of two on one day the one that is certain comes last: it settles what the other may have been. */
const byDay = (a: EarlierDose, b: EarlierDose): number =>
  a.administeredOn < b.administeredOn
    ? -1
    : a.administeredOn > b.administeredOn
      ? 1
      : Number(!a.perhaps) - Number(!b.perhaps)

const placeOf = ({ administration, administeredOn, place }: EarlierDose) =>
  place ?? { resource: administration, element: 'effective', shows: administeredOn }

/** The last of them; `undefined` where the chart shows none. */
export function previousDose(earlier: Fact<readonly EarlierDose[]>): Fact<PreviousDose> {
  if (!earlier.known) return earlier
  const previous = earlier.value.at(-1)
  return known(previous, ...(previous ? [placeOf(previous)] : []))
}
