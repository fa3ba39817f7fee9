import { addDays, addMonths, daysBetween } from '@doseline/dose'
import { fails, passes, rule } from '../../rule.ts'

/** The payer still takes a claim for that day. */
export default rule({
  id: 'coverage/can-still-be-filed',
  asks: 'Does the payer still take a claim for that day?',
  needs: ['givenOn', 'judgedOn'],
  mayUse: ['payer'],
  inForce: ['timelyFiling'],
  messages: {
    'in time': { says: '{payer} takes the claim until {last}.' },
    'not much time': {
      says: '{payer} takes the claim until {last}, {days} days from now.',
      remedy: 'Send this claim first.',
      who: 'biller',
    },
    'too late': {
      says: '{payer} took the claim until {last}.',
      remedy: 'Look for a reason {payer} accepts for a late claim.',
      who: 'biller',
    },
  },
  check({ givenOn, judgedOn }, { timelyFiling: { within, unit } }) {
    const last = unit === 'months' ? addMonths(givenOn, within) : addDays(givenOn, within)
    const days = daysBetween(judgedOn, last)
    if (days < 0) return fails('too late', { last })
    return days <= HURRY ? fails('not much time', { last, days: String(days) }) : passes('in time', { last })
  },
})

/** From how many days before the last one on a claim goes first: ours. */
const HURRY = 30
