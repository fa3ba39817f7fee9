import type { ContainersAnswer } from '@doseline/contract'
import { type Exact, exactly, exactText, wholePartsUp } from '@doseline/dose'
import type { JudgedDose } from './judged-dose.ts'

/** What was opened, administered and discarded that day for this code; undefined where there is nothing to show. */
export function containersAnswer({ facts }: JudgedDose): ContainersAnswer | undefined {
  const { product, dailyAmount, openedMg, discardedMg } = facts
  if (!product.known || !dailyAmount.known) return undefined
  const { administeredMg, fewest } = dailyAmount.value
  const each = product.value.product.mgPerContainer
  // Doses of several products share a code: then no one size holds for all of their containers.
  const isOneSize = each && fewest.mg?.equals(each.mul(exactly(wholePartsUp(administeredMg, each))))
  if (!isOneSize && !openedMg.known) return undefined
  return {
    ...(isOneSize && { eachMg: threePlaces(each) }),
    ...(openedMg.known && { openedMg: threePlaces(openedMg.value) }),
    administeredMg: threePlaces(administeredMg),
    ...(discardedMg.known && { discardedMg: threePlaces(discardedMg.value) }),
  }
}

const threePlaces = (amount: Exact): string => exactText(amount.round(3))
