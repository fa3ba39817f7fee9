import { saidBy } from '../../records.ts'
import { cannotTell, fails, passes, rule } from '../../rule.ts'

/**
 * A patient can refuse treatment, and can forbid that a payer is told of what the patient pays in full (45 CFR
 * 164.522(a)(1)(vi)).
 */
export default rule({
  id: 'coverage/may-be-disclosed',
  asks: 'Does the patient forbid nothing that a claim would disclose?',
  needs: ['recordsAgainst', 'recordsInDoubt'],
  messages: {
    nothing: { says: 'No consent of the patient speaks against a claim.' },
    against: {
      says: '{says}',
      remedy: 'Ask the patient: where the payer must not be told, charge the patient and send no claim.',
      who: 'registration',
    },
    'in doubt': {
      says: '{says}',
      remedy: 'Look at {references}: correct it, or state that it does not bear on this dose.',
      who: 'registration',
    },
  },
  check({ recordsAgainst, recordsInDoubt }) {
    const against = saidBy('consent', recordsAgainst)
    if (against) return fails('against', against)
    const doubt = saidBy('consent', recordsInDoubt)
    return doubt ? cannotTell('in doubt', doubt) : passes('nothing')
  },
})
