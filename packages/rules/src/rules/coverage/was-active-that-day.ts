import { cannotTell, fails, passes, rule } from '../../rule.ts'
import { wasActive } from '../../was-active.ts'

/** Coverage is judged on the day of service, not today. */
export default rule({
  id: 'coverage/was-active-that-day',
  asks: 'Was the coverage active on that day?',
  needs: ['givenOn', 'coverages', 'coverage'],
  messages: {
    active: { says: '{coverage} was active on {givenOn}.' },
    'not active': {
      says: '{coverage} was not active on {givenOn}.',
      remedy: 'Find out who covered the patient on that day.',
      who: 'registration',
    },
    'period unreadable': {
      says: 'The period of {coverage} cannot be read: {period}.',
      remedy: 'Correct the period of the coverage.',
      who: 'registration',
    },
  },
  check({ givenOn, coverage }) {
    if (coverage.unreadablePeriod) return cannotTell('period unreadable', { period: coverage.unreadablePeriod })
    return wasActive(coverage, givenOn) ? passes('active') : fails('not active')
  },
})
