import { saidBy } from '../../records.ts'
import { cannotTell, fails, passes, rule } from '../../rule.ts'

/** The account that the charge goes to is open, of the usual kind, and bills the same coverage first. */
export default rule({
  id: 'coverage/fits-the-account',
  asks: 'Does the account of the patient agree with the charge?',
  needs: ['recordsAgainst', 'recordsInDoubt'],
  messages: {
    nothing: { says: 'No account of the patient speaks against the charge.' },
    against: {
      says: '{says}',
      remedy: 'Correct the account, or have the hold on it lifted, before the dose is charged.',
      who: 'registration',
    },
    'in doubt': {
      says: '{says}',
      remedy: 'Look at {references}: correct it, or state that it does not bear on this dose.',
      who: 'registration',
    },
  },
  check({ recordsAgainst, recordsInDoubt }) {
    const against = saidBy('account', recordsAgainst)
    if (against) return fails('against', against)
    const doubt = saidBy('account', recordsInDoubt)
    return doubt ? cannotTell('in doubt', doubt) : passes('nothing')
  },
})
