import { saidBy } from '../../records.ts'
import { cannotTell, fails, passes, rule } from '../../rule.ts'

/** Whoever works on the chart has given nobody reason to hold the charge back. */
export default rule({
  id: 'charges/nobody-holds-it',
  asks: 'Does no task or message hold the charge back?',
  needs: ['recordsAgainst', 'recordsInDoubt'],
  messages: {
    nothing: { says: 'No task or message holds the charge back.' },
    against: {
      says: '{says}',
      remedy: 'Finish what was asked for, or ask who wrote it, before the dose is charged.',
      who: 'biller',
    },
    'in doubt': {
      says: '{says}',
      remedy: 'Look at {references}: correct it, or state that it does not bear on this dose.',
      who: 'biller',
    },
  },
  check({ recordsAgainst, recordsInDoubt }) {
    const against = saidBy('work', recordsAgainst)
    if (against) return fails('against', against)
    const doubt = saidBy('work', recordsInDoubt)
    return doubt ? cannotTell('in doubt', doubt) : passes('nothing')
  },
})
