import type { ContainersAnswer } from '@doseline/contract'
import { type Exact, exactly, exactText, wholePartsUp } from '@doseline/dose'
import type { JudgedDose } from './judged-dose.ts'

/** What was opened, administered and discarded that day for this code; undefined where there is nothing to show. */
export function containersAnswer({ facts }: JudgedDose): ContainersAnswer | undefined {
  const { product, dailyAmount, openedAmount, discardedAmount } = facts
  if (!product.known || !dailyAmount.known) return undefined
  const { administeredAmount, fewest } = dailyAmount.value
  const each = product.value.product.amountPerContainer
  // Doses of several products share a code: then no one size holds for all of their containers.
  const isOneSize = each && fewest.amount?.equals(each.mul(exactly(wholePartsUp(administeredAmount, each))))
  if (!isOneSize && !openedAmount.known) return undefined
  return {
    ...(isOneSize && { each: threePlaces(each) }),
    ...(openedAmount.known && { opened: threePlaces(openedAmount.value) }),
    administered: threePlaces(administeredAmount),
    ...(discardedAmount.known && { discarded: threePlaces(discardedAmount.value) }),
  }
}

const threePlaces = (amount: Exact): string => exactText(amount.round(3))
