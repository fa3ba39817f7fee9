import type { LabelledDose } from '@doseline/codebook'
import { type Exact, exactly, exactText, type Fact } from '@doseline/dose'
import type { Weight } from '../../dose-facts.ts'
import { cannotTell, fails, passes, rule } from '../../rule.ts'
import { mg } from '../../shows.ts'

/** The dose is the one on the label: a fixed one, or one by the patient's weight. */
export default rule({
  id: 'amount/is-the-labelled-dose',
  asks: 'Is it the dose on the label?',
  needs: ['product', 'day'],
  mayUse: ['weight'],
  inForce: ['labelledDose'],
  messages: {
    'as labelled': { says: '{day} is the labelled dose of {brand} ({labelled}).' },
    more: {
      says: '{day} is more than the labelled dose of {brand} ({labelled}).',
      remedy: 'Check the dose and the product; a payer asks why more was given.',
      who: 'prescriber',
    },
    less: {
      says: '{day} is less than the labelled dose of {brand} ({labelled}).',
      remedy: 'Check the dose and the product.',
      who: 'nurse',
    },
    'weight not known': {
      says: 'The labelled dose of {brand} is {labelled}, and {why}',
      remedy: 'Chart the weight the dose was calculated from.',
      who: 'nurse',
    },
  },
  check({ product: { product }, day: { givenMg }, weight }, { labelledDose }) {
    const { brand } = product
    const range = rangeOf(labelledDose, weight)
    const labelled = labelledText(labelledDose, weight)
    if (!range) {
      const why = weight.known ? '' : lowerFirst(weight.says)
      return cannotTell('weight not known', { brand, labelled, why })
    }
    if (givenMg.gt(range.most)) return fails('more', { brand, labelled })
    return givenMg.lt(range.least) ? fails('less', { brand, labelled }) : passes('as labelled', { brand, labelled })
  },
})

function rangeOf(labelled: LabelledDose, weight: Fact<Weight>): { least: Exact; most: Exact } | undefined {
  if ('mg' in labelled) return { least: labelled.mg, most: labelled.mg }
  if (!weight.known) return undefined
  const dose = labelled.mgPerKg.mul(weight.value.kg)
  const may = dose.mul(labelled.within)
  return { least: dose.sub(may), most: dose.add(may) }
}

/** `60 mg`, `4 mg/kg, 88 mg for 22 kg of 2026-02-20`. */
function labelledText(labelled: LabelledDose, weight: Fact<Weight>): string {
  if ('mg' in labelled) return mg(labelled.mg)
  const perKg = `${exactText(labelled.mgPerKg)} mg/kg`
  if (!weight.known) return perKg
  const { kg, on } = weight.value
  const within = exactText(labelled.within.mul(exactly(100)))
  return `${perKg}, ${mg(labelled.mgPerKg.mul(kg))} for ${exactText(kg)} kg of ${on}, ${within} % more or less`
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
