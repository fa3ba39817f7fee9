import type { Product } from '@doseline/codebook'
import { amountText } from '@doseline/dose'
import type { DailyAmount } from './dose-facts.ts'

/**
 * What the narrative of an unclassified line says: the drug with its strength where that is known, how much of it and how it was
 * given, and its NDC. Undefined without an NDC.
 *
 * @see https://www.findacode.com/articles/noc-drug-and-biological-codes-31604.html
 */
export function narrativeOf(
  { brand, generic, measure, amountPerContainer, mlPerContainer, unlisted }: Product,
  { administeredAmount, ndc }: DailyAmount,
  route: string | undefined,
): string | undefined {
  if (ndc === undefined) return undefined
  const name = generic.toLowerCase() === brand.toLowerCase() ? brand : `${brand} (${generic})`
  const volume = mlPerContainer ? `/${amountText(mlPerContainer, 'mL')}` : ''
  // What the chart alone names has its strength in its name, if anywhere.
  const isOfTheName = unlisted !== undefined && unlisted.isBiological === undefined
  const strength = amountPerContainer && !isOfTheName ? `, ${amountText(amountPerContainer, measure)}${volume}` : ''
  const way = route === undefined ? '' : `, ${route}`
  return `${name}${strength}: ${amountText(administeredAmount, measure)} given${way}, NDC ${ndc}`
}
