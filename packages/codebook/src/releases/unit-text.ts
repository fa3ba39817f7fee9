import { exactText } from '@doseline/dose'
import type { BillingUnit } from './billing-unit.ts'

/** A billing unit in a biller's words: `up to 50 mg`, `1 mg and 5 mg`, `1 therapeutic dose (up to 110 million …)`. */
export function unitText({ parts, upTo, note }: BillingUnit): string {
  const amounts = parts.map(({ amount, of }) => `${exactText(amount)} ${SHOWN[of] ?? of}`).join(' and ')
  return `${upTo ? 'up to ' : ''}${amounts}${note === undefined ? '' : ` (${note})`}`
}

/** Measures whose usual form is not the one they are read by. */
const SHOWN: Readonly<Record<string, string>> = {
  gm: 'g',
  ml: 'mL',
  unit: 'units',
  iu: 'IU',
  'usp unit': 'USP units',
  meq: 'mEq',
  'sq cm': 'cm²',
  'million pfu': 'million PFU',
}
