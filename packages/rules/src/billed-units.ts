import type { Hcpcs } from '@doseline/codebook'
import { type Exact, wholePartsUp } from '@doseline/dose'
import { discardOf } from './discard.ts'

/**
 * Units of what was given that day: rounded up once. An unclassified code is one unit whatever was given, and a claim with more is
 * rejected: the narrative says how much it was.
 *
 * @see https://www.findacode.com/articles/noc-drug-and-biological-codes-31604.html
 */
export const unitsGiven = (administeredAmount: Exact, { unitAmount, unclassified }: Hcpcs): bigint =>
  unclassified ? 1n : wholePartsUp(administeredAmount, unitAmount)

/** All units billed for one code and day: given, plus discarded where a JW line is due. */
export function billedUnits(amounts: Parameters<typeof discardOf>[0]): bigint {
  const discard = discardOf(amounts)
  const given = unitsGiven(amounts.administeredAmount, amounts.hcpcs)
  return discard.kind === 'discarded' ? given + discard.units : given
}
