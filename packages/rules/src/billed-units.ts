import { wholePartsUp } from '@doseline/dose'
import { discardOf } from './discard.ts'

/** All units billed for one code and day: given, plus discarded where a JW line is due. */
export function billedUnits(amounts: Parameters<typeof discardOf>[0]): bigint {
  const discard = discardOf(amounts)
  const given = wholePartsUp(amounts.administeredAmount, amounts.hcpcs.unitAmount)
  return discard.kind === 'discarded' ? given + discard.units : given
}
