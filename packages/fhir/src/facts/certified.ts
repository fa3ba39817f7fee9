import type { Code } from '@doseline/dose'
import type { Claim, ClaimItem, ClaimResponse, ClaimResponseAddItem, Period } from 'fhir/r4'
import type { Keyed } from '../chart-index.ts'
import { NDC } from '../code-systems.ts'
import { codesFrom } from '../concepts.ts'

import { list, text } from '../shape.ts'
import { adjudicationDoubt } from './adjudication.ts'
import { type Amount, amountOf, sameAmount } from './authorized-amount.ts'
import { type Outcome, outcomeOf, type Reviewed, reviewed } from './review-action.ts'
import { spanOfPeriodEnd } from './span-of-days.ts'

/** What an answer certifies of one thing that was asked for. */
export interface Certified {
  readonly outcome: Outcome
  readonly number?: string | undefined
  readonly period?: Period | undefined
  readonly amount?: Amount | undefined
  readonly codes: readonly Code[]
  /** What it calls the drug in words. */
  readonly words: readonly string[]
  readonly element: string
  readonly doubt?: string | undefined
}

interface Item extends Omit<Certified, 'outcome'> {
  /** Undefined where the item carries no decision of its own. */
  readonly outcome: Outcome | undefined
}

/** What an answer says of all its items. */
interface Answered {
  readonly whole: Outcome
  readonly period: Period | undefined
}

/**
 * What an answer certifies, item by item: as the answer states it, else as it was asked for. Where some items are decided
 * by themselves only those count; where none is, the answer's own outcome holds for all; without items it is one.
 */
export function certifiedIn(answer: Keyed<ClaimResponse>, request: Claim | undefined): readonly Certified[] {
  const { resource } = answer
  const answered: Answered = { whole: outcomeOf(resource), period: resource.preAuthPeriod }
  const { whole } = answered
  const { key } = answer
  const against = adjudicationDoubt(key, '', resource)
  const items: readonly Item[] = [
    ...list(resource.item).map((item, at) => {
      const element = `item[${at}]`
      const asked = askedFor(request, [item.itemSequence])
      const one = certified(reviewed(item), { codes: [], words: [] }, asked, answered)
      const doubt =
        adjudicationDoubt(key, element, item) ??
        grantsLess(key, item, asked) ??
        notInTheChart(answer, item.itemSequence, one.codes)
      return { ...one, ...(doubt && { doubt }), element }
    }),
    ...list(resource.addItem).map((item, at) => {
      const element = `addItem[${at}]`
      const own = {
        codes: codesFrom(item.productOrService),
        words: textsOf(item),
        amount: amountIn(item),
        serviced: servicedIn(item),
      }
      const doubt = adjudicationDoubt(key, element, item)
      const one = certified(reviewed(item), own, askedFor(request, numbersOf(item.itemSequence)), answered)
      return { ...one, ...(doubt && { doubt }), element }
    }),
  ]
  if (items.length === 0) {
    // What is refused as a whole is all that was asked for; an approval has to say what it is of.
    const codes = whole === 'denied' ? list(request?.item).flatMap(codesAsked) : []
    return [{ outcome: whole, codes, words: [], element: 'outcome', ...(against && { doubt: against }) }]
  }
  const decided = items.filter(({ outcome }) => outcome !== undefined)
  return (decided.length > 0 ? decided : items).map((item) => {
    const doubt = against ?? item.doubt
    return { ...item, outcome: item.outcome ?? whole, ...(doubt && { doubt }) }
  })
}

/** Why an item grants less than was asked for, where both are numbers of units. */
function grantsLess(
  key: string,
  { adjudication }: Pick<NonNullable<ClaimResponse['item']>[number], 'adjudication'>,
  asked: ClaimItem | undefined,
): string | undefined {
  const wanted = asked?.quantity?.value
  const granted = list(adjudication).find(
    ({ category, value }) =>
      codesFrom(category).some(({ code }) => code === 'eligible' || code === 'benefit') && typeof value === 'number',
  )?.value
  if (typeof wanted !== 'number' || granted === undefined || granted >= wanted) return undefined
  return `${key} grants ${granted} of the ${wanted} that were asked for.`
}

/** How much an item grants: as it says, or as its details say; of several that differ none. */
function amountIn({ quantity, detail }: ClaimResponseAddItem): Amount | undefined {
  const stated = [quantity, ...list(detail).map((each) => each.quantity)].flatMap((each) =>
    each ? amountOf(each) : [],
  )
  const [first, ...others] = stated
  return first && others.some((each) => !sameAmount(each, first)) ? { unread: 'several quantities' } : first
}

