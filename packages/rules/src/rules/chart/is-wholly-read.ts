import type { ChartGap } from '@doseline/dose'
import { cannotTell, passes, rule } from '../../rule.ts'

/** Nothing that bears on the dose was left out of the chart, and nothing in it must be read past. */
export default rule({
  id: 'chart/is-wholly-read',
  asks: 'Is everything read that bears on the dose?',
  needs: ['chart'],
  messages: {
    read: { says: 'Everything that bears on the dose was read.' },
    'not read': {
      says: '{gaps}',
      remedy:
        'Read the chart again, with every page; if the EHR still leaves something out, look there and state that it does not bear on this dose.',
      who: 'IT',
    },
    modified: {
      says: '{gaps}',
      remedy: 'Look in the EHR what that element says of the record, and bill the dose by hand if it changes nothing.',
      who: 'IT',
    },
    contradictory: {
      says: '{gaps}',
      remedy:
        'Look in the EHR which copy is current, and send only that one; or state that the named record was reviewed and does not bear on this dose.',
      who: 'IT',
    },
    'in doubt': {
      says: '{gaps}',
      remedy: 'Chart whether that dose was given, and to whom: it decides whether this one is in time.',
      who: 'nurse',
    },
    'another version': {
      says: '{gaps}',
      remedy: 'Read the chart from the FHIR R4 address of the EHR.',
      who: 'IT',
    },
    deleted: {
      says: '{gaps}',
      remedy: 'Look in the EHR why it was deleted, and correct the administration that still refers to it.',
      who: 'nurse',
    },
    'leads nowhere': {
      says: '{gaps}',
      remedy: 'Send the resource that the reference means with the chart.',
      who: 'IT',
    },
    'not understood': {
      says: '{gaps}',
      remedy: 'Send FHIR R4 resources, each with its resourceType spelled as FHIR spells it.',
      who: 'IT',
    },
  },
  check({ chart }) {
    // That the dose itself was deleted is said where it is asked whether it was given.
    const [first, ...more] = chart.filter(({ kind, type }) => kind !== 'deleted' || type !== 'MedicationAdministration')
    return first === undefined ? passes('read') : cannotTell(first.kind, { gaps: sentences([first, ...more]) })
  },
})

const MOST_SHOWN = 3

/** Each once; of many the first, and how many more there are. */
function sentences(gaps: readonly ChartGap[]): string {
  const says = [...new Set(gaps.map((gap) => gap.says))]
  const more = says.length > MOST_SHOWN ? ` (and ${says.length - MOST_SHOWN} more)` : ''
  return `${says.slice(0, MOST_SHOWN).join(' ')}${more}`
}
