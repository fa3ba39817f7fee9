import type { DoseAnswer } from '@doseline/contract'
import { amountText, exactly, exactText, groupedText } from '@doseline/dose'
import type { JudgedDose } from './judged-dose.ts'

/** The drug lines in dollars, at the Part B payment limit of the day; undefined where no limit or no line is known. */
export function atStake({ facts, edition, lines }: JudgedDose): DoseAnswer['atStake'] {
  const { paymentLimit } = edition.values(facts.product.known ? facts.product.value.product : undefined)
  const ofTheDrug = lines.filter(({ role }) => role === 'drug' || role === 'discarded drug')
  if (!paymentLimit.known || ofTheDrug.length === 0) return undefined
  const units = ofTheDrug.reduce((total, line) => total + line.units, 0)
  const cents = paymentLimit.value
    .mul(exactly(BigInt(units)))
    .mul(exactly(100))
    .round(0)
  // A limit of an earlier quarter says about how much, and no more: the screen shows that beside the sum.
  const ended = paymentLimit.ended === undefined ? '' : ` (payment limits end ${paymentLimit.ended})`
  const text = cents.toString().padStart(3, '0')
  return {
    dollars: `${text.slice(0, -2)}.${text.slice(-2)}`,
    working: `${amountText(exactly(BigInt(units)), 'unit')} × $${groupedText(exactText(paymentLimit.value))}, the Part B payment limit${ended}`,
    source: paymentLimit.source,
  }
}
