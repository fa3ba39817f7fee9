import { epochMilliseconds } from '@doseline/dose'
import { cannotTell, doesNotApply, passes, rule } from '../../rule.ts'

/** What happened with a dose can be stated once it was given, and not after the moment at which it is judged. */
export default rule({
  id: 'chart/statements-are-in-time',
  asks: 'Was what a person states of the dose stated after it was given?',
  needs: ['statedAt'],
  mayUse: ['administeredOn', 'administeredWhen', 'judgedAt'],
  messages: {
    'nothing stated': { says: 'Nobody states how it was given.' },
    'in time': { says: 'What {by} states was stated on {at}, after the dose.' },
    'before the dose': {
      says: '{by} stated on {at} what became of the dose, and it was given on {given}: nobody could know it then.',
      remedy: 'Look again, and state it with the day on which it is stated.',
      who: 'biller',
    },
    'after judging': {
      says: 'What {by} states is dated {at}, after the moment of judging ({judgedAt}).',
      remedy: 'State it again, with the day on which it is stated.',
      who: 'biller',
    },
  },
  check({ statedAt, administeredOn, administeredWhen, judgedAt }) {
    if (!statedAt) return doesNotApply('nothing stated')
    const { at, by } = statedAt
    const moment = epochMilliseconds(at)
    const start = administeredWhen.known ? administeredWhen.value.start : undefined
    const judged = judgedAt.known ? judgedAt.value.at : undefined
    if (moment !== undefined && judged !== undefined && moment > judged + CLOCKS_APART) {
      return cannotTell('after judging', { at, by })
    }
    const isBefore =
      start?.at !== undefined && moment !== undefined
        ? moment < start.at
        : administeredOn.known &&
          at.slice(0, 10) < administeredOn.value &&
          at.slice(0, 10) < (start?.days.earliest ?? administeredOn.value)
    if (isBefore) return cannotTell('before the dose', { at, by, given: start?.written ?? '' })
    return passes('in time', { at, by })
  },
})

/** Clocks of browsers and servers differ; a day is more than they do. */
const CLOCKS_APART = 24 * 60 * 60 * 1000
