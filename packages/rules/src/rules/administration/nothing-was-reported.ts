import { saidBy } from '../../records.ts'
import { cannotTell, fails, passes, rule } from '../../rule.ts'

/** No alert about the dose was left unanswered, and nobody reported that it was the wrong one, faulty or recalled. */
export default rule({
  id: 'administration/nothing-was-reported',
  asks: 'Was nothing reported that makes the dose doubtful?',
  needs: ['recordsAgainst', 'recordsInDoubt'],
  messages: {
    nothing: { says: 'No alert or event in the chart makes the dose doubtful.' },
    against: {
      says: '{says}',
      remedy: 'Find out what became of it, and chart the answer, before the dose is charged.',
      who: 'nurse',
    },
    'in doubt': {
      says: '{says}',
      remedy: 'Look at {references}: correct it, or state that it does not bear on this dose.',
      who: 'pharmacist',
    },
  },
  check({ recordsAgainst, recordsInDoubt }) {
    const against = saidBy('report', recordsAgainst)
    if (against) return fails('against', against)
    const doubt = saidBy('report', recordsInDoubt)
    return doubt ? cannotTell('in doubt', doubt) : passes('nothing')
  },
})
