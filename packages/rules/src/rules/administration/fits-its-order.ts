import type { Product } from '@doseline/codebook'
import { amountText, type Exact } from '@doseline/dose'
import type { AdministrationOrder } from '../../dose-facts.ts'
import { CODED, codedOf } from '../../free-text/coded.ts'
import { isStrangeCall, isStrangeOrder, orderSaysMore } from '../../order-texts.ts'
import { advises, cannotTell, cannotTellAside, doesNotApply, passes, rule } from '../../rule.ts'

/**
 * A drug is paid that was ordered: this drug, this strength, by an order that stood when it was given. Another brand of
 * the same molecule and strength is only pointed out, because a pharmacy may substitute it.
 */
export default rule({
  id: 'administration/fits-its-order',
  asks: 'Is it what its order ordered?',
  needs: ['order', 'product'],
  mayUse: ['dailyAmount', 'texts', ...CODED],
  messages: {
    'no order': { says: 'The dose names no order.' },
    fits: { says: '{order} ordered {brand}.' },
    'not in the chart': {
      says: 'The chart does not hold {order}, which ordered the dose.',
      remedy: 'Look in the EHR what was ordered.',
      who: 'biller',
    },
    'modifier extension': {
      says: '{order} carries a modifier extension ({modified}) that may change what it means.',
      remedy: 'Look in the EHR what that element says of the order, and bill the dose by hand if it changes nothing.',
      who: 'IT',
    },
    'no order yet': {
      says: '{order} is a {intent}, which orders nothing.',
      remedy: 'Link the order by which the dose was given.',
      who: 'prescriber',
    },
    'on hold': {
      says: '{order} is on hold, and the dose is charted as given.',
      remedy: 'Chart whether the order stood when the dose was given, or link the order by which it was given.',
      who: 'prescriber',
    },
    stopped: {
      says: '{order} was stopped; the chart does not say whether before the dose.',
      remedy: 'Look whether it was stopped before the dose was given.',
      who: 'biller',
    },
    'stopped because': {
      says: '{order} was stopped ({reason}); the chart does not say whether before the dose.',
      remedy:
        'Look whether the dose was given before that: if it was, state the amount given, else link the order by which it was given or chart that it was not.',
      who: 'nurse',
    },
    'over before': {
      says: '{order} was {status} by {changed}, and the dose was given on {administeredOn}.',
      remedy:
        'Link the order by which the dose was given, or correct the day of the dose; or look at {order} and state that it was reviewed.',
      who: 'nurse',
    },
    'status unknown': {
      says: 'The status of {order} is unknown.',
      remedy:
        'Chart whether the order stood when the dose was given, or link the order by which it was given; or look at {order} and state that it was reviewed.',
      who: 'prescriber',
    },
    'speaks against it': {
      says: '{says}',
      remedy: 'Link the order by which the dose was given; or look at {order} and state that it was reviewed.',
      who: 'prescriber',
    },
    'says more': {
      says: '{order} reads “{words}”, which is more than usual directions, or other ones than the dose.',
      remedy: 'Read it; if it changes nothing, state that {order} was reviewed, else correct the order or the dose.',
      who: 'nurse',
    },
    'another route': {
      says: '{order} ordered it “{ordered}”, and the dose is charted as {route}.',
      remedy: 'Check how it was given, and correct the route of the dose or of the order.',
      who: 'nurse',
    },
    'no longer valid': {
      says: '{order} was valid until {until}, and the dose was given on {administeredOn}.',
      remedy: 'Link the order by which the dose was given, or correct the days on which it is valid.',
      who: 'prescriber',
    },
    'not yet valid': {
      says: '{order} is valid from {from}, and the dose was given on {administeredOn}.',
      remedy: 'Link the order by which the dose was given, or correct the days on which it is valid.',
      who: 'prescriber',
    },
    'ordered later': {
      says: '{order} was written on {authored}, after the dose was given on {administeredOn}.',
      remedy: 'Link the order by which the dose was given, or correct its day.',
      who: 'prescriber',
    },
    'another drug': {
      says: '{order} ordered “{named}”, and {brand} is charted as given.',
      remedy: 'Check which drug was given, and correct the dose or link the order by which it was given.',
      who: 'nurse',
    },
    'another brand': {
      says: '{order} ordered {ordered}, and {brand} was given.',
      remedy: 'Check that the product was substituted, and that the NDC is that of the one given.',
      who: 'pharmacist',
    },
    'another maker': {
      says: '{order} ordered {ordered}, and {brand} was given: a pharmacy puts a biosimilar in the place of the product that it is made after, and nothing else without the prescriber.',
      remedy:
        'Check which product was given and correct it, or link the order by which {brand} was given; or look at {order} and state that it was reviewed.',
      who: 'pharmacist',
    },
    'not substituted': {
      says: '{order} ordered {ordered} and no other product in its place, and {brand} was given.',
      remedy: 'Link the order by which {brand} was given, or correct which product was given.',
      who: 'prescriber',
    },
    'another amount': {
      says: '{order} ordered {amount}, and {administeredAmount} is charted as given.',
      remedy: 'Check how much was given, and correct the dose or the order; or state the amount given.',
      who: 'nurse',
    },
  },
  check({ order, product: given, dailyAmount, texts, ...facts }) {
    const { product } = given
    const { administeredOn, administeredAmount, status, documentation } = facts
    if (!order) return doesNotApply('no order')
    const values = { order: order.reference, brand: product.brand, named: order.named ?? '' }
    // A dose of two injections is ordered as one and often charted as two.
    const isOfTheDose = (amount: Exact): boolean =>
      (dailyAmount.known && amount.equals(dailyAmount.value.administeredAmount)) ||
      (administeredAmount.known && amount.equals(administeredAmount.value))
    const coded = codedOf(given, texts.known ? texts.value : { stated: [] }, facts)
    if (order.calledProduct && isAnotherDrug(order.calledProduct, product)) {
      return cannotTell('another drug', { ...values, named: order.called ?? '' })
    }
    if (!order.isReviewed) {
      const ofOrder = { ...coded, product: productOrdered(order) ?? product }
      const strange =
        order.names?.find((name) => isStrangeOrder(name, ofOrder, { isOfTheDose })) ??
        (order.called !== undefined && isStrangeCall(order.called, ofOrder, { isOfTheDose }) ? order.called : undefined)
      if (strange !== undefined) return cannotTell('says more', { ...values, words: strange.slice(0, 160) })
      const ordered = productOrdered(order)
      if (ordered && !order.asWritten && isSubstituteOfNone(ordered, product)) {
        return cannotTell('another maker', { ...values, ordered: ordered.brand })
      }
    }
    if (!order.isInTheChart && order.reference.startsWith('MedicationAdministration/')) return doesNotApply('no order')
    if (!order.isInTheChart) return cannotTellAside('not in the chart', values)
    const { modified, intent, authoredOn } = order
    if (modified !== undefined) return cannotTell('modifier extension', { ...values, modified })
    if (intent !== undefined && !ORDERS.has(intent)) return cannotTell('no order yet', { ...values, intent })
    if (order.status === 'unknown' && !order.isReviewed) return cannotTell('status unknown', values)
    if (order.status === 'on-hold') return cannotTell('on hold', values)
    if (authoredOn && administeredOn.known && authoredOn.days.earliest > administeredOn.value) {
      return cannotTell('ordered later', { ...values, authored: authoredOn.written })
    }
    const { validFrom, validUntil } = order
    if (validUntil && administeredOn.known && validUntil.latest < administeredOn.value) {
      return cannotTell('no longer valid', { ...values, until: validUntil.latest })
    }
    if (validFrom && administeredOn.known && validFrom.earliest > administeredOn.value) {
      return cannotTell('not yet valid', { ...values, from: validFrom.earliest })
    }
    const { changedOn } = order
    const isOver = OVER.has(order.status ?? '') && !order.isReviewed
    if (isOver && changedOn && administeredOn.known && changedOn.latest < administeredOn.value) {
      return cannotTell('over before', { ...values, status: order.status ?? '', changed: changedOn.latest })
    }
    const differs = isAnother(order, product)
    if (differs === 'drug') return cannotTell('another drug', values)
    const isStated = texts.known && texts.value.stated.includes('given')
    const isWhole = status.known && status.value === 'completed'
    const [ordered, ...others] = order.amounts ?? []
    if (ordered && administeredAmount.known && isWhole && !isStated && ![ordered, ...others].some(isOfTheDose)) {
      return cannotTell('another amount', { ...values, amount: amountText(ordered, product.measure) })
    }
    const route = documentation.known ? documentation.value.route : undefined
    const otherRoute = route === undefined ? undefined : order.routes?.find((each) => each !== route)
    if (otherRoute !== undefined)
      return cannotTell('another route', { ...values, ordered: otherRoute, route: route ?? '' })
    if (!order.isReviewed) {
      const [against] = order.against ?? []
      if (against !== undefined) return cannotTell('speaks against it', { ...values, says: against })
      const words = (order.texts ?? []).find((each) =>
        orderSaysMore(each, coded, { isOfTheDose, isWhole: isWhole && !isStated }),
      )?.words
      if (words !== undefined) return cannotTell('says more', { ...values, words: words.slice(0, 160) })
    }
    if (typeof order.product === 'object' && differs === 'brand') {
      const brands = { ...values, ordered: order.product.brand }
      return order.asWritten ? cannotTell('not substituted', brands) : advises('another brand', brands)
    }
    if (order.status !== 'stopped') return passes('fits', values)
    const { statusReason: reason } = order
    const isOpen = reason !== undefined && !isStated && !isDoneWith(reason)
    return isOpen ? cannotTell('stopped because', { ...values, reason }) : cannotTellAside('stopped', values)
  },
})

