import { amountText } from '@doseline/dose'
import { discardOf, policyIn } from '../../discard.ts'
import { units } from '../../format.ts'
import { cannotTell, cannotTellWithout, doesNotApply, fails, passes, rule } from '../../rule.ts'

/** What was opened is either given or written down as discarded. Waste is never inferred. */
export default rule({
  id: 'amount/discard-is-documented',
  asks: 'Is the drug left in the container written down as discarded?',
  needs: ['product', 'dailyAmount'],
  mayUse: ['openedAmount', 'discardedAmount', 'extraContainersReason', 'acquired', 'setting'],
  published: ['hcpcs', 'discard', 'discardNotIn'],
  skips: {
    when: ({ acquired }) => acquired.known && (acquired.value === 'supplied' || acquired.value === 'free'),
    says: 'A drug that was supplied or free has no drug line.',
  },
  messages: {
    'not asked': { says: 'This payer does not ask about drug left over.' },
    'not asked there': { says: 'This payer does not ask about drug left over in {setting}.' },
    'multi-dose': { says: '{brand} comes in a container for several doses: JW and JZ never apply.' },
    'container not known': {
      says: 'No source says whether a container of {brand} is for one dose, and only then JW or JZ is asked.',
      remedy: 'Read on the container whether it is for a single dose, and state it.',
      who: 'nurse',
    },
    'nothing left': {
      says: '{dailyAmount} of the {openedAmount} opened was given: no whole unit was left ({modifier}).',
    },
    discarded: {
      says: '{dailyAmount} given and {discardedAmount} discarded make the {openedAmount} opened: JW × {discarded}.',
    },
    'discarded with more than needed': {
      says: '{dailyAmount} given and {discardedAmount} discarded make the {openedAmount} opened, more than the {fewest} that hold the dose ({extraContainersReason}): JW × {discarded}.',
    },
    'more than needed': {
      says: '{openedAmount} was opened for the {dailyAmount} given, and {fewest} would hold it: the content of containers that were not needed is not billed as discarded.',
      remedy: 'Correct the containers opened, or state why more were opened than hold the dose.',
      who: 'nurse',
    },
    'perhaps more than needed': {
      says: '{openedAmount} was opened for the {dailyAmount} given, and no source says how much one container of {brand} holds: what was left in a container that the dose did not need is not billed as discarded.',
      remedy: 'State why more was opened than was given, such as that one container holds that much.',
      who: 'nurse',
    },
    'none given of it': {
      says: 'More was opened than the {fewest} that hold the dose (“{reason}”), and a whole container was discarded: of one of which nothing was given, nothing is billed as discarded.',
      remedy:
        'State only the containers from which the dose was given, and what was left of those; or say in the reason how much was given of the other before.',
      who: 'nurse',
    },
    'part of one unit': {
      says: '{dailyAmount} given and {left} discarded are one unit of {code} together: whole units cannot bill them apart, and JZ would say that nothing was discarded.',
      remedy:
        'Bill the line by hand, as the payer takes a discarded part of an unclassified drug (JW, both amounts in the narrative).',
      who: 'biller',
    },
    'more than opened': {
      says: '{dailyAmount} was given, more than the {openedAmount} opened.',
      remedy: 'Correct the number of containers opened, or the dose.',
      who: 'nurse',
    },
    'not written down': {
      says: '{dailyAmount} of {openedAmount} was given; the record does not say that the other {left} was discarded.',
      remedy: 'Record the {left} discarded, if it was.',
      who: 'nurse',
    },
    'does not add up': {
      says: '{dailyAmount} given and {discardedAmount} discarded do not make the {openedAmount} opened.',
      remedy: 'Correct the dose, the containers opened or the discarded amount.',
      who: 'nurse',
    },
  },
  check(dose, { hcpcs, discard: asked, discardNotIn }) {
    const {
      product: { product },
      dailyAmount,
      openedAmount,
      discardedAmount,
      extraContainersReason,
      setting,
    } = dose
    const policy = policyIn(asked, discardNotIn, setting)
    if (policy !== asked) return doesNotApply('not asked there')
    const discard = discardOf({
      product,
      hcpcs,
      policy,
      administeredAmount: dailyAmount.administeredAmount,
      openedAmount,
      discardedAmount,
      fewestAmount: dailyAmount.fewest.amount,
      extraContainersReason,
    })
    const needed = { fewest: dailyAmount.fewest.text }
    switch (discard.kind) {
      case 'not asked':
        return doesNotApply('not asked')
      case 'multi-dose':
        return doesNotApply('multi-dose', { brand: product.brand })
      case 'container not known':
        return cannotTell('container not known', { brand: product.brand })
      case 'opened not known':
      case 'discarded not known':
        return cannotTellWithout(discard.missing)
      case 'nothing left':
        return passes('nothing left', { modifier: policy === 'JW or JZ' ? 'JZ' : 'no modifier before JZ was required' })
      case 'discarded':
        return openedAmount.known && dailyAmount.fewest.amount && openedAmount.value.gt(dailyAmount.fewest.amount)
          ? passes('discarded with more than needed', { ...needed, discarded: units(discard.units) })
          : passes('discarded', { discarded: units(discard.units) })
      case 'none given of it':
        return cannotTell('none given of it', { ...needed, reason: discard.reason })
      case 'part of one unit':
        return cannotTell('part of one unit', {
          left: amountText(discard.leftAmount, product.measure),
          code: hcpcs.code,
        })
      case 'more than needed':
        return dailyAmount.fewest.amount
          ? cannotTell('more than needed', needed)
          : cannotTell('perhaps more than needed', { brand: product.brand })
      case 'more than opened':
        return fails('more than opened')
      default:
        return fails(discard.kind, { left: amountText(discard.leftAmount, product.measure) })
    }
  },
})
