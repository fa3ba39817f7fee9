import type { Product } from '@doseline/codebook'
import { type Exact, exactly, sum, wholePartsUp } from '@doseline/dose'
import { listed, mg } from './shows.ts'

/** So much of one product. */
export interface OfProduct {
  readonly product: Pick<Product, 'id' | 'mgPerContainer'>
  readonly givenMg: Exact
}

/** The fewest containers that hold what was given: what they hold, and in words (`9 × 10 mg`). */
export interface FewestContainers {
  /** Undefined where no source says how much one of them holds. */
  readonly mg: Exact | undefined
  readonly text: string
}

/** Doses of one product are drawn from the same containers; of each product so many are opened as hold its doses. */
export function fewestContainers(given: readonly OfProduct[]): FewestContainers {
  const byProduct = Map.groupBy(given, ({ product }) => product.id)
  const each = [...byProduct.values()].flatMap((doses): FewestContainers[] => {
    const [first] = doses
    if (!first) return []
    const size = first.product.mgPerContainer
    if (!size) return [{ mg: undefined, text: 'containers of unknown content' }]
    const count = wholePartsUp(sum(doses.map(({ givenMg }) => givenMg)), size)
    return [{ mg: size.mul(exactly(count)), text: `${count} × ${mg(size)}` }]
  })
  const held = each.flatMap(({ mg: one }) => one ?? [])
  return { mg: held.length === each.length ? sum(held) : undefined, text: listed(each.map(({ text }) => text)) }
}
