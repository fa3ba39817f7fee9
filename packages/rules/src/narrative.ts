import type { Product } from '@doseline/codebook'
import type { DailyAmount } from './dose-facts.ts'
import { mg } from './shows.ts'

/** What the narrative of an unclassified line says; undefined without an NDC. */
export function narrativeOf({ brand, generic }: Product, { givenMg, ndc }: DailyAmount): string | undefined {
  return ndc === undefined ? undefined : `${brand} (${generic}) ${mg(givenMg)}, NDC ${ndc}`
}
