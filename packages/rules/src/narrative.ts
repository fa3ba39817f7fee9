import type { Product } from '@doseline/codebook'
import { amountText } from '@doseline/dose'
import type { DailyAmount } from './dose-facts.ts'

/**
 * What the narrative of an unclassified line says: the drug with its strength where that is known, how much of it and how it was
 * given, and its NDC, in at most {@link MOST} characters: where that is too long, without the volume, then without the generic
 * name, then without the strength, and last with the name cut. Undefined without an NDC.
 *
 * @see https://www.findacode.com/articles/noc-drug-and-biological-codes-31604.html
 */
export function narrativeOf(
  { brand, generic, measure, amountPerContainer, mlPerContainer, unlisted }: Product,
  { administeredAmount, ndc }: DailyAmount,
  route: string | undefined,
): string | undefined {
  if (ndc === undefined) return undefined
  const names = generic.toLowerCase() === brand.toLowerCase() ? [brand] : [`${brand} (${generic})`, brand]
  const volume = mlPerContainer ? `/${amountText(mlPerContainer, 'mL')}` : ''
  // What the chart alone names has its strength in its name, if anywhere.
  const isOfTheName = unlisted !== undefined && unlisted.isBiological === undefined
  const amount = amountPerContainer && !isOfTheName ? `, ${amountText(amountPerContainer, measure)}` : ''
  const way = route === undefined ? '' : `, ${route}`
  const end = `: ${amountText(administeredAmount, measure)} given${way}, NDC ${ndc}`
  const strengths = amount === '' ? [''] : [amount + volume, amount, '']
  const ofMost = names.flatMap((name) => strengths.slice(0, 2).map((strength) => name + strength))
  const beginnings = [...ofMost, brand]
  const fitting = beginnings.find((beginning) => beginning.length + end.length <= MOST)
  return `${fitting ?? brand.slice(0, MOST - end.length).trimEnd()}${end}`
}

/** SV101-7 and NTE02 of a claim are of 80 characters. */
const MOST = 80
