import type { DrugName } from './given.ts'
import type { ChartedProduct } from './registration.ts'

/** The product under fewer names, or other words, than it has. */
export function namedOnlyBy(product: ChartedProduct, names: readonly DrugName[], called?: string): ChartedProduct {
  const { ndc, rxnorm, rxnormDisplay, ...rest } = product
  return {
    ...rest,
    ...(ndc && names.includes('ndc') && { ndc }),
    ...(rxnorm && names.includes('rxnorm') && { rxnorm, rxnormDisplay }),
    words: names.includes('text') ? (called ?? product.words) : '',
  }
}
