import type { ChartGap, RecordBeside } from '@doseline/dose'
import { saidBy } from '../../records.ts'
import { cannotTell, passes, rule } from '../../rule.ts'

const LOOK =
  'Look at {references} in the EHR: correct it, or state that you reviewed it and that it changes nothing for this dose.'

/**
 * Nothing that bears on the dose was left out of the chart, and nothing in it must be read past: every element of the records
 * that the dose rests on is read, or is one that never changes a charge line. One that is neither holds the dose until a
 * person looked at it.
 */
export default rule({
  id: 'chart/is-wholly-read',
  asks: 'Is everything read that bears on the dose?',
  needs: ['chart'],
  mayUse: ['recordsInDoubt'],
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
    'of the order': { says: '{says}', remedy: LOOK, who: 'prescriber' },
    'of the drug': { says: '{says}', remedy: LOOK, who: 'pharmacist' },
    'of the dose': { says: '{says}', remedy: LOOK, who: 'nurse' },
    'of a bill': { says: '{says}', remedy: LOOK, who: 'biller' },
    'of the registration': { says: '{says}', remedy: LOOK, who: 'registration' },
  },
  check({ chart, recordsInDoubt }) {
    // That the dose itself was deleted is said where it is asked whether it was given.
    const [first, ...more] = chart.filter(({ kind, type }) => kind !== 'deleted' || type !== 'MedicationAdministration')
    if (first !== undefined) return cannotTell(first.kind, { gaps: sentences([first, ...more]) })
    const unread = recordsInDoubt.known ? unreadIn(recordsInDoubt.value) : undefined
    return unread ? cannotTell(unread.of, unread.said) : passes('read')
  },
})

const MOST_SHOWN = 3

/** Each once; of many the first, and how many more there are. */
function sentences(gaps: readonly ChartGap[]): string {
  const says = [...new Set(gaps.map((gap) => gap.says))]
  const more = says.length > MOST_SHOWN ? ` (and ${says.length - MOST_SHOWN} more)` : ''
  return `${says.slice(0, MOST_SHOWN).join(' ')}${more}`
}

type Of = 'of the order' | 'of the drug' | 'of the dose' | 'of a bill' | 'of the registration'

/** Elements that nobody reads, for one person at a time: what others have to look at is asked once that is answered. */
function unreadIn(records: readonly RecordBeside[]) {
  const first = records.find(({ kind }) => kind === 'element')
  const of = first && ofWhat(first)
  const said = saidBy(
    'element',
    records.filter((each) => ofWhat(each) === of),
  )
  return of && said && { of, said }
}

/** By the type of its record; a contained one is of what contains it. */
const ofWhat = ({ reference }: RecordBeside): Of => OF[reference.split('/')[0] ?? ''] ?? 'of the registration'

const OF: Readonly<Record<string, Of>> = {
  MedicationRequest: 'of the order',
  Medication: 'of the drug',
  MedicationDispense: 'of the drug',
  MedicationAdministration: 'of the dose',
  Claim: 'of a bill',
  ExplanationOfBenefit: 'of a bill',
}
