import { cannotTellAndHolds, cannotTellWithout, passes, rule } from '../../rule.ts'

/**
 * A drug that a pharmacy, a patient or a trial supplied is not charged; giving it is. Most charts do not say how it came;
 * one that says it, and not so that it can be told, holds the line.
 */
export default rule({
  id: 'administration/was-bought',
  asks: 'Was the drug bought by the practice?',
  needs: ['product'],
  mayUse: ['acquired'],
  messages: {
    bought: { says: '{brand} was bought.' },
    'bought under 340B': { says: '{brand} was bought under 340B.' },
    'not bought': { says: '{brand} was {acquired}: no drug line, only giving it is charged.' },
    'not clear': {
      says: '{says}',
      remedy:
        'Correct how the chart says that the drug was acquired, or state whether it was bought, bought under 340B, supplied by someone else, or free.',
      who: 'pharmacist',
    },
  },
  check({ acquired: how, product: { product } }) {
    const { brand } = product
    if (!how.known) {
      return how.because === 'unreadable' || how.because === 'contradictory'
        ? cannotTellAndHolds('not clear', { says: how.says })
        : cannotTellWithout(how)
    }
    const acquired = how.value
    if (acquired === 'supplied' || acquired === 'free') return passes('not bought', { brand, acquired })
    return passes(acquired === '340B' ? 'bought under 340B' : 'bought', { brand })
  },
})
