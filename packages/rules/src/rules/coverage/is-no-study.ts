import { saidBy } from '../../records.ts'
import { cannotTell, fails, passes, rule } from '../../rule.ts'

/**
 * In a study the sponsor may supply or pay the drug; routine care in a trial is claimed with Q1, the diagnosis Z00.6 and
 * the number of the trial (CMS publication 100-04, chapter 32, section 69).
 */
export default rule({
  id: 'coverage/is-no-study',
  asks: 'Was the dose no part of a study?',
  needs: ['recordsAgainst', 'recordsInDoubt'],
  messages: {
    nothing: { says: 'The chart shows no study in which the patient took part that day.' },
    against: {
      says: '{says}',
      remedy: 'Ask the study whether its sponsor supplies or pays the drug, and bill accordingly.',
      who: 'biller',
    },
    'in doubt': {
      says: '{says}',
      remedy: 'Look at {references}: correct it, or state that it does not bear on this dose.',
      who: 'biller',
    },
  },
  check({ recordsAgainst, recordsInDoubt }) {
    const against = saidBy('study', recordsAgainst)
    if (against) return fails('against', against)
    const doubt = saidBy('study', recordsInDoubt)
    return doubt ? cannotTell('in doubt', doubt) : passes('nothing')
  },
})
