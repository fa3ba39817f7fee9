import type { PostedCharge } from '@doseline/contract'
import type { CreditFor } from '../targets/credits.ts'
import { wordsOf } from '../targets/posted-charges.ts'
import { credited, type Decided, together, warned } from './decision.ts'

/** Takes back what went to the billing system by HL7 v2, as long as that is known to be ours alone. */
export const creditAll = (charges: readonly PostedCharge[], creditFor: CreditFor, because?: string): Decided =>
  together(charges.map((charge) => creditOne(charge, creditFor, because)))

function creditOne(charge: PostedCharge, creditFor: CreditFor, because?: string): Decided {
  const words = wordsOf(charge)
  const credit = creditFor(charge)
  if (!credit) return warned(`${words} also bills doses that were not judged here; it stays as it is.`)
  const { code, units, modifiers, dateOfService, doses, billing } = charge
  const bills = { charges: { code, units, modifiers, dateOfService, doses, ...(billing && { billing }) }, doses }
  return together([
    credited(credit, words, bills),
    warned(...(because === undefined ? [] : [`${words} is to be credited in the billing system: it ${because}.`])),
  ])
}

/** Whether a charge went to the billing system, where it can be credited. */
export const isInBilling = ({ billing }: PostedCharge): boolean => billing !== undefined
