import type { Codebook, Product } from '@doseline/codebook'
import type { DrugNames, ExistingCharge } from '@doseline/dose'

/**
 * The drug that a charge names beside its code, where it is none of these products: recognised as another, or in no code
 * book here. What stands in the code itself is the name of the service.
 */
export function otherDrugNamed(
  { drug }: ExistingCharge,
  products: readonly Product[],
  codebook: Codebook,
): string | undefined {
  const named = drug && besideTheCode(drug)
  if (named === undefined) return undefined
  const recognised = codebook.recognise(named)
  if ('product' in recognised) {
    const { brand, group } = recognised.product
    return products.some((product) => product.group === group) ? undefined : brand
  }
  const isOurs = codebook.couldMean(named).some(({ id }) => products.some((product) => product.id === id))
  if (recognised.noProduct !== 'not supported' || isOurs) return undefined
  return (named.text[0] ?? named.ndc[0] ?? named.rxnorm[0])?.name
}

function besideTheCode({ ndc, rxnorm, text }: DrugNames): DrugNames | undefined {
  const isBeside = ({ place }: DrugNames['text'][number]): boolean => place.element !== 'code'
  const [own, concepts, words] = [ndc.filter(isBeside), rxnorm.filter(isBeside), text.filter(isBeside)]
  return own.length + concepts.length + words.length === 0
    ? undefined
    : { ndc: own, rxnorm: concepts, hcpcs: [], text: words }
}
