import type { Product } from '@doseline/codebook'
import type { Measure } from '@doseline/contract'
import {
  amountText,
  type ChartedDose,
  type Exact,
  exactly,
  exactText,
  type Fact,
  inMeasure,
  inMl,
  isNothing,
  known,
  missing,
  type Quantity,
  quantityText,
  wholePartsDown,
  wholePartsUp,
} from '@doseline/dose'
import type { AdministeredProduct, Weight } from '../dose-facts.ts'

/**
 * An amount in the measure of its product, which is mass where no product is known: as charted, a volume by the product's
 * concentration, an amount for each kilogram by the patient's weight; anything else cannot be converted.
 */
export function amountOf(
  charted: Fact<Quantity>,
  product: Fact<AdministeredProduct>,
  weight: Fact<Weight>,
): Fact<Exact> {
  if (!charted.known) return charted
  const measure = measureOf(product)
  const own = product.known ? product.value.product : undefined
  if (own?.orElse !== undefined && !charted.attested) return toBeStated(charted, own)
  const amount = inMeasure(charted.value, measure)
  if (amount) return { ...charted, value: amount }
  if (measure === 'billing unit') return containersCounted(charted, product)
  const perKg = charted.value.unit.endsWith(PER_KG)
    ? inMeasure({ ...charted.value, unit: charted.value.unit.slice(0, -PER_KG.length) }, measure)
    : undefined
  if (perKg) {
    if (!weight.known) return missing(weight.because, byWeight(charted.value, weight.says), ...charted.places)
    return { ...charted, value: perKg.mul(weight.value.kg), places: [...charted.places, ...weight.places] }
  }
  const volume = inMl(charted.value)
  const shown = quantityText(charted.value)
  const counted = containersIn(charted.value, product)
  if (counted && own && product.known) {
    const held = amountText(counted, measure)
    const says = `The dose is charted as “${shown}”: ${heldText(product.value)}, so it would be ${held}; confirm that ${held} was given.`
    return missing('not-recorded', says, ...charted.places, ...product.places)
  }
  const called = CONVERTED_TO[measure]
  if (!volume) {
    const says =
      own && measure !== 'mg'
        ? `“${shown}” is no amount in ${called}, which the code of ${own.brand} counts`
        : `“${shown}” cannot be converted to ${called}`
    return missing('unreadable', `${says}.`, ...charted.places)
  }
  if (!own) {
    return missing(
      'unreadable',
      `“${shown}” is a volume, and without the product its milligrams are not known.`,
      ...charted.places,
    )
  }
  const perMl = amountPerMl(own)
  if (!perMl) {
    const says = `“${shown}” is a volume, and no source gives the concentration of ${own.brand}: state how many ${called} were given.`
    return missing('not-recorded', says, ...charted.places)
  }
  return { ...charted, value: volume.mul(perMl) }
}

const measureOf = (product: Fact<AdministeredProduct>): Measure =>
  product.known ? product.value.product.measure : 'mg'

/** How a measure is called where an amount is to be stated in it. */
const CONVERTED_TO: Readonly<Record<Measure, string>> = {
  mg: 'milligrams',
  mL: 'milliliters',
  unit: 'units',
  IU: 'international units',
  'USP unit': 'USP units',
  mEq: 'milliequivalents',
  'cm²': 'square centimeters',
  microcurie: 'microcuries',
  'million PFU': 'millions of plaque-forming units',
  dose: 'doses',
  'billing unit': 'billing units',
}

/** A charted amount that may not be what the code counts: only a person can say. */
function toBeStated(
  charted: Fact<Quantity> & { readonly known: true },
  { brand, orElse, measure }: Product,
): Fact<Exact> {
  const says = `The dose is charted as ${quantityText(charted.value)}, and the code of ${brand} ${orElse}: state how many ${CONVERTED_TO[measure]} of what it counts were given.`
  return missing('not-recorded', says, ...charted.places)
}

/** Whole containers of a product whose code counts these. */
function containersCounted(
  charted: Fact<Quantity> & { readonly known: true },
  product: Fact<AdministeredProduct>,
): Fact<Exact> {
  if (!product.known) return product
  const { unit, value } = charted.value
  const { amountPerContainer, brand } = product.value.product
  if (Object.hasOwn(CONTAINER_UNITS, unit) && value.d === 1n && amountPerContainer)
    return { ...charted, value: amountPerContainer.mul(value) }
  if (unit === BILLING_UNITS) return { ...charted, value }
  const says = `The dose is charted as ${quantityText(charted.value)}, and the code of ${brand} counts whole containers: state how many billing units were given.`
  return missing('not-recorded', says, ...charted.places)
}

/** The unit in which a person states billing units. */
const BILLING_UNITS = '{billing unit}'

/**
 * The dose of one administration in the measure of its product: as charted, else as a person states it. Where both say an
 * amount they must agree.
 */
