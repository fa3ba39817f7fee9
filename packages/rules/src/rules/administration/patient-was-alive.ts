import { isSurelyAfter } from '@doseline/dose'
import { cannotTell, fails, passes, rule } from '../../rule.ts'

/** Nothing that is charted after the patient's death, or before the birth, was given to the patient. Each is compared at its precision. */
export default rule({
  id: 'administration/patient-was-alive',
  asks: 'Was the patient alive when it was given?',
  needs: ['administeredOn', 'administeredWhen'],
  skips: {
    when: ({ administeredWhen }) =>
      administeredWhen.known && !administeredWhen.value.hasPatient && !administeredWhen.value.death,
    says: 'The chart does not hold the patient’s own record, which would say whether the patient died.',
  },
  messages: {
    alive: { says: 'The patient’s record says nothing of a death.' },
    later: { says: 'The patient’s record dates the death {died}, which leaves the dose possible.' },
    before: {
      says: 'The dose is charted for {when}, after the patient’s death ({died}).',
      remedy: 'Check whose dose it is, when it was given, and the date of the death.',
      who: 'registration',
    },
    'born later': {
      says: 'The dose is charted for {when}, before the patient was born ({born}).',
      remedy: 'Check whose dose it is, when it was given, and the date of birth.',
      who: 'registration',
    },
    'birth not read': {
      says: 'The patient’s date of birth (“{born}”) cannot be read.',
      remedy: 'Correct the date of birth: a claim that differs from the payer’s record is refused.',
      who: 'registration',
    },
    'perhaps before': {
      says: 'The patient’s record dates the death only as {died}, and the dose is charted for {when}: it may come after it.',
      remedy: 'Record the day of the death, or check that the dose was given before it and state the date of service.',
      who: 'registration',
    },
    'ran past it': {
      says: 'The dose is charted until {end}, after the patient’s death ({died}).',
      remedy: 'Correct when it stopped and how much was given, or the date of the death.',
      who: 'nurse',
    },
    stated: { says: 'The patient’s record does not say when the patient died; {by} states the day of the dose.' },
    'no date': {
      says: 'The patient’s record says that the patient died, and not when.',
      remedy: 'Record the date of the death, or check that the dose was given before it and state the date of service.',
      who: 'registration',
    },
  },
  check({ administeredOn, administeredWhen: { start, end, death, birth, dayStatedBy } }) {
    const given = start ?? { written: administeredOn, days: { earliest: administeredOn, latest: administeredOn } }
    if (birth && !birth.on) return cannotTell('birth not read', { born: birth.place.shows ?? '' })
    if (birth?.on && isSurelyAfter(birth.on, given)) {
      return fails('born later', { when: given.written, born: birth.on.written })
    }
    if (!death) return passes('alive')
    if (!death.on) return dayStatedBy === undefined ? cannotTell('no date') : passes('stated', { by: dayStatedBy })
    const died = death.on.written
    if (isSurelyAfter(given, death.on)) return fails('before', { when: given.written, died })
    if (end && isSurelyAfter(end, death.on)) return cannotTell('ran past it', { end: end.written, died })
    const { earliest, latest } = death.on.days
    const isWithin = earliest !== latest && given.days.latest > earliest
    // A midnight without a zone spans two days; it is the words of a month or a year that leave the dose open.
    if (!isWithin || death.on.at !== undefined) return passes('later', { died })
    if (dayStatedBy !== undefined) return passes('stated', { by: dayStatedBy })
    return cannotTell('perhaps before', { when: given.written, died })
  },
})
