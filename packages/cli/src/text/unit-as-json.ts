import type { BillingUnit } from '@doseline/codebook'
import { exactText } from '@doseline/dose'

/** A billing unit with its amounts as decimal text. */
export const unitAsJson = ({ kind, parts, upTo, per, note }: BillingUnit) => ({
  kind,
  parts: parts.map(({ amount, of }) => ({ amount: exactText(amount), of })),
  qualifier: upTo ? 'up to' : per ? 'per' : null,
  note: note ?? null,
})
