import type { Stay, StayKind } from '@doseline/dose'
import { saidBy } from '../../records.ts'
import { cannotTell, fails, passes, rule } from '../../rule.ts'

/**
 * What is given during a stay is paid with the stay: in a hospital (42 CFR 412.50), in a nursing facility that Part A pays
 * (42 CFR 411.15(p)), and under hospice care for what belongs to the terminal illness (42 CFR 418.200).
 */
export default rule({
  id: 'administration/patient-was-not-admitted',
  asks: 'Was the patient in no stay that pays for the dose?',
  needs: ['stays'],
  mayUse: ['setting', 'recordsInDoubt'],
  skips: {
    when: ({ setting }) => setting.known && setting.value.kind === 'inpatient',
    says: 'The dose was given to an inpatient: how it is paid there is asked by itself.',
  },
  messages: {
    'no stay': { says: 'No other visit in the chart is a stay in which the dose was given.' },
    'part of a stay': {
      says: 'The visit of the dose is part of {stay}.',
      remedy:
        'Bill the dose with {reference}, or correct the class, the period or the link of the visit, whichever is wrong.',
      who: 'registration',
    },
    'during a stay': {
      says: 'The patient was in {stay} when the dose was given.',
      remedy: 'Bill the dose with {reference}, or correct its class or period, whichever is wrong.',
      who: 'registration',
    },
    'perhaps during a stay': {
      says: 'The patient may have been in {stay} when the dose was given: its period does not tell.',
      remedy: 'Correct when {reference} started and ended, to the minute where it was on the day of the dose.',
      who: 'registration',
    },
    'discharged to': {
      says: 'The patient was discharged to {stay} on {day} ({reference}), and nothing in the chart says that this was over.',
      remedy:
        'Ask whether the patient was still there: chart the end of that stay, or look at {reference} and state that it does not bear on this dose.',
      who: 'registration',
    },
    'other care': {
      says: '{says}',
      remedy: 'Look at {references}: correct it, or state that it does not bear on this dose.',
      who: 'registration',
    },
    'class not known': {
      says: '{reference}{period} is of the class “{written}”, which is no kind of visit that is known here, and may hold the dose.',
      remedy: 'State where the dose was given, or correct the class of {reference}.',
      who: 'registration',
    },
    'episode not known': {
      says: '{reference}{period} is an episode of “{written}”, which may pay for the dose.',
      remedy: 'Look at {reference}: correct its type, or state that it does not bear on this dose.',
      who: 'registration',
    },
  },
  check({ stays, setting, recordsInDoubt }) {
    const isStated = setting.known && setting.attested !== undefined
    const those = stays.filter(
      ({ kind, admittedOn, dischargedOn }) => kind !== undefined && !admittedOn && !dischargedOn,
    )
    const named = those.find(({ isCertain }) => isCertain) ?? those[0]
    if (named) {
      const values = { stay: shown(named), reference: named.reference }
      if (!named.isCertain) return cannotTell('perhaps during a stay', values)
      return named.isParent ? fails('part of a stay', values) : fails('during a stay', values)
    }
    const left = stays.find(({ dischargedOn }) => dischargedOn !== undefined)
    if (left?.dischargedOn && left.kind) {
      const values = { day: left.dischargedOn, reference: left.reference, stay: NAMES[left.kind] }
      return cannotTell('discharged to', values)
    }
    // Where it was given answers what a visit could not be read to say, and never who pays for an episode.
    const strange = stays.find((each) => each.written !== undefined && (isEpisode(each) || !isStated))
    const care = recordsInDoubt.known ? saidBy('episode', recordsInDoubt.value) : undefined
    if (strange === undefined) return care ? cannotTell('other care', care) : passes('no stay')
    const { reference, period, written = '' } = strange
    return cannotTell(isEpisode(strange) ? 'episode not known' : 'class not known', {
      reference,
      period: period ? ` (${period})` : '',
      written,
    })
  },
})

const isEpisode = ({ reference }: Stay): boolean => reference.startsWith('EpisodeOfCare/')

const NAMES: Readonly<Record<StayKind, string>> = {
  inpatient: 'an inpatient stay',
  'skilled nursing facility': 'a stay in a skilled nursing facility',
  hospice: 'hospice care',
}

const shown = ({ reference, kind, period }: Stay): string =>
  `${kind === undefined ? 'a visit' : NAMES[kind]} (${reference}${period ? `, ${period}` : ''})`
