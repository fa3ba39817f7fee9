import type { FactAnswer } from '@doseline/assessment'
import type { Statement } from '../../events/facts-attested.ts'
import { words } from '../../words.ts'

/** A note of the chart that speaks of a missing amount, ready to be confirmed by one click. */
export interface Offer {
  /** The note's own sentence. */
  readonly says: string
  readonly button: string
  readonly states: Statement
}

/** An amount right beside a word of waste: “discarded 2 mg”, “2 mg was wasted”. Any other may be what was given. */
const WASTED =
  /\b(?:wasted?|discard(?:ed)?|wastage)(?:\s+(?:was|amount))?\s*[:=]?\s*(\d+(?:\.\d+)?)\s*mg\b|(?<![\d.,])(\d+(?:\.\d+)?)\s*mg\s+(?:(?:was|were|is)\s+)?(?:wasted?|discard(?:ed)?)\b(?!\s*[:=]?\s*\d)/gi

/** The same for what was opened: “opened 90 mg”, “90 mg was opened”, “9 vials” that were not thrown away whole. */
const OPENED =
  /\bopened(?:\s+(?:was|amount))?\s*[:=]?\s*(\d+(?:\.\d+)?)\s*mg\b|(?<![\d.,])(\d+(?:\.\d+)?)\s*mg\s+(?:(?:was|were|is)\s+)?opened\b(?!\s*[:=]?\s*\d)/gi
const CONTAINERS =
  /(?<![\d.,])(\d+)\s*(?:vials?|syringes?|containers?|ampoules?|ampules?)\b(?!\s+(?:(?:was|were|is)\s+)?(?:wasted?|discard(?:ed)?)\b)/gi

/** What notes of the chart offer for amounts that are not recorded. A note that names two such amounts offers none. */
export function offersIn(facts: readonly FactAnswer[]): Offer[] {
  return facts.flatMap(({ fact, known, places }): Offer[] => {
    const says = places.find(({ element, shows }) => shows && /(^note\[|\btext$)/.test(element))?.shows
    if (known || !says) return []
    const amount = only(says, OPENED)
    const wasted = only(says, WASTED)
    const count = only(says, CONTAINERS)
    const { confirm } = words.attest
    if (fact === 'discardedMg' && wasted)
      return [{ says, button: confirm.discarded(wasted), states: { discardedMg: wasted } }]
    if (fact === 'openedMg' && count)
      return [{ says, button: confirm.containers(count), states: { containersOpened: Number(count) } }]
    if (fact === 'openedMg' && amount) return [{ says, button: confirm.opened(amount), states: { openedMg: amount } }]
    return []
  })
}

function only(says: string, pattern: RegExp): string | undefined {
  const [first, ...more] = [...says.matchAll(pattern)].map(([, before, after]) => before ?? after)
  return more.length === 0 ? first : undefined
}
