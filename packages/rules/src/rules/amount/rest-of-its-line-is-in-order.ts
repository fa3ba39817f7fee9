import type { LineMate } from '../../dose-facts.ts'
import { listed } from '../../format.ts'
import { cannotTell, fails, passes, rule } from '../../rule.ts'

/** Doses of one day and code make one line: it goes out for all of them, or waits for the one that must not be charged. */
export default rule({
  id: 'amount/rest-of-its-line-is-in-order',
  asks: 'Are the other doses on its line in order?',
  needs: ['restOfTheLine'],
  messages: {
    'in order': { says: '{doses} on the same line: nothing else is open about them.' },
    'not in order': {
      says: '{administration} is on the same line, and is not in order: {says}',
      remedy: 'Open {administration} and settle it: {remedy}',
      who: 'biller',
    },
    open: {
      says: '{administration} is on the same line, and needs information: {says}',
      remedy: 'Open {administration} and settle it: {remedy}',
      who: 'biller',
    },
  },
  skips: {
    when: ({ restOfTheLine }) => restOfTheLine.known && restOfTheLine.value.length === 0,
    says: 'Alone on its line.',
  },
  check({ restOfTheLine }) {
    const wrong = restOfTheLine.find(({ open }) => open?.outcome === 'fails')
    if (wrong) return fails('not in order', about(wrong))
    const open = restOfTheLine.find((mate) => mate.open)
    if (open) return cannotTell('open', about(open))
    return passes('in order', { doses: listed(restOfTheLine.map(({ administration }) => administration)) })
  },
})

const about = ({ administration, open }: LineMate) => ({
  administration,
  says: open?.text ?? '',
  remedy: open?.remedy ?? 'see what is said of it.',
})
