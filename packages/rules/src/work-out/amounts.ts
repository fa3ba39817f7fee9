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
} from '@doseline/dose'
import type { GivenProduct } from '../dose-facts.ts'

/** An amount in milligrams: mass as it is, volume by the product's concentration, anything else cannot be converted. */
export function amountInMg(charted: Fact<Quantity>, product: Fact<GivenProduct>): Fact<Exact> {
  if (!charted.known) return charted
  const mass = inMg(charted.value)
  if (mass) return { ...charted, value: mass }
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
): Fact<Exact> {
  if (!product.known) return product
  const { mgPerContainer, singleDose, container, brand } = product.value.product
  const { containersOpened } = charted
  if (containersOpened.known) {
    return { ...containersOpened, value: mgPerContainer.mul(exactly(containersOpened.value)) }
  }
  const amount = amountInMg(charted.amountOpened, product)
  if (amount.known) return amount
  if (containersOpened.because === 'contradictory') return containersOpened
  if (given.known && discarded.known && !isNothing(discarded.value)) {
    const together = given.value.add(discarded.value)
    if (isWholeContainers(together, mgPerContainer)) return known(together, ...given.places, ...discarded.places)
  }
  if (given.known && singleDose && given.value.equals(mgPerContainer)) return known(mgPerContainer, ...given.places)
  return missing(
    'not-recorded',
    `The chart does not say how many containers of ${brand} (${exactText(mgPerContainer)} mg ${container}) were opened.`,
    ...containersOpened.places,
  )
}

function isWholeContainers(amount: Exact, container: Exact): boolean {
  return exactly(wholePartsDown(amount, container)).mul(container).equals(amount)
}
