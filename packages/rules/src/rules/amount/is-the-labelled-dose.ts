import type { LabelledDose } from '@doseline/codebook'
import { amountText, exactly, exactText, type Fact, wholePartsUp } from '@doseline/dose'
import type { Weight } from '../../dose-facts.ts'
import { labelledRange } from '../../labelled-dose.ts'
import { cannotTell, cannotTellAndHolds, doesNotApply, fails, holds, passes, rule } from '../../rule.ts'

/**
 * The dose is the one on the label: a fixed one, or one by the patient's weight. More than that is held until a person
 * states why; less, or a weight nobody charted, is only pointed out: what was given is billed.
 */
export default rule({
  id: 'amount/is-the-labelled-dose',
  asks: 'Is it the dose on the label?',
  needs: ['product', 'dailyAmount'],
  mayUse: ['weight', 'dailyDoseReason'],
  published: ['labelledDose'],
  messages: {
    'as labeled': { says: '{dailyAmount} is the labeled dose of {brand} ({labeled}).' },
    more: {
      says: '{dailyAmount} is more than the labeled dose of {brand} ({labeled}).',
      remedy: 'Check the dose and the product; where more was meant, state why.',
      who: 'prescriber',
    },
    'more, with a reason': {
      says: '{dailyAmount} is more than the labeled dose of {brand} ({labeled}): {dailyDoseReason}.',
    },
    less: {
      says: '{dailyAmount} is less than the labeled dose of {brand} ({labeled}).',
      remedy: 'Check the dose and the product.',
      who: 'nurse',
    },
    'no label': { says: 'No label of {brand} is loaded to compare {dailyAmount} with.' },
    'many containers': {
      says: 'No label of {brand} is loaded, and {dailyAmount} takes {count} containers.',
      remedy: 'Check the amount and its unit; where so much was meant, state why.',
      who: 'prescriber',
    },
    'many containers, with a reason': {
      says: '{dailyAmount} of {brand} takes {count} containers: {dailyDoseReason}.',
    },
    'weight not known': {
      says: 'The labeled dose of {brand} is {labeled}, and {why}',
      remedy: 'Chart the weight the dose was calculated from.',
      who: 'nurse',
    },
  },
  check({ product: { product }, dailyAmount: { administeredAmount }, weight, dailyDoseReason }, { labelledDose }) {
    const { brand } = product
    if ('askedAbove' in labelledDose) {
      const { amountPerContainer } = product
      const count = amountPerContainer ? wholePartsUp(administeredAmount, amountPerContainer) : 0n
      if (count <= BigInt(labelledDose.askedAbove)) return doesNotApply('no label', { brand })
      const values = { brand, count: String(count) }
      return dailyDoseReason.known
        ? passes('many containers, with a reason', values)
        : cannotTellAndHolds('many containers', values)
    }
    const range = labelledRange(labelledDose, weight)
    const labeled = labelledText(labelledDose, weight)
    if (!range) {
      const why = weight.known ? '' : lowerFirst(weight.says)
      return cannotTell('weight not known', { brand, labeled, why })
    }
    if (administeredAmount.gt(range.most)) {
      return dailyDoseReason.known
        ? passes('more, with a reason', { brand, labeled })
        : holds('more', { brand, labeled })
    }
    return administeredAmount.lt(range.least)
      ? fails('less', { brand, labeled })
      : passes('as labeled', { brand, labeled })
  },
})

/** `60 mg`, `4 mg/kg, 88 mg for 22 kg of 2026-02-20`. */
function labelledText(labeled: Exclude<LabelledDose, { readonly askedAbove: number }>, weight: Fact<Weight>): string {
  if ('mg' in labeled) return amountText(labeled.mg, 'mg')
  const perKg = `${exactText(labeled.mgPerKg)} mg/kg`
  if (!weight.known) return perKg
  const { kg, on } = weight.value
  const within = exactText(labeled.within.mul(exactly(100)))
  return `${perKg}, ${amountText(labeled.mgPerKg.mul(kg), 'mg')} for ${exactText(kg)} kg of ${on}, ${within} % more or less`
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