export function administeredAmountOf(
  charted: ChartedDose,
  product: Fact<AdministeredProduct>,
  weight: Fact<Weight>,
): Fact<Exact> {
  const measure = measureOf(product)
  const amount = measure === 'dose' ? dosesGiven(charted, product) : amountOf(charted.dose, product, weight)
  const { doseStated } = charted
  const isPerKg = charted.dose.known && charted.dose.value.unit.endsWith(PER_KG)
  if (!doseStated && isPerKg && amount.known && isFractional(amount.value)) {
    const says = `The dose is charted by weight, which makes ${amountText(amount.value, measure)}; confirm how many ${CONVERTED_TO[measure]} were given.`
    return missing('not-recorded', says, ...amount.places)
  }
  if (!doseStated || (amount.known && !doseStated.known)) return amount
  if (!doseStated.known) return doseStated
  const stated = inMeasure(doseStated.value, measure) ?? countedIn(doseStated.value, measure)
  if (!stated) {
    const says = `The dose is stated as ${quantityText(doseStated.value)}, and ${product.known ? `the code of ${product.value.product.brand}` : 'the code'} counts ${CONVERTED_TO[measure]}.`
    return missing('contradictory', says, ...doseStated.places)
  }
  if (amount.known && amount.value.equals(stated)) return amount
  const isRounded = amount.known && isFractional(amount.value) && isNear(stated, amount.value)
  if (!amount.known || isRounded)
    return { ...doseStated, value: stated, places: [...doseStated.places, ...amount.places] }
  const says = `The chart states the dose as ${amountText(amount.value, measure)}, and the request as ${amountText(stated, measure)}.`
  return missing('contradictory', says, ...amount.places, ...doseStated.places)
}

/** Doses and billing units as a person states them. */
const countedIn = ({ unit, value }: Quantity, measure: Measure): Exact | undefined =>
  (measure === 'billing unit' && unit === BILLING_UNITS) || (measure === 'dose' && unit === '{dose}')
    ? value
    : undefined

/**
 * Doses of a code that counts administrations, whatever its amount: as the chart counts them, in doses or in containers that are
 * one dose each; else one, where it was given to its end and one container of one dose was opened. Two knees, or half a syringe,
 * can stand in one record.
 */
function dosesGiven(charted: ChartedDose, product: Fact<AdministeredProduct>): Fact<Exact> {
  const { dose, status, containersOpened } = charted
  if (!product.known) return product
  const { brand, amountPerContainer, orElse } = product.value.product
  const asked = `the code of ${brand} counts doses: state how many were given.`
  if (!status.known) return status
  if (status.value !== 'completed')
    return missing('not-recorded', `The administration is ${status.value}, and ${asked}`, ...status.places)
  if (!dose.known && dose.because !== 'not-recorded') return dose
  const shown = dose.known
    ? `The dose is charted as ${quantityText(dose.value)}, and `
    : 'No count of doses is charted, and '
  const open = missing('not-recorded', `${shown}${asked}`, ...dose.places)
  if (orElse !== undefined)
    return missing(
      'not-recorded',
      `${shown}the code of ${brand} ${orElse}: state how many doses of it were given.`,
      ...dose.places,
    )
  if (dose.known && dose.value.unit === '{dose}')
    return dose.value.value.d === 1n ? known(dose.value.value, ...dose.places) : open
  if (dose.known && Object.hasOwn(CONTAINER_UNITS, dose.value.unit)) {
    return dose.value.value.d === 1n && amountPerContainer
      ? known(amountPerContainer.mul(dose.value.value), ...dose.places)
      : open
  }
  const isOne = containersOpened.known && containersOpened.value === 1 && amountPerContainer?.equals(ONE)
  return isOne ? known(ONE, ...dose.places, ...containersOpened.places) : open
}

const ONE = exactly(1)

/** Finer than a thousandth, which nobody draws up: it comes of a conversion. */
const isFractional = (amount: Exact): boolean => amount.mul(THOUSAND).d !== 1n

/** Within a thousandth of it, as what was rounded before it was drawn up. */
const isNear = (amount: Exact, charted: Exact): boolean => !amount.sub(charted).abs().mul(THOUSAND).gt(charted)

const THOUSAND = exactly(1000)

/** Units that count containers, with the word a product's container has for them; `undefined` fits every container. */
const CONTAINER_UNITS: Readonly<Record<string, string | undefined>> = {
  '{vial}': 'vial',
  '{syringe}': 'syringe',
  '{ampule}': 'ampule',
  '{bottle}': 'bottle',
  '{kit}': 'kit',
  '{implant}': 'implant',
  '{applicator}': 'applicator',
  '{container}': undefined,
  '{each}': undefined,
}

/** What so many whole containers of a single-dose product hold; undefined where the unit counts none of them. */
function containersIn({ value, unit }: Quantity, product: Fact<AdministeredProduct>): Exact | undefined {
  if (!product.known || !Object.hasOwn(CONTAINER_UNITS, unit) || value.d !== 1n) return undefined
  const { singleDose, container, amountPerContainer } = product.value.product
  const word = CONTAINER_UNITS[unit]
  const fits = word === undefined || container.includes(word)
  return singleDose && fits ? amountPerContainer?.mul(value) : undefined
}

