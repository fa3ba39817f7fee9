import type { Product } from '@doseline/codebook'
import { type Exact, exactly, sum, wholePartsUp } from '@doseline/dose'
import type { FewestContainers } from './dose-facts.ts'
import { listed, mg } from './format.ts'

/** So much of one product. */
export interface OfProduct {
  readonly product: Pick<Product, 'id' | 'mgPerContainer'>
  readonly administeredMg: Exact
}

/** Doses of one product are drawn from the same containers; of each product so many are opened as hold its doses. */
export function fewestContainers(given: readonly OfProduct[]): FewestContainers {
  const byProduct = Map.groupBy(given, ({ product }) => product.id)
  const each = [...byProduct.values()].flatMap((doses): FewestContainers[] => {
    const [first] = doses
    if (!first) return []
    const size = first.product.mgPerContainer
    if (!size) return [{ mg: undefined, text: 'containers of unknown content' }]
    const count = wholePartsUp(sum(doses.map(({ administeredMg }) => administeredMg)), size)
    return [{ mg: size.mul(exactly(count)), text: `${count} × ${mg(size)}` }]
  })
  const held = each.flatMap(({ mg: one }) => one ?? [])
  return { mg: held.length === each.length ? sum(held) : undefined, text: listed(each.map(({ text }) => text)) }
}
