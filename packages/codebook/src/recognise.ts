import type { DrugNames, Named } from '@doseline/dose'
import type { CodeMeaning, Product, Recognition } from './edition.ts'
import { contains, statesStrength, strengthText, words } from './names.ts'

/** A product with every name it goes by. */
export interface NamedProduct {
  readonly product: Product
  readonly rxnorm: readonly string[]
  readonly brands: readonly string[]
  readonly family: string
  readonly strengths: readonly string[]
}

/** The products a name leaves possible, and the name that said so. */
interface Candidates {
  readonly by: 'ndc' | 'rxnorm' | 'hcpcs' | 'text'
  readonly products: ReadonlySet<Product>
  readonly named: Named
}

const NONE: ReadonlySet<Product> = new Set()
/** Texts whose reading is kept before all are forgotten. */
const TEXTS_KEPT = 2000

/**
 * Builds the recogniser: NDC, then RxNorm, then text, with a HCPCS code only ever choosing between products the text left
 * open. A code alone names no product, because the code is what is in question; nor does a container or a dose.
 */
export function recogniser(named: readonly NamedProduct[], meaningOf: (code: string) => CodeMeaning | undefined) {
  const byNdc = tableOf(named, ({ product }) => product.ndcs)
  const byRxnorm = tableOf(named, ({ rxnorm }) => rxnorm)
  const byBrand = named.flatMap(({ product, brands }) => brands.map((brand) => ({ product, name: words(brand) })))
  const byGeneric = named.flatMap(({ product, family }) =>
    [...new Set([product.generic, family])].map((name) => ({ product, name: words(name) })),
  )
  const strengthsOf = new Map(named.map(({ product, strengths }) => [product, strengths.map(strengthText)]))

  /** The same few drug names come again with every dose. */
  const texts = new Map<string, ReturnType<typeof readText>>()

  return function recognise(drug: DrugNames): Recognition {
    if (Object.values(drug).every((names) => names.length === 0)) {
      return { noProduct: 'not named', says: 'The chart does not say which drug was given.' }
    }
    const unknownNdc =
      drug.ndc.length > 0 && !drug.ndc.some(({ name }) => byNdc.has(name)) ? drug.ndc[0]?.name : undefined
    const said: Candidates[] = [
      ...fromCodes('ndc', drug.ndc, byNdc),
      ...fromCodes('rxnorm', drug.rxnorm, byRxnorm),
      ...drug.text.flatMap((text) => fromText(text, unknownNdc === undefined)),
    ]
    const [first, ...others] = said
    if (!first) return unrecognised(drug, unknownNdc)
    return narrowed(first, others, drug)
  }

  function fromText(named: Named, genericCounts: boolean): Candidates[] {
    const { brands, generics } = namedIn(named.name)
    const products = brands.size > 0 ? brands : genericCounts ? generics : NONE
    return products.size > 0 ? [{ by: 'text', products, named }] : []
  }

  /** The products a text names by brand, and those it names by generic, of the strength it states where it states one. */
  function readText(name: string): { readonly brands: ReadonlySet<Product>; readonly generics: ReadonlySet<Product> } {
    const text = words(name)
    const brands = new Set(byBrand.filter((brand) => contains(text, brand.name)).map(({ product }) => product))
    const generics = byGeneric.filter((generic) => contains(text, generic.name)).map(({ product }) => product)
    const shown = strengthText(name)
    const ofStrength = generics.filter((product) =>
      strengthsOf.get(product)?.some((strength) => statesStrength(shown, strength)),
    )
    return { brands, generics: new Set(ofStrength.length > 0 ? ofStrength : generics) }
  }

  function namedIn(name: string): ReturnType<typeof readText> {
    const before = texts.get(name)
    if (before) return before
    const found = readText(name)
    if (texts.size >= TEXTS_KEPT) texts.clear()
    texts.set(name, found)
    return found
  }

  function narrowed(first: Candidates, others: readonly Candidates[], drug: DrugNames): Recognition {
    let left: ReadonlySet<Product> = first.products
    let decided = first
    for (const next of others) {
      const both = new Set([...left].filter((product) => next.products.has(product)))
      if (both.size === 0) return contradiction(decided, next)
      if (both.size < left.size) decided = next
      left = both
    }
    for (const code of left.size > 1 ? drug.hcpcs : []) {
      const billed = new Set(meaningOf(code.name)?.products)
      const both = new Set([...left].filter(({ id }) => billed.has(id)))
      if (both.size === 0 || both.size === left.size) continue
      left = both
      decided = { by: 'hcpcs', products: both, named: code }
    }
    const [product, ...more] = left
    if (product && more.length === 0) return { product, by: decided.by, named: decided.named }
    const brands = [...left].map(({ brand }) => brand).toSorted()
    return {
      noProduct: 'several products',
      says: `“${decided.named.name}” could be ${brands.slice(0, -1).join(', ')} or ${brands.at(-1)}; the chart has no NDC or RxNorm code that tells them apart.`,
    }
  }

  function unrecognised(drug: DrugNames, unknownNdc: string | undefined): Recognition {
    const text = drug.text.map(({ name }) => words(name))
    const generic = byGeneric.find(({ name }) => text.some((each) => contains(each, name)))
    if (generic && unknownNdc !== undefined) {
      return {
        noProduct: 'several products',
        says: `NDC ${unknownNdc} is not in the code book, and “${generic.product.generic}” without a brand does not say which product it is.`,
      }
    }
    const [code] = drug.hcpcs
    if (code && drug.text.length === 0 && drug.ndc.length === 0 && drug.rxnorm.length === 0) {
      return {
        noProduct: 'not named',
        says: `The chart names only the code ${code.name.toUpperCase()}; a code does not say which product was given.`,
      }
    }
    const shown = drug.text[0]?.name ?? (unknownNdc ? `NDC ${unknownNdc}` : `RxNorm code ${drug.rxnorm[0]?.name}`)
    return { noProduct: 'not covered', says: `The code book does not hold “${shown}”.` }
  }
}

function fromCodes(by: 'ndc' | 'rxnorm', names: readonly Named[], table: ReadonlyMap<string, Product>): Candidates[] {
  return names.flatMap((named) => {
    const product = table.get(named.name)
    return product ? [{ by, products: new Set([product]), named }] : []
  })
}

function tableOf(
  named: readonly NamedProduct[],
  codes: (each: NamedProduct) => readonly string[],
): ReadonlyMap<string, Product> {
  return new Map(named.flatMap((each) => codes(each).map((code) => [code, each.product] as const)))
}

const KIND = { ndc: 'NDC', rxnorm: 'RxNorm code', hcpcs: 'HCPCS code', text: 'text' } as const

function contradiction(one: Candidates, other: Candidates): Recognition {
  const shows = ({ by, named, products }: Candidates) =>
    `${KIND[by]} “${named.name}” means ${[...products]
      .map(({ brand }) => brand)
      .toSorted()
      .join(' or ')}`
  return { noProduct: 'contradictory', says: `The chart contradicts itself: ${shows(one)}, and ${shows(other)}.` }
}
