import type { DoseAnswer } from '@doseline/contract'
import { dueFrom } from '@doseline/rules'
import type { JudgedDose } from './judged-dose.ts'

/**
 * The labeled interval around this dose, as days of the calendar: since when it was due, and from when the next one is.
 * Undefined where the product, its interval or the day is not known. A loading dose may rightly come before `due`.
 */
export function intervalAnswer({ facts, edition }: JudgedDose): DoseAnswer['interval'] {
  const { product, administeredOn, previousDose } = facts
  if (!product.known || !administeredOn.known) return undefined
  const { interval } = edition.values(product.value.product)
  if (!interval.known) return undefined
  const { every, unit } = interval.value
  const previous = previousDose.known ? previousDose.value : undefined
  return {
    every: `${every} ${every === 1 ? unit.replace(/s$/, '') : unit}`,
    ...(previous ? { previous: previous.administeredOn, due: dueFrom(previous.administeredOn, interval.value) } : {}),
    ...(previous?.perhaps ? { perhaps: previous.perhaps } : {}),
    next: dueFrom(administeredOn.value, interval.value),
    source: interval.source,
  }
}