/** `by its NDC a prefilled syringe of Prolia holds 60 mg`. */
function heldText({ product, by }: AdministeredProduct): string {
  const { brand, container, amountPerContainer, measure } = product
  const how = by === 'ndc' ? 'by its NDC ' : ''
  const article = /^[aeiou]/.test(container) ? 'an' : 'a'
  return `${how}${article} ${container} of ${brand} holds ${amountPerContainer ? amountText(amountPerContainer, measure) : 'an amount that no source gives'}`
}

const PER_KG = '/kg'
const byWeight = ({ value, unit }: Quantity, why: string): string =>
  `The dose is charted by weight, ${exactText(value)} ${unit}, and the weight is not known. ${why}`

/** Labeled concentration; undefined where no source gives it. */
const amountPerMl = ({ amountPerContainer, mlPerContainer }: Product): Exact | undefined =>
  mlPerContainer && amountPerContainer?.div(mlPerContainer)

/**
 * What was discarded. One that is charted and cannot be counted is not one that nobody charted: nothing says that there was no
 * waste.
 */
export function discardedAmountOf(
  charted: Fact<Quantity>,
  product: Fact<AdministeredProduct>,
  weight: Fact<Weight>,
): Fact<Exact> {
  if (charted.known && isNothing(charted.value.value)) return { ...charted, value: charted.value.value }
  return readable(charted, amountOf(charted, product, weight))
}

/** What is charted and cannot be counted is not silence. */
const readable = (charted: Fact<Quantity>, amount: Fact<Exact>): Fact<Exact> =>
  charted.known && !amount.known ? { ...amount, because: 'unreadable' } : amount

/**
 * The labeled content of the containers opened. Charted as a count or an amount; else what was given and discarded
 * together, where that makes whole containers; else one single-dose container that holds exactly the dose. A least-waste
 * guess is never made: it would state a discard nobody wrote down.
 */
export function openedAmountOf(
  charted: ChartedDose,
  product: Fact<AdministeredProduct>,
  given: Fact<Exact>,
  discarded: Fact<Exact>,
  weight: Fact<Weight>,
): Fact<Exact> {
  if (!product.known) return product
  const { amountPerContainer, singleDose, container, brand, measure } = product.value.product
  const { containersOpened } = charted
  const isVolume = charted.amountOpened.known && inMl(charted.amountOpened.value) !== undefined
  const counted = amountOf(charted.amountOpened, product, weight)
  const amount = isVolume ? readable(charted.amountOpened, counted) : counted
  if (measure === 'dose' && !amount.known && amount.because === 'not-recorded' && !containersOpened.known) return given
  if (!amountPerContainer) return amount.known ? amount : contentNotKnown(product.value.product)
  if (containersOpened.known) {
    const counted = amountPerContainer.mul(exactly(containersOpened.value))
    return amount.known || amount.because === 'not-recorded'
      ? oneOpened({ ...containersOpened, value: counted }, amount, measure)
      : amount
  }
  if (amount.known) return amount
  if (amount.because !== 'not-recorded') return amount
  // Something is charted that cannot be taken at its word: nothing is worked out in its place.
  if (containersOpened.because !== 'not-recorded') return containersOpened
  const whole = charted.dose.known ? containersIn(charted.dose.value, product) : undefined
  if (whole && charted.dose.known) return known(whole, ...charted.dose.places)
  if (given.known && discarded.known && !isNothing(discarded.value)) {
    const together = given.value.add(discarded.value)
    if (isWholeContainers(together, amountPerContainer)) return known(together, ...given.places, ...discarded.places)
  }
  if (given.known && singleDose && given.value.equals(amountPerContainer))
    return known(amountPerContainer, ...given.places)
  return missing(
    'not-recorded',
    `The chart does not say how many containers of ${brand} (${amountText(amountPerContainer, measure)} ${container}) were opened${fewest(given, amountPerContainer, measure)}.`,
    ...containersOpened.places,
  )
}

const contentNotKnown = ({ brand, container, measure }: Product): Fact<Exact> =>
  missing(
    'not-recorded',
    `No source says how much a ${container} of ${brand} holds: state how much was opened, in ${CONVERTED_TO[measure]}.`,
  )

/** What was opened, by count and by amount: where both are stated they must agree. */
function oneOpened(
  counted: Fact<Exact> & { readonly known: true },
  amount: Fact<Exact>,
  measure: Measure,
): Fact<Exact> {
  if (!amount.known || amount.value.equals(counted.value)) return counted
  const says = `What was opened is stated as ${amountText(counted.value, measure)} by the count of containers, and as ${amountText(amount.value, measure)} by amount.`
  return missing('contradictory', says, ...counted.places, ...amount.places)
}

/** The fewest containers that hold the dose: shown so that a person can confirm it, never taken. */
function fewest(given: Fact<Exact>, amountPerContainer: Exact, measure: Measure): string {
  if (!given.known) return ''
  const count = wholePartsUp(given.value, amountPerContainer)
  const held = amountPerContainer.mul(exactly(count))
  return `; ${count} would hold the dose, with ${amountText(held.sub(given.value), measure)} left`
}

function isWholeContainers(amount: Exact, container: Exact): boolean {
  return exactly(wholePartsDown(amount, container)).mul(container).equals(amount)
}
