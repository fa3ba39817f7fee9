import { fails, passes, rule } from '../../rule.ts'

/** A drug given in a clinic is paid by the medical benefit: not by a pharmacy’s, a hospital’s, and not by nobody. */
export default rule({
  id: 'coverage/is-a-medical-benefit',
  asks: 'Does the coverage pay for drugs given in a clinic?',
  needs: ['coverage', 'benefit'],
  messages: {
    medical: { says: '{coverage} is not limited to drugs from a pharmacy.' },
    pharmacy: {
      says: '{coverage} pays only for drugs from a pharmacy.',
      remedy: 'Register the medical coverage of that day.',
      who: 'registration',
    },
    hospital: {
      says: '{coverage} pays for hospital stays (Part A), not for a drug given in a clinic.',
      remedy: 'Register the coverage that pays for care outside the hospital that day (Part B or C).',
      who: 'registration',
    },
    supplement: {
      says: '{coverage} pays only what another coverage leaves; the chart does not hold the one that pays first.',
      remedy: 'Register the coverage that pays before it.',
      who: 'registration',
    },
    limited: {
      says: '{coverage} does not pay for drugs given in a clinic.',
      remedy: 'Register the medical coverage of that day.',
      who: 'registration',
    },
    'self-pay': {
      says: 'The patient pays: there is no payer to send a claim to.',
      remedy: 'Charge the patient, or register the coverage of that day.',
      who: 'registration',
    },
  },
  check({ benefit }) {
    return benefit === 'medical' ? passes('medical') : fails(benefit)
  },
})
