import type { Product } from '@doseline/codebook'
import { amountText, type Exact, exactly, sum, wholePartsUp } from '@doseline/dose'
import type { FewestContainers } from './dose-facts.ts'
import { listed } from './format.ts'

/** So much of one product. */
export interface OfProduct {
  readonly product: Pick<Product, 'id' | 'amountPerContainer' | 'measure'>
  readonly administeredAmount: Exact
}

/** Doses of one product are drawn from the same containers; of each product so many are opened as hold its doses. */
export function fewestContainers(given: readonly OfProduct[]): FewestContainers {
  const byProduct = Map.groupBy(given, ({ product }) => product.id)
  const each = [...byProduct.values()].flatMap((doses): FewestContainers[] => {
    const [first] = doses
    if (!first) return []
    const size = first.product.amountPerContainer
    if (!size) return [{ amount: undefined, text: 'containers of unknown content' }]
    const count = wholePartsUp(sum(doses.map(({ administeredAmount }) => administeredAmount)), size)
    return [{ amount: size.mul(exactly(count)), text: `${count} × ${amountText(size, first.product.measure)}` }]
  })
  const held = each.flatMap(({ amount }) => amount ?? [])
  return { amount: held.length === each.length ? sum(held) : undefined, text: listed(each.map(({ text }) => text)) }
}
