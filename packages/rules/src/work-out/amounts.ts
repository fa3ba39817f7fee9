import type { Product } from '@doseline/codebook'
import {
  type ChartedDose,
  type Exact,
  exactly,
  exactText,
  type Fact,
  inMg,
  inMl,
  isNothing,
  known,
  missing,
  type Quantity,
  wholePartsDown,
  wholePartsUp,
} from '@doseline/dose'
import type { GivenProduct, Weight } from '../dose-facts.ts'

/**
 * An amount in milligrams: mass as it is, volume by the product's concentration, mass for each kilogram by the patient's
 * weight; anything else cannot be converted.
 */
export function amountInMg(charted: Fact<Quantity>, product: Fact<GivenProduct>, weight: Fact<Weight>): Fact<Exact> {
  if (!charted.known) return charted
  const mass = inMg(charted.value)
  if (mass) return { ...charted, value: mass }
  const perKg = charted.value.unit.endsWith(PER_KG)
    ? inMg({ ...charted.value, unit: charted.value.unit.slice(0, -PER_KG.length) })
    : undefined
  if (perKg) {
    if (!weight.known) return missing(weight.because, byWeight(charted.value, weight.says), ...charted.places)
    return { ...charted, value: perKg.mul(weight.value.kg), places: [...charted.places, ...weight.places] }
  }
  const volume = inMl(charted.value)
  const shown = `${exactText(charted.value.value)} ${charted.value.unit}`
  if (!volume) return missing('unreadable', `“${shown}” cannot be converted to milligrams.`, ...charted.places)
  if (!product.known) {
    return missing(
      'unreadable',
      `“${shown}” is a volume, and without the product its milligrams are not known.`,
      ...charted.places,
    )
  }
  return { ...charted, value: volume.mul(mgPerMl(product.value.product)) }
}

const PER_KG = '/kg'
const byWeight = ({ value, unit }: Quantity, why: string): string =>
  `The dose is charted by weight, ${exactText(value)} ${unit}, and the weight is not known. ${why}`

/** Labelled concentration. */
const mgPerMl = ({ mgPerContainer, mlPerContainer }: Product): Exact => mgPerContainer.div(mlPerContainer)

/**
 * The labelled content of the containers opened. Charted as a count or an amount; else what was given and discarded
 * together, where that makes whole containers; else one single-dose container that holds exactly the dose. A least-waste
 * guess is never made: it would state a discard nobody wrote down.
 */
export function openedInMg(
  charted: ChartedDose,
  product: Fact<GivenProduct>,
  given: Fact<Exact>,
  discarded: Fact<Exact>,
  weight: Fact<Weight>,
): Fact<Exact> {
  if (!product.known) return product
  const { mgPerContainer, singleDose, container, brand } = product.value.product
  const { containersOpened } = charted
  if (containersOpened.known) {
    return { ...containersOpened, value: mgPerContainer.mul(exactly(containersOpened.value)) }
  }
  const amount = amountInMg(charted.amountOpened, product, weight)
  if (amount.known) return amount
  if (containersOpened.because === 'contradictory') return containersOpened
  if (given.known && discarded.known && !isNothing(discarded.value)) {
    const together = given.value.add(discarded.value)
    if (isWholeContainers(together, mgPerContainer)) return known(together, ...given.places, ...discarded.places)
  }
  if (given.known && singleDose && given.value.equals(mgPerContainer)) return known(mgPerContainer, ...given.places)
  return missing(
    'not-recorded',
    `The chart does not say how many containers of ${brand} (${exactText(mgPerContainer)} mg ${container}) were opened${fewest(given, mgPerContainer)}.`,
    ...containersOpened.places,
  )
}

/** The fewest containers that hold the dose: shown so that a person can confirm it, never taken. */
function fewest(given: Fact<Exact>, mgPerContainer: Exact): string {
  if (!given.known) return ''
  const count = wholePartsUp(given.value, mgPerContainer)
  const held = mgPerContainer.mul(exactly(count))
  return `; ${count} would hold the dose, with ${exactText(held.sub(given.value))} mg left`
}

function isWholeContainers(amount: Exact, container: Exact): boolean {
  return exactly(wholePartsDown(amount, container)).mul(container).equals(amount)
}
