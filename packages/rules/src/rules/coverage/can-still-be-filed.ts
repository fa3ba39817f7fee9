import { daysBetween } from '@doseline/dose'
import { lastDayToFile } from '../../last-day-to-file.ts'
import { advises, cannotTell, doesNotApply, fails, passes, rule } from '../../rule.ts'

/**
 * The payer still takes a claim for that day: a line that can no longer be filed is held back until a person overrides it
 * with a reason the payer accepts. One that is only late advises. Where the payer’s own time is not known, a dose is asked
 * about after the longest that any payer states.
 * @see https://www.ecfr.gov/current/title-42/section-424.44
 */
export default rule({
  id: 'coverage/can-still-be-filed',
  asks: 'Does the payer still take a claim for that day?',
  needs: ['administeredOn', 'judgedOn'],
  mayUse: ['payer'],
  published: ['timelyFiling'],
  messages: {
    'in time': { says: '{payer} takes the claim until {last}.' },
    'not much time': {
      says: '{payer} takes the claim until {last}, {days} days from now.',
      remedy: 'Send this claim first.',
      who: 'biller',
    },
    'too late': {
      says: '{payer} took the claim until {last}, {days} before {judgedOn}.',
      remedy: 'Write it off, or override with a reason {payer} accepts for a late claim.',
      who: 'biller',
    },
    'no time known': { says: 'No source says that {payer} takes claims only for a time.' },
    'perhaps too late': {
      says: 'No source says how long {payer} takes claims, and no payer that was read takes one after {last}, {days} before {judgedOn}.',
      remedy: 'Ask {payer} whether it still takes the claim, and override with what it says; else write it off.',
      who: 'biller',
    },
  },
  check({ administeredOn, judgedOn }, { timelyFiling }) {
    const { isOfOthers } = timelyFiling
    const last = lastDayToFile(administeredOn, timelyFiling)
    const days = daysBetween(judgedOn, last)
    const past = { last, days: days === -1 ? '1 day' : `${-days} days` }
    if (isOfOthers) return days < 0 ? cannotTell('perhaps too late', past) : doesNotApply('no time known')
    if (days < 0) return fails('too late', past)
    return days <= HURRY ? advises('not much time', { last, days: String(days) }) : passes('in time', { last })
  },
})

/** From how many days before the last one on a claim goes first: ours. */
const HURRY = 30
