import type { Exact, TextBeside } from '@doseline/dose'
import { type Coded, concernsIn, isStrangeName } from './free-text/concerns.ts'
import { amountsIn, nameTokens, notUnderstood, saysNotBought, sentencesOf } from './free-text/read.ts'

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
  const amounts = sentences.flatMap((sentence) =>
    amountsIn(sentence, coded.product.measure).flatMap(({ amount }) => amount ?? []),
  )
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

/** Whether a name by which a drug is ordered says more than which drug it is and that it is ordered, or another drug. */
export function isStrangeOrder(name: string, coded: Coded, { isOfTheDose }: Pick<Amounts, 'isOfTheDose'>): boolean {
  const words = name
    .split(/\s+/)
    .filter((word) => !OF_ORDERS.has(word.toLowerCase().replaceAll(/[^a-z-]/g, '')))
    .join(' ')
  if (!/[a-z]{2}/i.test(words)) return false
  const isOfIt = amountsIn(nameTokens(words), coded.product.measure).some(
    ({ amount }) => amount !== undefined && isOfTheDose(amount),
  )
  return isStrangeName(words, coded, isOfIt)
}

/** The same of what a dose calls its order: that may be anything, as long as it does not speak of a drug, or of who supplied it. */
export function isStrangeCall(called: string, coded: Coded, amounts: Pick<Amounts, 'isOfTheDose'>): boolean {
  const { brand, generic, family } = coded.product
  const own = new Set([brand, generic, family].flatMap(nameTokens))
  const namesIt = nameTokens(called).some((word) => own.has(word))
  return namesIt ? isStrangeOrder(called, coded, amounts) : saysNotBought(called)
}
