import { amountText, type ChartGap, type Exact, type Fact } from '@doseline/dose'
import type { DoseValues } from '../../dose-facts.ts'
import { cannotTell, cannotTellWithout, fails, noCharge, passes, rule } from '../../rule.ts'

/**
 * Only what was given can be charged. A stopped dose counts where the chart shows that less than the whole was given, or a
 * person states how much: EHRs fill in what was ordered, and whoever stops an infusion seldom corrects it.
 */
export default rule({
  id: 'administration/is-completed',
  asks: 'Was the drug given?',
  needs: ['status'],
  mayUse: ['product', 'administeredAmount', 'chart', 'order', 'dailyAmount', 'openedAmount', 'texts'],
  messages: {
    completed: { says: 'The administration is completed.' },
    'stopped, amount known': {
      says: 'The administration was stopped; {administeredAmount} was given and is what counts.',
    },
    'stopped, all of it charted': {
      says: 'The administration was stopped, and all that was ordered ({ordered}) is charted as given.',
      remedy: 'Chart how much went in before it was stopped, or state the amount given.',
      who: 'nurse',
    },
    'stopped, the whole not known': {
      says: 'The administration was stopped, and nothing in the chart shows that {administeredAmount} is less than the whole dose.',
      remedy: 'Chart how much went in before it was stopped, or state the amount given.',
      who: 'nurse',
    },
    'not given': { says: 'The drug was not given: no charge arises.' },
    deleted: { says: 'The administration was deleted in the EHR: no charge arises.' },
    'entered in error': { says: 'The administration was entered in error: no charge arises.' },
    'not finished': {
      says: 'The administration is {status}; it can be charged when it is completed.',
      remedy: 'Complete the administration in the chart once it has ended.',
      who: 'nurse',
    },
    'status unknown': {
      says: 'The chart does not know whether the drug was given (status unknown).',
      remedy: 'Chart whether the dose was completed, stopped or not given.',
      who: 'nurse',
    },
  },
  check({ status, product, administeredAmount, chart, order, dailyAmount, openedAmount, texts }) {
    if (chart.known && chart.value.some(isDeletedDose)) return noCharge('deleted')
    switch (status) {
      case 'completed':
        return passes('completed')
      case 'stopped':
        if (!administeredAmount.known) return cannotTellWithout(administeredAmount)
        return texts.known && texts.value.stated.includes('given')
          ? passes('stopped, amount known')
          : stoppedWith(administeredAmount.value, { product, order, dailyAmount, openedAmount })
      case 'not-done':
        return noCharge('not given')
      case 'entered-in-error':
        return noCharge('entered in error')
      case 'unknown':
        return cannotTell('status unknown')
      default:
        return fails('not finished')
    }
  },
})

const isDeletedDose = ({ kind, type }: ChartGap): boolean => kind === 'deleted' && type === 'MedicationAdministration'

type Around = { readonly [K in 'product' | 'order' | 'dailyAmount' | 'openedAmount']: Fact<DoseValues[K]> }

/** What a stopped dose says by the amounts that are charted around it: the order, or more opened than holds what was given. */
function stoppedWith(given: Exact, { product, order, dailyAmount, openedAmount }: Around) {
  const [ordered, ...others] = (order.known && order.value?.amounts) || []
  const measure = product.known ? product.value.product.measure : 'mg'
  const ofTheDay = dailyAmount.known ? dailyAmount.value : undefined
  if (ordered) {
    const isLess = [ordered, ...others].every((each) => given.lt(each) && !ofTheDay?.administeredAmount.gte(each))
    return isLess
      ? passes('stopped, amount known')
      : cannotTell('stopped, all of it charted', { ordered: amountText(ordered, measure) })
  }
  const fewest = ofTheDay?.fewest.amount
  const isLess = fewest !== undefined && openedAmount.known && openedAmount.value.gt(fewest)
  return isLess ? passes('stopped, amount known') : cannotTell('stopped, the whole not known')
}
