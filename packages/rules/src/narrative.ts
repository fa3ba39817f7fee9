import type { Product } from '@doseline/codebook'
import { amountText } from '@doseline/dose'
import type { DailyAmount } from './dose-facts.ts'

/** What the narrative of an unclassified line says; undefined without an NDC. */
export function narrativeOf(
  { brand, generic, measure }: Product,
  { administeredAmount, ndc }: DailyAmount,
): string | undefined {
  return ndc === undefined ? undefined : `${brand} (${generic}) ${amountText(administeredAmount, measure)}, NDC ${ndc}`
}
