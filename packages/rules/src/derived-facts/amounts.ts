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
  readableText,
  wholePartsDown,
  wholePartsUp,
} from '@doseline/dose'
import type { AdministeredProduct, Weight } from '../dose-facts.ts'

/**
 * An amount in milligrams: mass as it is, volume by the product's concentration, mass for each kilogram by the patient's
 * weight; anything else cannot be converted.
 */
export function amountInMg(
  charted: Fact<Quantity>,
  product: Fact<AdministeredProduct>,
  weight: Fact<Weight>,
): Fact<Exact> {
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
  const shown = `${exactText(charted.value.value)} ${charted.value.unit.replace(/[{}]/g, '')}`
  const counted = containersIn(charted.value, product)
  if (counted && product.known) {
    const says = `The dose is charted as “${shown}”: ${heldText(product.value)}, so it would be ${exactText(counted)} mg; confirm that ${exactText(counted)} mg was given.`
    return missing('not-recorded', says, ...charted.places, ...product.places)
  }
  if (!volume) return missing('unreadable', `“${shown}” cannot be converted to milligrams.`, ...charted.places)
  if (!product.known) {
    return missing(
      'unreadable',
      `“${shown}” is a volume, and without the product its milligrams are not known.`,
      ...charted.places,
    )
  }
  const perMl = mgPerMl(product.value.product)
  if (!perMl) {
    const { brand } = product.value.product
    const says = `“${shown}” is a volume, and no source gives the concentration of ${brand}: state how many milligrams were given.`
    return missing('not-recorded', says, ...charted.places)
  }
  return { ...charted, value: volume.mul(perMl) }
}

/**
 * The dose of one administration in milligrams: as charted, else as a person states it. Where both say an amount they
 * must agree.
 */
export function administeredInMg(
  charted: ChartedDose,
  product: Fact<AdministeredProduct>,
  weight: Fact<Weight>,
): Fact<Exact> {
  const amount = amountInMg(charted.dose, product, weight)
  const { doseStated } = charted
  const isPerKg = charted.dose.known && charted.dose.value.unit.endsWith(PER_KG)
  if (!doseStated && isPerKg && amount.known && isFractional(amount.value)) {
    const says = `The dose is charted by weight, which makes ${readableText(amount.value)} mg; confirm how many milligrams were given.`
    return missing('not-recorded', says, ...amount.places)
  }
  if (!doseStated || (amount.known && !doseStated.known)) return amount
  if (!doseStated.known) return doseStated
  const stated = inMg(doseStated.value)
  if (!stated || (amount.known && amount.value.equals(stated))) return amount
  const isRounded = amount.known && isFractional(amount.value) && isNear(stated, amount.value)
  if (!amount.known || isRounded)
    return { ...doseStated, value: stated, places: [...doseStated.places, ...amount.places] }
  const says = `The chart states the dose as ${exactText(amount.value)} mg, and the request as ${exactText(stated)} mg.`
  return missing('contradictory', says, ...amount.places, ...doseStated.places)
}

/** Finer than a thousandth of a milligram, which nobody draws up: it comes of a conversion. */
const isFractional = (mg: Exact): boolean => mg.mul(THOUSAND).d !== 1n

/** Within a thousandth of it, as what was rounded before it was drawn up. */
const isNear = (mg: Exact, charted: Exact): boolean => !mg.sub(charted).abs().mul(THOUSAND).gt(charted)

const THOUSAND = exactly(1000)

/** Units that count containers, with the word a product's container has for them; `undefined` fits every container. */
const CONTAINER_UNITS: Readonly<Record<string, string | undefined>> = {
  '{vial}': 'vial',
  '{syringe}': 'syringe',
  '{ampule}': 'ampule',
  '{bottle}': 'bottle',
  '{container}': undefined,
  '{each}': undefined,
}

