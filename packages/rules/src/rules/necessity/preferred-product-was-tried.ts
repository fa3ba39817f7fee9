import { rule } from '../../rule.ts'
import { STEP_MESSAGES, stepsTaken } from '../../step-therapy.ts'

/** Where the payer prefers other products of the kind, they were tried. */
export default rule({
  id: 'necessity/preferred-product-was-tried',
  asks: 'Was the product the payer prefers tried?',
  needs: ['administeredOn', 'product', 'treatments'],
  mayUse: ['payer', 'earlierDoses', 'diagnoses', 'results'],
  published: ['preferred', 'indications'],
  messages: {
    ...STEP_MESSAGES,
    'not on record': {
      says: '{payer} prefers {wanted} to {brand}; the chart does not show that it was tried.',
      remedy: 'State what was tried and how it ended, or give the preferred product.',
      who: 'prescriber',
    },
  },
  check: (dose, { preferred, indications }) => stepsTaken(preferred, indications, dose),
})
