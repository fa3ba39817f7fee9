import { coverageName, listed } from '../../format.ts'
import { passes, rule } from '../../rule.ts'
import { wasActive } from '../../was-active.ts'

/** Where several coverages were active on the day, the chart says which one pays first. */
export default rule({
  id: 'coverage/pays-first',
  asks: 'Is it known which coverage pays first?',
  needs: ['administeredOn', 'coverages', 'coverage'],
  messages: {
    'the only one': { says: '{first} is the only coverage of that day.' },
    'in order': { says: '{first} pays first, then {others}.' },
    'none was active': { says: 'No coverage was active that day; {first} was the last.' },
  },
  check({ administeredOn, coverages, coverage }) {
    const others = coverages.filter(
      (each) => each.reference !== coverage.reference && !each.isEmpty && wasActive(each, administeredOn),
    )
    const first = coverageName(coverage)
    if (!wasActive(coverage, administeredOn)) return passes('none was active', { first })
    if (others.length === 0) return passes('the only one', { first })
    return passes('in order', { first, others: listed(others.map(coverageName)) })
  },
})