/** What so many whole containers of a single-dose product hold; undefined where the unit counts none of them. */
function containersIn({ value, unit }: Quantity, product: Fact<AdministeredProduct>): Exact | undefined {
  if (!product.known || !Object.hasOwn(CONTAINER_UNITS, unit) || value.d !== 1n) return undefined
  const { singleDose, container, mgPerContainer } = product.value.product
  const word = CONTAINER_UNITS[unit]
  const fits = word === undefined || container.includes(word)
  return singleDose && fits ? mgPerContainer?.mul(value) : undefined
}

/** `by its NDC a prefilled syringe of Prolia holds 60 mg`. */
function heldText({ product, by }: AdministeredProduct): string {
  const { brand, container, mgPerContainer } = product
  const how = by === 'ndc' ? 'by its NDC ' : ''
  const article = /^[aeiou]/.test(container) ? 'an' : 'a'
  return `${how}${article} ${container} of ${brand} holds ${mgPerContainer ? `${exactText(mgPerContainer)} mg` : 'an amount that no source gives'}`
}

const PER_KG = '/kg'
const byWeight = ({ value, unit }: Quantity, why: string): string =>
  `The dose is charted by weight, ${exactText(value)} ${unit}, and the weight is not known. ${why}`

/** Labelled concentration; undefined where no source gives it. */
const mgPerMl = ({ mgPerContainer, mlPerContainer }: Product): Exact | undefined =>
  mlPerContainer && mgPerContainer?.div(mlPerContainer)

/**
 * The labelled content of the containers opened. Charted as a count or an amount; else what was given and discarded
 * together, where that makes whole containers; else one single-dose container that holds exactly the dose. A least-waste
 * guess is never made: it would state a discard nobody wrote down.
 */
export function openedInMg(
  charted: ChartedDose,
  product: Fact<AdministeredProduct>,
  given: Fact<Exact>,
  discarded: Fact<Exact>,
  weight: Fact<Weight>,
): Fact<Exact> {
  if (!product.known) return product
  const { mgPerContainer, singleDose, container, brand } = product.value.product
  const { containersOpened } = charted
  const amount = amountInMg(charted.amountOpened, product, weight)
  if (!mgPerContainer) return amount.known ? amount : contentNotKnown(product.value.product)
  if (containersOpened.known) {
    const counted = mgPerContainer.mul(exactly(containersOpened.value))
    return amount.known || amount.because === 'not-recorded'
      ? oneOpened({ ...containersOpened, value: counted }, amount)
      : amount
  }
  if (amount.known) return amount
  if (amount.because !== 'not-recorded') return amount
  // Something is charted that cannot be taken at its word: nothing is worked out in its place.
  if (containersOpened.because !== 'not-recorded') return containersOpened
  const counted = charted.dose.known ? containersIn(charted.dose.value, product) : undefined
  if (counted && charted.dose.known) return known(counted, ...charted.dose.places)
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

const contentNotKnown = ({ brand, container }: Product): Fact<Exact> =>
  missing(
    'not-recorded',
    `No source says how much a ${container} of ${brand} holds: state how much was opened, in milligrams.`,
  )

/** What was opened, by count and by amount: where both are stated they must agree. */
function oneOpened(counted: Fact<Exact> & { readonly known: true }, amount: Fact<Exact>): Fact<Exact> {
  if (!amount.known || amount.value.equals(counted.value)) return counted
  const says = `What was opened is stated as ${exactText(counted.value)} mg by the count of containers, and as ${exactText(amount.value)} mg by amount.`
  return missing('contradictory', says, ...counted.places, ...amount.places)
}

/** The fewest containers that hold the dose: shown so that a person can confirm it, never taken. */
function fewest(given: Fact<Exact>, mgPerContainer: Exact): string {
  if (!given.known) return ''
  const count = wholePartsUp(given.value, mgPerContainer)
  const held = mgPerContainer.mul(exactly(count))
  return `; ${count} would hold the dose, with ${readableText(held.sub(given.value))} mg left`
}

function isWholeContainers(amount: Exact, container: Exact): boolean {
  return exactly(wholePartsDown(amount, container)).mul(container).equals(amount)
}
