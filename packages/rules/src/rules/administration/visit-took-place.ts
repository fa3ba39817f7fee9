import type { VisitStatus } from '@doseline/dose'
import { saidBy } from '../../records.ts'
import { cannotTell, doesNotApply, fails, passes, rule } from '../../rule.ts'

/** A dose is billed for the visit in which it was given: a visit that was cancelled, or is still planned, has none. */
export default rule({
  id: 'administration/visit-took-place',
  asks: 'Did the visit of the dose take place?',
  needs: ['visit'],
  mayUse: ['recordsInDoubt'],
  messages: {
    'took place': { says: '{reference} is {status}.' },
    'not in the chart': { says: 'The chart holds no visit in which the dose was given.' },
    cancelled: {
      says: 'The visit of the dose ({reference}) was cancelled.',
      remedy: 'Link the dose to the visit in which it was given, or correct the status of the visit.',
      who: 'registration',
    },
    'entered in error': {
      says: 'The visit of the dose ({reference}) was entered in error.',
      remedy: 'Link the dose to the visit in which it was given.',
      who: 'registration',
    },
    planned: {
      says: 'The visit of the dose ({reference}) is only planned, so it cannot be told whether the dose was given.',
      remedy: 'Correct the status of the visit, if it took place.',
      who: 'registration',
    },
    'no such visit': {
      says: 'The visit of the dose ({reference}) is of the type “{type}”, in which no drug is given and charged.',
      remedy: 'Link the dose to the visit in which it was given, or correct the type of the visit.',
      who: 'registration',
    },
    'no usual visit': {
      says: '{says}',
      remedy:
        'Correct the visit, link the dose to the one in which it was given, or state that you looked at {references}: that it does not bear on who pays.',
      who: 'registration',
    },
    'says otherwise': {
      says: '{says}',
      remedy:
        'Find out whether the dose was given in that visit, and correct the chart; or look at {record} and state that it does not bear on this dose.',
      who: 'registration',
    },
    'status unknown': {
      says: 'The status of the visit of the dose ({reference}) is unknown.',
      remedy: 'Chart whether the visit took place.',
      who: 'registration',
    },
  },
  check({ visit, recordsInDoubt }) {
    if (visit === undefined) return doesNotApply('not in the chart')
    const { reference, status, typeWithoutDose: type, against = [] } = visit
    const says = SAYS[status]
    if (says === 'took place' && type !== undefined) return cannotTell('no such visit', { reference, type })
    const doubt = recordsInDoubt.known ? saidBy('visit', recordsInDoubt.value) : undefined
    if (says === 'took place' && doubt) return cannotTell('no usual visit', doubt)
    const [otherwise] = against
    if (says === 'took place' && otherwise) {
      return cannotTell('says otherwise', { says: otherwise.says, record: otherwise.reference })
    }
    if (says === 'took place') return passes(says, { reference, status })
    return says === 'planned' || says === 'status unknown'
      ? cannotTell(says, { reference })
      : fails(says, { reference })
  },
})

const SAYS = {
  planned: 'planned',
  arrived: 'took place',
  triaged: 'took place',
  'in-progress': 'took place',
  onleave: 'took place',
  finished: 'took place',
  cancelled: 'cancelled',
  'entered-in-error': 'entered in error',
  unknown: 'status unknown',
} as const satisfies Record<VisitStatus, string>
