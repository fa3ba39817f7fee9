import { type AdministeredWhen, isSurelyAfter, type TimeSpan } from '@doseline/dose'
import { advises, cannotTell, fails, passes, rule } from '../../rule.ts'

/** Check-in and check-out are charted around a dose, not to the minute: so many minutes outside them hold nothing back. */
const LEEWAY_MINUTES = 60
const MINUTE = 60_000

/** A dose belongs to the visit it names: the period of the visit, at its precision, holds the time of the dose. */
export default rule({
  id: 'administration/is-within-its-visit',
  asks: 'Was it given during the visit it names?',
  needs: ['administeredOn', 'administeredWhen'],
  mayUse: ['minutes'],
  skips: {
    when: ({ administeredWhen }) => administeredWhen.known && !administeredWhen.value.visit,
    says: 'The chart gives no period of a visit for this dose.',
  },
  messages: {
    within: { says: 'Given during its visit ({visit}).' },
    stated: { says: 'Charted outside its visit ({visit}); {by} states that it was given on {administeredOn}.' },
    'period unreadable': {
      says: 'The period of the visit ({visit}) cannot be read ({unread}), so it cannot be told whether the dose was given in it.',
      remedy: 'Correct the start or end of the visit, or state the date of service.',
      who: 'registration',
    },
    'another day': {
      says: 'The dose is charted for {when}, another day than those of its visit ({visit}).',
      remedy: 'Correct the time of the dose, or link it to the visit it was given in.',
      who: 'nurse',
    },
    'hours outside': {
      says: 'The dose is charted for {when}, hours outside its visit ({visit}).',
      remedy: 'Correct the time of the dose or of the visit, or state the date of service.',
      who: 'nurse',
    },
    'ran past it': {
      says: 'The dose is charted until {end}, long after its visit ended ({visit}).',
      remedy: 'Correct when the infusion stopped or when the visit ended, or state the minutes that it ran.',
      who: 'nurse',
    },
    'just outside': {
      says: 'The dose is charted for {when}, shortly outside its visit ({visit}).',
      remedy: 'Check the time of the dose and of the visit.',
      who: 'nurse',
    },
  },
  check({ administeredOn, administeredWhen: { start, end, visit, dayStatedBy }, minutes }) {
    const given = start ?? { written: administeredOn, days: { earliest: administeredOn, latest: administeredOn } }
    const values = { when: given.written, visit: shown(visit) }
    const outside = outsideOf(given, visit)
    const isTimed = minutes.known && minutes.attested !== undefined
    if (!outside && !isTimed && end && visit?.end && ranPast(end, visit.end)) {
      return cannotTell('ran past it', { ...values, end: end.written })
    }
    if (!outside) {
      const { unread } = visit ?? {}
      return unread === undefined || dayStatedBy !== undefined
        ? passes('within', values)
        : cannotTell('period unreadable', { visit: visit?.reference ?? '', unread })
    }
    if (outside === 'another day') return fails('another day', values)
    if (dayStatedBy !== undefined) return passes('stated', { ...values, by: dayStatedBy })
    return outside === 'hours' ? cannotTell('hours outside', values) : advises('just outside', values)
  },
})

function outsideOf(given: TimeSpan, visit: AdministeredWhen['visit']): 'another day' | 'hours' | 'minutes' | undefined {
  const { start, end } = visit ?? {}
  const isBefore = start !== undefined && isSurelyAfter(start, given)
  const isAfter = end !== undefined && isSurelyAfter(given, end)
  if (!isBefore && !isAfter) return undefined
  const [bound, later] = isBefore ? [start, start.days.earliest > given.days.latest] : [end, endsBefore(given, end)]
  if (later) return 'another day'
  const apart = given.at === undefined || bound?.at === undefined ? Number.POSITIVE_INFINITY : given.at - bound.at
  return Math.abs(apart) > LEEWAY_MINUTES * MINUTE ? 'hours' : 'minutes'
}

/** Hours past it: check-out is charted around the end of an infusion too. */
const ranPast = (end: TimeSpan, visitEnd: TimeSpan): boolean =>
  isSurelyAfter(end, visitEnd) &&
  (end.at === undefined || visitEnd.at === undefined || end.at - visitEnd.at > LEEWAY_MINUTES * MINUTE)

const endsBefore = (given: TimeSpan, end: TimeSpan | undefined): boolean =>
  end !== undefined && given.days.earliest > end.days.latest

function shown(visit: AdministeredWhen['visit']): string {
  const { start, end } = visit ?? {}
  const from = start ? ` from ${start.written}` : ''
  return `${visit?.reference ?? 'the visit'}${from}${end ? ` to ${end.written}` : ', open-ended'}`
}
