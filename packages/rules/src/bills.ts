import type { CodeMeaning, Product } from '@doseline/codebook'

/** Whether HCPCS bills a product with a code; one that the crosswalk alone knows, with each under which that lists it. */
export const bills = (
  { code, products }: Pick<CodeMeaning, 'code' | 'products'>,
  { id, listedUnder = [] }: Pick<Product, 'id' | 'listedUnder'>,
): boolean => products.includes(id) || listedUnder.includes(code)