/** R4’s intents that order something. @see https://hl7.org/fhir/R4/valueset-medicationrequest-intent.html */
const ORDERS: ReadonlySet<string> = new Set([
  'order',
  'original-order',
  'reflex-order',
  'filler-order',
  'instance-order',
])

/** Statuses of orders by which nothing more is given. */
const OVER: ReadonlySet<string> = new Set(['stopped', 'completed'])

/** Words by which an EHR says that it stopped an order because all of it was given. */
const DONE_WITH =
  /^(order |therapy |treatment |course |dose |one[- ]time |medication )*(completed?|given|administered|done|expired)$/i

const isDoneWith = (reason: string): boolean => DONE_WITH.test(reason.trim())

const productOrdered = ({ product, calledProduct }: AdministrationOrder): Product | undefined =>
  typeof product === 'object' ? product : calledProduct

/** The generic name of a biosimilar ends in four letters of its own: `denosumab-bbdz`. */
const OF_A_BIOSIMILAR = /-[a-z]{4}$/

/** Whether a biosimilar was ordered and another maker's product of the same strength was given. */
const isSubstituteOfNone = (ordered: Product, given: Product): boolean =>
  ordered.id !== given.id &&
  ordered.group === given.group &&
  OF_A_BIOSIMILAR.test(ordered.generic) &&
  ordered.generic !== given.generic

const isAnotherDrug = (ordered: Product, given: Product): boolean =>
  ordered.id !== given.id && ordered.group !== given.group

/** Whether the order names another drug or strength, or another brand of the same. */
function isAnother({ product: ordered }: AdministrationOrder, given: Product): 'drug' | 'brand' | undefined {
  if (ordered === 'another') return 'drug'
  if (typeof ordered !== 'object' || ordered.id === given.id) return undefined
  return ordered.group === given.group ? 'brand' : 'drug'
}
