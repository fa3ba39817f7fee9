import type { Product } from '@doseline/codebook'
import { type Exact, exactly } from '@doseline/dose'
import { amountsIn } from './read.ts'

/** The coded facts that directions are counted against. */
interface Coded {
  readonly product: Product
  readonly administeredAmount: Exact | undefined
  readonly route: string | undefined
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** What is counted where something is given more than once. */
const COUNTED = set('dose doses injection injections shot shots time times administrations')
const TWICE_A_DAY = set('bid tid qid b.i.d t.i.d thrice q12h q8h q6h')
const OF_A_YEAR = set('year yearly yr annually annual')
const NUMBERS: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4, five: 5, six: 6 }
const MOST = 99

/** A count of two or more in words or figures; undefined where it is none. */
function countOf(word: string | undefined): number | undefined {
  const count = /^\d{1,2}$/.test(word ?? '') ? Number(word) : NUMBERS[word ?? '']
  return count !== undefined && count > 1 && count <= MOST ? count : undefined
}

/**
 * Whether directions say that more than one dose is given, and the amount charted is not that of all of them: `60 mg SC x 2`,
 * `2 doses`, `twice`. What is given so often a year is one each time.
 */
export function countsOtherwise(
  sentence: readonly string[],
  { administeredAmount, product }: Omit<Coded, 'route'>,
): boolean {
  if (!administeredAmount) return false
  const isOfAYear = sentence.some((word) => OF_A_YEAR.has(word))
  if (!isOfAYear && sentence.some((word) => word === 'twice' || TWICE_A_DAY.has(word))) return true
  const [amount] = amountsIn(sentence, product.measure).flatMap((each) => each.amount ?? [])
  const one = amount ?? product.amountPerContainer
  const isAll = (count: number): boolean => one?.mul(exactly(count)).equals(administeredAmount) === true
  return countsIn(sentence).some((count) => !isAll(count) && !(isOfAYear && count <= 2))
}

/** Whether directions say that it is one dose of several, about so much, or without an order. */
export const isHedged = (sentence: readonly string[]): boolean =>
  sentence.some((word, at) => {
    const next = sentence[at + 1] ?? ''
    if (word === 'first' || word === 'second') return next === 'of' || COUNTED.has(next)
    if (/^\d$/.test(word) && next === 'of') return /^\d$/.test(sentence[at + 2] ?? '')
    return word === 'approx' || word === 'approximately' || (word === 'without' && /^orders?$/.test(next))
  })

function countsIn(sentence: readonly string[]): readonly number[] {
  return sentence.flatMap((word, at): readonly number[] => {
    const [before, after] = [sentence[at - 1], sentence[at + 1]]
    const together = /^x(\d{1,2})$/.exec(word)?.[1]
    if (together !== undefined) return list(countOf(together), after)
    if (word === 'x') return /^\d+$/.test(before ?? '') ? list(countOf(before)) : list(countOf(after), sentence[at + 2])
    return COUNTED.has(word) ? list(countOf(before)) : []
  })
}

/** How long, and how heavy, is no count: `x 2 days`, `alert x3`. */
const NO_COUNT = set('day days week weeks month months mo min minutes hours hour hr hrs years year')
const list = (count: number | undefined, unit?: string): readonly number[] =>
  count === undefined || NO_COUNT.has(unit ?? '') ? [] : [count]

/** Whether directions name a volume that is not the one that the dose has: of what is not diluted. */
export function isAnotherVolume(sentence: readonly string[], { administeredAmount, product, route }: Coded): boolean {
  const { amountPerContainer, mlPerContainer } = product
  if (route !== 'subcutaneous' || !administeredAmount || !amountPerContainer || !mlPerContainer) return false
  const volumes = amountsIn(sentence).flatMap(({ ml }) => ml ?? [])
  const isOfIt = (ml: Exact): boolean => {
    const mg = ml.mul(amountPerContainer).div(mlPerContainer)
    return mg.equals(administeredAmount) || mg.equals(amountPerContainer)
  }
  return volumes.length > 0 && !volumes.every(isOfIt)
}
