import type { Product } from '@doseline/codebook'
import type { DailyAmount } from './dose-facts.ts'
import { mg } from './format.ts'

/** What the narrative of an unclassified line says; undefined without an NDC. */
export function narrativeOf({ brand, generic }: Product, { administeredMg, ndc }: DailyAmount): string | undefined {
  return ndc === undefined ? undefined : `${brand} (${generic}) ${mg(administeredMg)}, NDC ${ndc}`
}