/** The item of the request that is answered: by its number, or the only one there is. */
function askedFor(request: Claim | undefined, sequences: readonly (number | undefined)[]): ClaimItem | undefined {
  const items = list(request?.item)
  const numbered = items.filter(({ sequence }) => sequences.includes(sequence))
  if (numbered.length === 1) return numbered[0]
  return sequences.length === 0 && items.length === 1 ? items[0] : undefined
}

const numbersOf = (sequences: unknown): readonly number[] =>
  Array.isArray(sequences) ? sequences.filter((each) => typeof each === 'number') : []

/** What an item calls its drug in words: the text and every display. */
const textsOf = ({ productOrService }: Pick<ClaimItem, 'productOrService'>): readonly string[] =>
  [text(productOrService?.text), ...list(productOrService?.coding).map(({ display }) => text(display))].flatMap(
    (words) => words ?? [],
  )

/** Whether items carry decisions of their own. */
export const isDecidedByItem = ({ item, addItem }: ClaimResponse): boolean =>
  [...list(item), ...list(addItem)].some((one) => reviewed(one).outcome !== undefined)

/** What was certified of one item; one that was modified is approved where the answer states what was changed. */
function certified(
  read: Reviewed,
  own: {
    readonly codes: readonly Code[]
    readonly words: readonly string[]
    readonly amount?: Amount | undefined
    readonly serviced?: Period | undefined
  },
  asked: ClaimItem | undefined,
  { whole, period }: Answered,
): Omit<Item, 'element'> {
  const [quantity, ...more] = read.quantities
  const stated = own.amount ?? (quantity && amountOf(quantity))
  const codes = own.codes.length > 0 ? own.codes : read.products.flatMap(codesFrom)
  const askedCodes = asked ? codesAsked(asked) : []
  const askedAmount = asked?.quantity && amountOf(asked.quantity)
  const serviced = servicedIn(asked)
  const isChanged =
    (stated !== undefined && !sameAmount(stated, askedAmount)) ||
    (codes.length > 0 && asked !== undefined && !sameCodes(codes, askedCodes)) ||
    (read.period !== undefined && serviced !== undefined && !samePeriod(read.period, serviced))
  const outcome = read.outcome ?? whole
  const isOther = outcome === 'modified' || outcome === 'partly approved'
  return {
    outcome: isOther && isChanged ? 'approved' : read.outcome,
    number: read.number,
    period: read.period ?? own.serviced ?? period ?? serviced,
    codes: codes.length > 0 ? withNdcAsked(codes, askedCodes) : askedCodes,
    words: [
      ...own.words,
      ...read.products.flatMap((each) => textsOf({ productOrService: each })),
      ...askedWords(asked),
    ],
    amount: more.length > 0 ? { unread: 'several quantities' } : (stated ?? askedAmount),
  }
}

/** An answer by code alone is about the product that was asked for by its NDC, where it answers the same code. */
function withNdcAsked(codes: readonly Code[], asked: readonly Code[]): readonly Code[] {
  const isNdc = ({ system }: Code): boolean => system === NDC
  const isSame = codes.some(({ code }) => asked.some((each) => each.code === code))
  return isSame && !codes.some(isNdc) ? [...codes, ...asked.filter(isNdc)] : codes
}

const askedWords = (asked: ClaimItem | undefined): readonly string[] =>
  asked ? [asked, ...list(asked.detail)].flatMap(textsOf) : []

/** The number of an item of a request says nothing about a drug, where the request is not in the chart. */
function notInTheChart({ key }: Keyed<ClaimResponse>, sequence: number | undefined, codes: readonly Code[]) {
  if (codes.length > 0) return undefined
  const which = sequence === undefined ? 'an item without a number' : `item ${sequence}`
  return `${key} answers ${which} of a request, and the chart does not hold what was asked for there.`
}

/** The drug an item asks for: its code, and the NDC in its details. */
const codesAsked = (item: ClaimItem): readonly Code[] => [
  ...codesFrom(item.productOrService),
  ...list(item.detail).flatMap(({ productOrService }) => codesFrom(productOrService)),
]

const sameCodes = (a: readonly Code[], b: readonly Code[]): boolean =>
  a.length === b.length && a.every(({ code }) => b.some((each) => each.code === code))

const samePeriod = (a: Period, b: Period): boolean =>
  spanOfPeriodEnd(a.start)?.earliest === spanOfPeriodEnd(b.start)?.earliest &&
  spanOfPeriodEnd(a.end)?.latest === spanOfPeriodEnd(b.end)?.latest

/** The days an item was asked for; one day is a period of its own. */
function servicedIn(item: Pick<ClaimItem, 'servicedPeriod' | 'servicedDate'> | undefined): Period | undefined {
  if (item?.servicedPeriod) return item.servicedPeriod
  const day = text(item?.servicedDate)
  return day === undefined ? undefined : { start: day, end: day }
}
