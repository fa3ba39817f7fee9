import type { Measure } from '@doseline/contract'
import { amountText, type Exact } from '@doseline/dose'
import type { SameDay, SameDayDose } from '../../dose-facts.ts'
import { listed } from '../../format.ts'
import { cannotTell, fails, passes, rule } from '../../rule.ts'

/**
 * A barcode scanned twice, or a dose charted by two people, makes two administrations of one dose. Several are several only
 * where they are plainly parts of one labeled dose, or a person states why more was given.
 */
export default rule({
  id: 'administration/is-charted-once',
  asks: 'Was this dose charted only once?',
  needs: ['product', 'administeredAmount', 'sameDay'],
  mayUse: ['dailyDoseReason'],
  messages: {
    parts: { says: '{doses} are parts of one dose, {sum} in all.' },
    explained: { says: '{doses} are charted: {dailyDoseReason}.' },
    'more than once': {
      says: '{brand} is charted more than once for that day: {doses}, {sum} in all; the labeled dose is at most {most}.',
      remedy: 'Mark the second record as entered in error, or state why more was given than is labeled.',
      who: 'nurse',
    },
    'two products': {
      says: '{doses} are of one drug, {molecule}, and charted for one day.',
      remedy: 'Mark the wrong record as entered in error, or state why both were given.',
      who: 'nurse',
    },
    'cannot be told apart': {
      says: '{doses} may be one dose charted twice: {why}.',
      remedy: 'Mark the second record as entered in error, or state why it was given twice.',
      who: 'nurse',
    },
    'may be the same': {
      says: '{administration} may be another record of this dose: {perhaps}.',
      remedy: 'Correct that record, or state why both were given.',
      who: 'nurse',
    },
  },
  skips: {
    // Without the product or the day nothing is charged anyway.
    when: ({ product, administeredOn, sameDay }) =>
      !product.known || !administeredOn.known || (sameDay.known && sameDay.value.others.length === 0),
    says: 'No other dose of this drug is known for that day.',
  },
  check({ product: { product }, administeredAmount, sameDay: { others, least, most }, dailyDoseReason }) {
    const { brand, family: molecule, measure } = product
    const shown = shownIn(measure)
    const sure = others.filter(({ perhaps }) => perhaps === undefined)
    const doses = listed([`${amountText(administeredAmount, measure)} (this record)`, ...firstOf(others, shown)])
    if (dailyDoseReason.known) return passes('explained', { doses })
    if (sure.some(({ isSameProduct }) => !isSameProduct)) {
      const named = listed([
        `${brand} ${amountText(administeredAmount, measure)} (this record)`,
        ...firstOf(sure, (each) => `${each.brand ?? brand} ${shown(each)}`),
      ])
      return fails('two products', { doses: named, molecule })
    }
    const amounts = sure.map((each) => (each.administeredAmount.known ? each.administeredAmount.value : undefined))
    const sum = sumOf([administeredAmount, ...amounts])
    if (sum && most && sum.gt(most))
      return fails('more than once', { brand, doses, sum: amountText(sum, measure), most: amountText(most, measure) })
    const [unsure] = others.filter(({ perhaps }) => perhaps !== undefined)
    if (unsure) {
      return cannotTell('may be the same', { administration: unsure.administration, perhaps: unsure.perhaps ?? '' })
    }
    if (!sum) return cannotTell('cannot be told apart', { doses, why: 'not every amount is charted' })
    const why = product.listedUnder
      ? 'no label of it is loaded, and nothing says how much is one dose'
      : whyOneTwice(administeredAmount, sum, sure, { least, most })
    if (why) return cannotTell('cannot be told apart', { doses, why })
    return passes('parts', { doses, sum: amountText(sum, measure) })
  },
})

/**
 * Why equal amounts may be one dose charted twice; undefined where they are plainly parts. Two that fill a fixed labeled
 * dose are its two syringes, also in the same minute.
 */
function whyOneTwice(
  administeredAmount: Exact,
  sum: Exact,
  others: readonly SameDayDose[],
  { least, most }: Pick<SameDay, 'least' | 'most'>,
): string | undefined {
  const equal = others.filter(({ administeredAmount: other }) => other.known && other.value.equals(administeredAmount))
  if (equal.length === 0 || (least && most && least.equals(most) && sum.equals(most))) return undefined
  if (!least) return 'the amounts are equal, and how much is labeled for this patient is not known'
  if (sum.lt(least))
    return `the amounts are equal, and ${amountText(sum, 'mg')} is less than the labeled ${amountText(least, 'mg')}`
  return equal.some(({ startsTogether }) => startsTogether)
    ? 'the amounts are equal, and both started within 15 minutes'
    : undefined
}

function sumOf(amounts: readonly (Exact | undefined)[]): Exact | undefined {
  let sum: Exact | undefined
  for (const amount of amounts) {
    if (!amount) return undefined
    sum = sum ? sum.add(amount) : amount
  }
  return sum
}

/** More doses of a day are counted, not named: a chart of hundreds names each of them in the sentence of every other one. */
const NAMED_AT_MOST = 20

function firstOf(doses: readonly SameDayDose[], words: (dose: SameDayDose) => string): readonly string[] {
  const more = doses.length - NAMED_AT_MOST
  return [...doses.slice(0, NAMED_AT_MOST).map(words), ...(more > 0 ? [`${more} more`] : [])]
}

const shownIn =
  (measure: Measure) =>
  ({ administration, administeredAmount }: SameDayDose): string =>
    `${administeredAmount.known ? amountText(administeredAmount.value, measure) : 'an amount that is not known'} (${administration})`
