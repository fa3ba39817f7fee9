import { saidBy } from '../../records.ts'
import { cannotTell, fails, passes, rule } from '../../rule.ts'

/** What a payer answered about eligibility agrees with the coverage that is charged. */
export default rule({
  id: 'coverage/payer-confirms-it',
  asks: 'Does what the payer answered about eligibility agree with the coverage?',
  needs: ['recordsAgainst', 'recordsInDoubt'],
  messages: {
    nothing: { says: 'No answer about eligibility speaks against the coverage.' },
    against: {
      says: '{says}',
      remedy: 'Ask the payer again who covers the patient on that day, and register the coverage that does.',
      who: 'registration',
    },
    'in doubt': {
      says: '{says}',
      remedy: 'Look at {references}: correct it, or state that it does not bear on this dose.',
      who: 'registration',
    },
  },
  check({ recordsAgainst, recordsInDoubt }) {
    const against = saidBy('eligibility', recordsAgainst)
    if (against) return fails('against', against)
    const doubt = saidBy('eligibility', recordsInDoubt)
    return doubt ? cannotTell('in doubt', doubt) : passes('nothing')
  },
})
