import type { Codebook } from '@doseline/codebook'
import type { DrugNames } from '@doseline/dose'

/**
 * Whether nothing tells which drug it is: codes of RxNorm or NDCs that no code book here holds, and no words. The code of an
 * ingredient is one, and it may be that of any drug.
 */
export function mayBeAnyDrug(drug: DrugNames, codebook: Codebook): boolean {
  if (drug.text.length > 0 || drug.hcpcs.length > 0) return false
  const recognised = codebook.recognise(drug)
  return 'noProduct' in recognised && codebook.couldMean(drug).length === 0
}
