import type { Measure } from '@doseline/contract'
import { amountText } from '@doseline/dose'
import { type Discard, discardOf, policyIn } from '../../discard.ts'
import { doesNotApply, fails, passes, rule } from '../../rule.ts'

/** JW and JZ are statements about the container: a line that states one must agree with what was charted. */
export default rule({
  id: 'modifiers/agree-with-the-record',
  asks: 'Do JW and JZ on this dose agree with the record?',
  needs: ['modifiersNamed', 'product', 'dailyAmount'],
  mayUse: ['openedAmount', 'discardedAmount', 'extraContainersReason', 'setting'],
  published: ['hcpcs', 'discard', 'discardNotIn'],
  messages: {
    'judged elsewhere': { says: 'Whether {modifier} is right depends on what the record lacks about the discard.' },
    agree: { says: '{modifier} agrees with the record.' },
    'several doses': {
      says: '{modifier} is on {by}, but {brand} comes in a container for several doses.',
      remedy: 'Take {modifier} off: neither JW nor JZ applies to a multi-dose container.',
      who: 'biller',
    },
    'not asked': {
      says: '{modifier} is on {by}, and this payer does not ask for it.',
      remedy: 'Take {modifier} off the line.',
      who: 'biller',
    },
    'something was discarded': {
      says: 'JZ is on {by}, and the record says that {left} was discarded.',
      remedy: 'Take JZ off, and put {units} with JW on a line of their own.',
      who: 'biller',
    },
    'nothing was discarded': {
      says: 'JW is on {by}, and nothing whole was left of the container.',
      remedy: 'Take JW off: the billed units cover the whole content.',
      who: 'biller',
    },
  },
  skips: {
    when: ({ modifiersNamed }) =>
      modifiersNamed.known &&
      !modifiersNamed.value.some(({ modifiers }) => modifiers.some(({ code }) => code === 'JW' || code === 'JZ')),
    says: 'This dose names no JW or JZ.',
  },
  check(dose, { hcpcs, discard, discardNotIn }) {
    const {
      modifiersNamed,
      product: given,
      dailyAmount,
      openedAmount,
      discardedAmount,
      extraContainersReason,
      setting,
    } = dose
    const { product } = given
    const policy = policyIn(discard, discardNotIn, setting)
    const decided = discardOf({
      product,
      hcpcs,
      policy,
      administeredAmount: dailyAmount.administeredAmount,
      openedAmount,
      discardedAmount,
      fewestAmount: dailyAmount.fewest.amount,
      extraContainersReason,
    })
    const stated = modifiersNamed.flatMap(({ modifiers, by }) => modifiers.map(({ code }) => ({ code, by })))
    const wrong = stated.find(({ code }) => (code === 'JW' || code === 'JZ') && troubleWith(code, decided))
    const found = wrong ?? stated.find(({ code }) => code === 'JW' || code === 'JZ')
    const values = { modifier: found?.code ?? '', by: found?.by ?? '', brand: product.brand }
    const trouble = wrong && troubleWith(wrong.code, decided)
    if (trouble) return fails(trouble, { ...values, ...leftIn(decided, product.measure) })
    return SETTLED.has(decided.kind) ? passes('agree', values) : doesNotApply('judged elsewhere', values)
  },
})

const SETTLED: ReadonlySet<Discard['kind']> = new Set(['nothing left', 'discarded'])

function troubleWith(code: string, { kind }: Discard) {
  if (kind === 'multi-dose') return 'several doses'
  if (kind === 'not asked') return 'not asked'
  if (kind === 'discarded' && code === 'JZ') return 'something was discarded'
  if (kind === 'nothing left' && code === 'JW') return 'nothing was discarded'
  return undefined
}

const leftIn = (decided: Discard, measure: Measure): Record<string, string> =>
  decided.kind === 'discarded' ? { left: amountText(decided.leftAmount, measure), units: `${decided.units} units` } : {}
