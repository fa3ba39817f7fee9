import type { Exact, TextBeside } from '@doseline/dose'
import { type Coded, concernsIn } from './free-text/concerns.ts'
import { amountsIn, nameTokens, notUnderstood, sentencesOf } from './free-text/read.ts'

/** What orders say beside directions, and say nothing by. */
const OF_ORDERS: ReadonlySet<string> = new Set(
  (
    'please starting until ends end remaining refills refill standing renewal renewed signed authorized approved auth ' +
    'authorization number dispense dispensed brand generic permitted substitution allowed center plan lifetime dr schedule ' +
    'scheduling appointment facility-administered facility administered clinic-administered referral ok benefits verified'
  ).split(' '),
)
/** Usual directions that turn an order into another one. */
const CONDITIONS: ReadonlySet<string> = new Set(['only', 'if', 'inpatient', 'other'])

/** What an order's amounts are held against. */
interface Amounts {
  readonly isOfTheDose: (amount: Exact) => boolean
  /** All that was ordered should have been given, and no person states how much was. */
  readonly isWhole: boolean
}

/**
 * Whether a text of an order says more than usual directions, or others than the dose: another amount, another route, a
 * condition.
 */
export function orderSaysMore(text: TextBeside, coded: Coded, { isOfTheDose, isWhole }: Amounts): boolean {
  const sentences = sentencesOf(text.words)
  const amounts = sentences.flatMap((sentence) => amountsIn(sentence).flatMap(({ mg }) => mg ?? []))
  if (isWhole && amounts.length > 0 && !amounts.some(isOfTheDose)) return true
  const concerns = concernsIn([text], { ...coded, names: [] }).filter(({ kind }) => kind !== 'not understood')
  if (concerns.length > 0) return true
  const { brand, generic, family } = coded.product
  const names = new Set([brand, generic, family, ...coded.names].flatMap(nameTokens))
  return sentences.some(
    (words) =>
      words.some((word) => CONDITIONS.has(word)) || notUnderstood(words, names).some((word) => !OF_ORDERS.has(word)),
  )
}
