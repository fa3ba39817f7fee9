import type { Codebook } from '@doseline/codebook'
import { type ChartedDose, type Fact, known, mapFact } from '@doseline/dose'
import type { AdministeredProduct, AdministrationOrder, Weight } from '../dose-facts.ts'
import { amountOf } from './amounts.ts'

/** The order of a dose, with the product it orders and how much of it, as far as they are known. */
export function orderGiven(
  { order: charted = known(undefined), reviewed }: Pick<ChartedDose, 'order' | 'reviewed'>,
  { product, weight }: { readonly product: Fact<AdministeredProduct>; readonly weight: Fact<Weight> },
  codebook: Codebook,
): Fact<AdministrationOrder | undefined> {
  return mapFact(charted, (order): AdministrationOrder | undefined => {
    if (order === undefined) return undefined
    const { drug, doses = [], ...rest } = order
    const recognised = drug && codebook.recognise(drug)
    const called = productCalled(rest.called, codebook)
    const names = (drug?.text ?? []).map(({ name }) => name)
    const amounts = doses.flatMap((dose) => {
      const amount = amountOf(known(dose), product, weight)
      return amount.known ? [amount.value] : []
    })
    const isReviewed = reviewed?.known && reviewed.value.includes(order.reference)
    const named = drug && (drug.text[0] ?? drug.ndc[0] ?? drug.rxnorm[0] ?? drug.hcpcs[0])?.name
    return {
      ...rest,
      ...(recognised && { product: productOf(recognised) }),
      ...(named !== undefined && { named }),
      ...(names.length > 0 && { names }),
      ...(called && { calledProduct: called }),
      ...(amounts.length > 0 && { amounts }),
      ...(isReviewed && { isReviewed }),
    }
  })
}

function productOf(recognised: ReturnType<Codebook['recognise']>): NonNullable<AdministrationOrder['product']> {
  if ('product' in recognised) return recognised.product
  return recognised.noProduct === 'not supported' ? 'another' : 'unknown'
}

/** The product of a name alone; undefined where it names none, or several. */
function productCalled(name: string | undefined, codebook: Codebook): AdministrationOrder['calledProduct'] {
  if (name === undefined) return undefined
  const place = { resource: 'the order', element: 'display' }
  const recognised = codebook.recognise({ ndc: [], rxnorm: [], hcpcs: [], text: [{ name, place }] })
  return 'product' in recognised ? recognised.product : undefined
}
