import { isSurelyAfter } from '@doseline/dose'
import { fails, passes, rule } from '../../rule.ts'

/** A claim states a service that was rendered: by the clock where a time is charted, else by the day. */
export default rule({
  id: 'administration/is-not-in-the-future',
  asks: 'Was the dose given by the time of this check?',
  needs: ['administeredOn', 'administeredWhen', 'judgedAt'],
  messages: {
    before: { says: 'Given before this check.' },
    after: {
      says: 'The dose is charted for {when}, after the time of this check ({judgedAt}).',
      remedy: 'Correct the time of the dose, or bill it once it was given.',
      who: 'nurse',
    },
    'ends after': {
      says: 'The infusion is charted until {when}, after the time of this check ({judgedAt}).',
      remedy: 'Correct when the infusion stopped, or bill it once it has ended.',
      who: 'nurse',
    },
  },
  check({ administeredWhen: { start, end }, judgedAt }) {
    if (start && isSurelyAfter(start, judgedAt)) return fails('after', { when: start.written })
    if (end && isSurelyAfter(end, judgedAt)) return fails('ends after', { when: end.written })
    return passes('before')
  },
})
