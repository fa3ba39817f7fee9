import { rule } from '../../rule.ts'
import { STEP_MESSAGES, stepsTaken } from '../../step-therapy.ts'

/** Step therapy: another treatment was tried, was not tolerated, or was ruled out. */
export default rule({
  id: 'necessity/earlier-treatment-was-tried',
  asks: 'Was what the payer wants tried first tried?',
  needs: ['administeredOn', 'product', 'treatments'],
  mayUse: ['payer', 'earlierDoses', 'diagnoses', 'results'],
  published: ['stepTherapy', 'indications'],
  messages: {
    ...STEP_MESSAGES,
    'not on record': {
      says: '{payer} asks for {wanted} before {brand}; the chart shows none.',
      remedy: 'State what was tried and how it ended, or why it could not be tried.',
      who: 'prescriber',
    },
  },
  check: (dose, { stepTherapy, indications }) => stepsTaken(stepTherapy, indications, dose),
})
