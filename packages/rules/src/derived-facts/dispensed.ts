import type { Codebook, Edition, Product } from '@doseline/codebook'
import type { ChartedDose, DrugNames, Fact } from '@doseline/dose'
import type { AdministeredProduct } from '../dose-facts.ts'

/**
 * The product with what was dispensed in its place: another of the same molecule, by its code or its strength. A pharmacy that
 * substitutes says so on the dispense, and the order and the record may still name what was ordered.
 */
export function withDispensed(
  product: Fact<AdministeredProduct>,
  { dispensedFor }: ChartedDose,
  edition: Edition,
  codebook: Codebook,
): Fact<AdministeredProduct> {
  if (!product.known || !dispensedFor?.known) return product
  const dispensed = dispensedFor.value.flatMap(({ reference, drug, place }) => {
    const name = nameOfAnother(drug, product.value.product, edition, codebook)
    return name === undefined ? [] : [{ reference, name, place }]
  })
  if (dispensed.length === 0) return product
  return {
    ...product,
    value: { ...product.value, dispensed: dispensed.map(({ reference, name }) => ({ reference, name })) },
    places: [...product.places, ...dispensed.map(({ place }) => place)],
  }
}

function nameOfAnother(drug: DrugNames, product: Product, edition: Edition, codebook: Codebook): string | undefined {
  const recognised = codebook.recognise(drug)
  const words = drug.text[0]?.name
  // A product that no code book here holds is of the molecule where its words say so.
  if ('noProduct' in recognised && recognised.noProduct === 'not supported') {
    if (words === undefined) return undefined
    const isOfBrand = words.toLowerCase().includes(product.brand.toLowerCase())
    const isOfMolecule = !isOfBrand && codebook.moleculesNamed(words).has(product.family)
    return words.toLowerCase().includes(product.family) || isOfMolecule ? words : undefined
  }
  const meant = 'product' in recognised ? [recognised.product] : codebook.couldMean(drug)
  const isOfTheMolecule = meant.some(({ family }) => family === product.family)
  const isThis = meant.some(
    (each) => each.group === product.group && codeOf(each, edition) === codeOf(product, edition),
  )
  if (!isOfTheMolecule || isThis) return undefined
  return 'product' in recognised ? recognised.product.brand : (words ?? `another ${product.family}`)
}

/** The code that bills a product; where that is not known, the product itself. */
function codeOf(product: Product, edition: Edition): string {
  const { hcpcs } = edition.values(product)
  return hcpcs.known ? hcpcs.value.code : product.id
}
