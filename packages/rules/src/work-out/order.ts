import type { Codebook } from '@doseline/codebook'
import { type Fact, known, mapFact, type OrderOnRecord } from '@doseline/dose'
import type { GivenOrder, GivenProduct, Weight } from '../dose-facts.ts'
import { amountInMg } from './amounts.ts'

/** The order of a dose, with the product it orders and how much of it, as far as they are known. */
export function orderGiven(
  charted: Fact<OrderOnRecord | undefined>,
  { product, weight }: { readonly product: Fact<GivenProduct>; readonly weight: Fact<Weight> },
  codebook: Codebook,
): Fact<GivenOrder | undefined> {
  return mapFact(charted, (order): GivenOrder | undefined => {
    if (order === undefined) return undefined
    const { drug, dose, ...rest } = order
    const recognised = drug && codebook.recognise(drug)
    const mg = dose && amountInMg(known(dose), product, weight)
    const named = drug && (drug.text[0] ?? drug.ndc[0] ?? drug.rxnorm[0] ?? drug.hcpcs[0])?.name
    return {
      ...rest,
      ...(recognised && { product: productOf(recognised) }),
      ...(named !== undefined && { named }),
      ...(mg?.known && { mg: mg.value }),
    }
  })
}

function productOf(recognised: ReturnType<Codebook['recognise']>): NonNullable<GivenOrder['product']> {
  if ('product' in recognised) return recognised.product
  return recognised.noProduct === 'not supported' ? 'another' : 'unknown'
}
