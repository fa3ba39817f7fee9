import { fails, rule } from '../../rule.ts'

/** Some payers pay for no drug that patients usually give themselves, whoever gave this dose. */
export default rule({
  id: 'coverage/is-not-self-administered',
  asks: 'Does the payer pay for the drug though patients usually give it themselves?',
  needs: ['product', 'payer'],
  published: ['selfAdministered'],
  messages: {
    'left out': {
      says: '{payer} does not pay for {brand} given in a clinic: {why}.',
      remedy:
        'Look up the list of the contractor: charge the coverage of drugs from a pharmacy, or the patient after telling the patient beforehand.',
      who: 'biller',
    },
  },
  check({ product: { product } }, { selfAdministered }) {
    return fails('left out', { brand: product.brand, why: selfAdministered })
  },
})
