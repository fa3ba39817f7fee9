import { cannotTell, fails, passes, rule } from '../../rule.ts'
import { NEVER_IN_FORCE, wasActive } from '../../was-active.ts'

/** Coverage is judged on the day of service, not today. */
export default rule({
  id: 'coverage/was-active-that-day',
  asks: 'Was the coverage active on that day?',
  needs: ['administeredOn', 'coverages', 'coverage'],
  messages: {
    active: { says: '{coverage} was active on {administeredOn}.' },
    'not active': {
      says: '{coverage} was not active on {administeredOn}.',
      remedy: 'Find out who covered the patient on that day.',
      who: 'registration',
    },
    'never in force': {
      says: '{reference}, {coverage}, {because}: it covered nothing on {administeredOn}.',
      remedy: 'Correct the status of {reference} if it is right, or register the coverage of that day.',
      who: 'registration',
    },
    'status unreadable': {
      says: '{doubt}, so it cannot be told whether {coverage} was active on {administeredOn}.',
      remedy: 'Correct {reference}, or state that it pays first.',
      who: 'registration',
    },
    'period unreadable': {
      says: 'The period of {coverage} cannot be read: {period}.',
      remedy: 'Correct the period of the coverage, or state that it pays first.',
      who: 'registration',
    },
  },
  check({ administeredOn, coverage }) {
    const { reference, status, unreadablePeriod, doubt } = coverage
    if (NEVER_IN_FORCE.has(status)) {
      const because = status === 'draft' ? 'is a draft' : 'is marked as entered in error'
      return fails('never in force', { reference, because })
    }
    if (unreadablePeriod) return cannotTell('period unreadable', { period: unreadablePeriod })
    if (wasActive(coverage, administeredOn)) return passes('active')
    const isWithin =
      (coverage.from ?? administeredOn) <= administeredOn && administeredOn <= (coverage.until ?? administeredOn)
    return doubt && isWithin
      ? cannotTell('status unreadable', { doubt: doubt.replace(/\.$/, ''), reference })
      : fails('not active')
  },
})
