import { passes, rule } from '../../rule.ts'

/** A drug that a pharmacy, a patient or a trial supplied is not charged; giving it is. */
export default rule({
  id: 'administration/was-bought',
  asks: 'Was the drug bought by the practice?',
  needs: ['acquired', 'product'],
  messages: {
    bought: { says: '{brand} was bought.' },
    'bought under 340B': { says: '{brand} was bought under 340B.' },
    'not bought': { says: '{brand} was {acquired}: no drug line, only giving it is charged.' },
  },
  check({ acquired, product: { product } }) {
    const { brand } = product
    if (acquired === 'supplied' || acquired === 'free') return passes('not bought', { brand, acquired })
    return passes(acquired === '340B' ? 'bought under 340B' : 'bought', { brand })
  },
})
