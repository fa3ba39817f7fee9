import type { DrugNames, Named, PartialNdc } from '@doseline/dose'
import type { HeldProduct, Recognition } from './edition.ts'
import type { Listed } from './listed.ts'
import { TELLS_NOTHING, tellingWords } from './listed-drug.ts'
import { contains, containsWithSuffix, isOral, statesStrength, strengthText, words } from './names.ts'
import type { CodeMeaning, Product } from './values.ts'

/** A product with every name it goes by. */
export interface NamedProduct {
  readonly product: HeldProduct
  readonly rxnorm: readonly string[]
  readonly brands: readonly string[]
  /** What every product of the molecule is called; with a suffix of a biosimilar behind it, whichever that is. */
  readonly family: string
  /** Other names of the molecule, such as a brand that is no longer sold. */
  readonly alsoCalled: readonly string[]
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
 * Builds the recognizer: NDC, then RxNorm, then text, with a HCPCS code only ever choosing between products the text left
 * open. A code alone names no product, because the code is what is in question; nor does a container or a dose.
 */
export function recogniser(
  named: readonly NamedProduct[],
  meaningOf: (code: string) => CodeMeaning | undefined,
  listed: Pick<
    Listed,
    | 'productOf'
    | 'productOfAnotherPackage'
    | 'productOfCode'
    | 'productOfRxnorm'
    | 'ndcsOfRxnorm'
    | 'codesOf'
    | 'whyNot'
    | 'moleculesNamed'
    | 'codesNamed'
  >,
) {
  const byNdc = tableOf(named, ({ product }) => product.ndcs)
  const byRxnorm = tableOf(named, ({ rxnorm }) => rxnorm)
  const byBrand = named.flatMap(({ product, brands }) => brands.map((brand) => ({ product, name: words(brand) })))
  const byGeneric = named.flatMap(({ product, family, alsoCalled }) =>
    [...new Set([product.generic, family, ...alsoCalled])].map((name) => ({ product, name: words(name) })),
  )
  const molecules = moleculesOf(named)
  const byFamily = named.map(({ product, family }) => ({ product, name: words(family) }))
  const strengthsOf = new Map(named.map(({ product, strengths }) => [product, strengths.map(strengthText)]))

  /** The same few drug names come again with every dose. */
  const texts = new Map<string, ReturnType<typeof readText>>()

  return { recognise: oncePerDrug(recognise), couldMean: oncePerDrug(couldMean) }

  function recognise(drug: DrugNames): Recognition {
    const partial = drug.partialNdc ?? []
    if ([drug.ndc, drug.rxnorm, drug.hcpcs, drug.text, partial].every((names) => names.length === 0)) {
      return { noProduct: 'not named', says: 'The chart does not say which drug was given.' }
    }
    const byItsNdc = [...fromCodes('ndc', drug.ndc, byNdc), ...partial.flatMap(fromPartialNdc)]
    const unknownNdc = byItsNdc.length === 0 ? (drug.ndc[0] ?? partial[0])?.name : undefined
    const said: Candidates[] = [
      ...byItsNdc,
      ...drug.rxnorm.flatMap(fromRxnorm),
      ...drug.text.flatMap((text) => fromText(text, unknownNdc === undefined)),
    ]
    const [first, ...others] = said
    if (!first)
      return fromListed(drug) ?? fromListedCode(drug) ?? fromMap(drug, unknownNdc) ?? unrecognised(drug, unknownNdc)
    const found = narrowed(first, others, drug)
    const strange =
      'product' in found ? (strangeRxnorm(found.product, drug) ?? ndcOfAnother(found.product, drug)) : undefined
    return strange === undefined ? found : { noProduct: 'contradictory', says: strange }
  }

  /**
   * Every product that any name of the drug leaves possible, a code alone too: who looks for an earlier dose may not pass
   * over what names no one product. Names that contradict each other leave all that each of them means.
   */
  function couldMean(drug: DrugNames): readonly Product[] {
    const said = [
      ...fromCodes('ndc', drug.ndc, byNdc),
      ...(drug.partialNdc ?? []).flatMap(fromPartialNdc),
      ...drug.rxnorm.flatMap(fromRxnorm),
      ...drug.text.flatMap((text) => fromText(text, true)),
      ...drug.hcpcs.flatMap(fromCode),
    ].filter(({ products }) => products.size > 0)
    if (said.length === 0) {
      const ofFamily = drug.text.flatMap(({ name }) => ofTheFamily(name))
      if (ofFamily.length > 0) return ofFamily
      const ofMap = drug.rxnorm.flatMap(({ name }) => listed.productOfRxnorm(name) ?? [])
      return [
        ...ndcsOf(drug).flatMap(({ name }) => listed.productOf(name) ?? []),
        ...ofMap.filter((each) => typeof each !== 'string'),
      ]
    }
    const meant = [...new Set(said.flatMap(({ products }) => [...products]))]
    const agreed = meant.filter((product) => said.every(({ products }) => products.has(product)))
    return agreed.length > 0 ? agreed : meant
  }

  /**
   * The product of CMS's crosswalk, by a whole NDC or ten digits that are one of its NDCs: only where nothing else names a product
   * of the book, which knows more of it. A text that names another drug is told by the question that reads the texts.
   */
  function fromListed(drug: DrugNames): Recognition | undefined {
    const found = ndcsOf(drug).flatMap((named) => {
      const product = listed.productOf(named.name)
      return product ? [{ product, named }] : []
    })
    // Of ten digits each that they can be may be another package of something.
    const [first] = found.length > 0 ? found : drug.ndc.flatMap(ofAnotherPackage)
    if (!first) return undefined
    const { product, named } = first
    const several = found.find((each) => each.product.group !== product.group)
    if (several) {
      const says = `NDC “${named.name}” can be ${product.brand}, and “${several.named.name}” ${several.product.brand}.`
      return { noProduct: 'contradictory', says }
    }
    const isWhole = drug.ndc.some(({ name }) => product.ndcs.includes(name))
    const texts = drug.text.map(({ name }) => name)
    const says =
      strangeNdc(product, drug) ??
      strangeRxnorm(product, drug) ??
      texts.map((text) => otherNamed(text, product)).find((each) => each !== undefined) ??
      (isWhole || texts.some((text) => namesIt(text, product)) ? undefined : onlyDigits(drug, product))
    return says === undefined ? { product, by: 'ndc', named } : { noProduct: 'contradictory', says }
  }

  /** The products of the book that an RxNorm code is, by what is entered or by the NDCs that a loaded map gives it. */
  function fromRxnorm(code: Named): Candidates[] {
    const entered = fromCodes('rxnorm', [code], byRxnorm)
    if (entered.length > 0) return entered
    const products = new Set(listed.ndcsOfRxnorm(code.name).flatMap((ndc) => byNdc.get(ndc) ?? []))
    return products.size > 0 ? [{ by: 'rxnorm', products, named: code }] : []
  }

  /** An RxNorm code whose NDCs, by a loaded map, are those of drugs with other codes than the product has. */
  function strangeRxnorm(product: Product, { rxnorm }: DrugNames): string | undefined {
    const strange = rxnorm.find(({ name }) => {
      const ndcs = listed.ndcsOfRxnorm(name)
      if (ndcs.some((ndc) => product.ndcs.includes(ndc))) return false
      const held = ndcs.flatMap((ndc) => byNdc.get(ndc) ?? [])
      const codes = ndcs.flatMap((ndc) => listed.codesOf(ndc))
      const isSame = held.includes(product as HeldProduct) || codes.some((code) => product.listedUnder?.includes(code))
      return held.length + codes.length > 0 && !isSame
    })
    return (
      strange &&
      `The chart contradicts itself: RxNorm code ${strange.name} is none of ${product.brand}, by the NDCs that RxNorm gives it.`
    )
  }

  /** An NDC that CMS lists under codes that none of the product's NDCs stands under, and that bill it by no book. */
  function ndcOfAnother(product: Product, { ndc }: DrugNames): string | undefined {
    const own = new Set(product.ndcs.flatMap((each) => listed.codesOf(each)))
    const isOwn = (code: string) => own.has(code) || meaningOf(code)?.products.includes(product.id)
    const strange = ndc.find(({ name }) => {
      const codes = byNdc.has(name) ? [] : listed.codesOf(name)
      return codes.length > 0 && !codes.some(isOwn)
    })
    if (!strange) return undefined
    const other = listed.productOf(strange.name)?.brand ?? `billed with ${listed.codesOf(strange.name).join(' or ')}`
    return `The chart contradicts itself: NDC ${strange.name} is ${other}, and another name of the drug ${product.brand}.`
  }

  /** The product of an RxNorm code that no NDC is beside: where a loaded map leads to one HCPCS code. */
  function fromMap(drug: DrugNames, unknownNdc: string | undefined): Recognition | undefined {
    const [first] = drug.rxnorm
    if (!first || unknownNdc !== undefined) return undefined
    const found = drug.rxnorm.flatMap(({ name }) => listed.productOfRxnorm(name) ?? [])
    const why = found.find((each) => typeof each === 'string')
    if (why !== undefined) return { noProduct: 'several products', says: why }
    const products = found.filter((each) => typeof each !== 'string')
    const [product] = products
    if (!product) return undefined
    const other = products.find((each) => !each.listedUnder?.some((code) => product.listedUnder?.includes(code)))
    const says = other
      ? `The chart contradicts itself: its RxNorm codes are ${product.brand} and ${other.brand}.`
      : drug.text.map(({ name }) => otherNamed(name, product)).find((each) => each !== undefined)
    return says === undefined ? { product, by: 'rxnorm', named: first } : { noProduct: 'contradictory', says }
  }

  function ofAnotherPackage(named: Named) {
    const product = listed.whyNot(named.name) === undefined ? listed.productOfAnotherPackage(named.name) : undefined
    return product ? [{ product, named }] : []
  }

  /**
   * The product of a code and a text that say the same: only of a molecule that no other code bills, as far as CMS names it. No
   * NDC may be beside it.
   */
  function fromListedCode(drug: DrugNames): Recognition | undefined {
    const [code, ...others] = new Set(drug.hcpcs.map(({ name }) => name.trim().toUpperCase()))
    const product = code === undefined || others.length > 0 ? undefined : listed.productOfCode(code)
    const [named] = drug.hcpcs
    const texts = drug.text.map(({ name }) => name)
    if (!product || !named || texts.length === 0) return undefined
    if (drug.ndc.length > 0 || (drug.partialNdc ?? []).length > 0) return undefined
    if (!texts.every((text) => namesIt(text, product)) || texts.some((text) => otherNamed(text, product)))
      return undefined
    return { product, by: 'hcpcs', named }
  }

  /** A second listed drug that a text names beside the one its NDC is. */
  function otherNamed(text: string, product: Product): string | undefined {
    const described = (product.listedUnder ?? []).map((code) => meaningOf(code)?.descriptor ?? '')
    const own = new Set([product.brand, product.generic, product.family, ...described].flatMap(tellingWords))
    const other = tellingWords(text).find((word) => {
      const molecules = listed.moleculesNamed(word)
      return molecules.size > 0 && !molecules.has(product.family) && !own.has(word)
    })
    const isHeld = byBrand.find((brand) => contains(words(text), brand.name))
    const name = other ?? isHeld?.product.brand ?? secondSubstance(text, own)
    return (
      name && `The chart contradicts itself: by its code it is ${product.brand}, and the text “${text}” names ${name}.`
    )
  }

  function fromCode(code: Named): Candidates[] {
    const billed = new Set(meaningOf(code.name)?.products)
    const products = new Set(named.flatMap(({ product }) => (billed.has(product.id) ? [product] : [])))
    return products.size > 0 ? [{ by: 'hcpcs', products, named: code }] : []
  }

  /** What CMS bills a drug with that its name alone names. */
  function billedByCms({ name }: Named): readonly string[] {
    const codes = isOral(words(name)) ? [] : listed.codesNamed(name)
    const [code, ...others] = codes
    if (code === undefined) return []
    const says =
      others.length > 0
        ? `with ${codes.join(', ')}, by who makes it or how it is given: the name alone does not say which one, the NDC does.`
        : `with ${code}: the NDC, or ${code} on the dose, says that it is that drug; the name alone does not.`
    return [`CMS bills “${name}” ${says}`]
  }

  /** Of a molecule with a suffix that no product of the book has. */
  function ofTheFamily(name: string): readonly Product[] {
    const text = words(name)
    if (isOral(text)) return []
    return byFamily.filter((family) => containsWithSuffix(text, family.name)).map(({ product }) => product)
  }

  /** The products of which an NDC begins, or is written, as one that is not whole. */
  function fromPartialNdc(written: PartialNdc): Candidates[] {
    const fits = (ndc: string): boolean => written.could.some((could) => ndc.startsWith(could))
    const products = new Set(named.flatMap(({ product }) => (product.ndcs.some(fits) ? [product] : [])))
    return products.size > 0 ? [{ by: 'ndc', products, named: written }] : []
  }

  function fromText(named: Named, genericCounts: boolean): Candidates[] {
    const { brands, generics, narrower } = namedIn(named.name)
    const products = brands.size > 0 ? brands : genericCounts ? generics : NONE
    const told: Candidates[] = products.size > 0 ? [{ by: 'text', products, named }] : []
    // A brand, or a code of its own, beside the suffix of another product is a contradiction; alone it tells nothing more.
    const ofItsOwn = narrower.map(
      ({ name, products }): Candidates => ({ by: 'text', products, named: { ...named, name } }),
    )
    return [...told, ...ofItsOwn]
  }

  /** The products a text names by brand, and those it names by generic, of the strength it states where it states one. */
  function readText(name: string): TextRead {
    const text = words(name)
    if (isOral(text)) return { brands: NONE, generics: NONE, narrower: [] }
    const brands = new Set(byBrand.filter((brand) => contains(text, brand.name)).map(({ product }) => product))
    const generics = byGeneric.filter((generic) => contains(text, generic.name)).map(({ product }) => product)
    const shown = strengthText(name)
    const ofStrength = generics.filter((product) =>
      strengthsOf.get(product)?.some((strength) => statesStrength(shown, strength)),
    )
    return {
      brands,
      generics: new Set(ofStrength.length > 0 ? ofStrength : generics),
      narrower: narrowerIn(text, molecules),
    }
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
    const nobodys = [first, ...others].find(({ products }) => products.size === 0)
    if (nobodys && left.size === 0 && others.every(({ products }) => products.size === 0)) {
      return {
        noProduct: 'several products',
        says: `“${nobodys.named.name}” is none of the products that the code book holds.`,
      }
    }
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
      says: `“${decided.named.name}” could be ${oneOf(brands)}; the chart has no NDC or RxNorm code that tells them apart.`,
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
    const notWorkedOut = ndcsOf(drug).flatMap(({ name }) => listed.whyNot(name) ?? [])[0]
    if (notWorkedOut !== undefined) return { noProduct: 'not supported', says: notWorkedOut }
    const ofCms = unknownNdc === undefined ? drug.text.flatMap(billedByCms)[0] : undefined
    if (ofCms !== undefined) return { noProduct: 'not supported', says: ofCms }
    const shown = drug.text[0]?.name ?? (unknownNdc ? `NDC ${unknownNdc}` : `RxNorm code ${drug.rxnorm[0]?.name}`)
    return { noProduct: 'not supported', says: `The code book does not hold “${shown}”.` }
  }
}

/** What a text says: the products it names by brand and by generic, and words in it that leave fewer of them. */
interface TextRead {
  readonly brands: ReadonlySet<Product>
  readonly generics: ReadonlySet<Product>
  readonly narrower: readonly { readonly name: string; readonly products: ReadonlySet<Product> }[]
}

/** A molecule of which products are told apart by a suffix: `denosumab`, `denosumab-bbdz`. */
interface Molecule {
  /** The word that carries the suffix, the last of its name. */
  readonly word: string
  readonly bySuffix: ReadonlyMap<string, ReadonlySet<Product>>
}

/** @see https://www.fda.gov/drugs/biosimilars/nonproprietary-naming-biological-products-guidance-industry */
function moleculesOf(named: readonly NamedProduct[]): readonly Molecule[] {
  const all = new Map<string, Map<string, Set<Product>>>()
  for (const { product } of named) {
    const [, word, suffix] = SUFFIXED.exec(product.generic.toLowerCase()) ?? []
    if (word === undefined || suffix === undefined) continue
    const bySuffix = all.get(word) ?? new Map<string, Set<Product>>()
    bySuffix.set(suffix, (bySuffix.get(suffix) ?? new Set<Product>()).add(product))
    all.set(word, bySuffix)
  }
  return [...all].map(([word, bySuffix]) => ({ word, bySuffix }))
}

/** A biological product’s own suffix: four letters after the last word of its name. */
const SUFFIXED = /([a-z]{3,40})-([a-z]{4})$/

/**
 * Suffixes in a text, each with the products that carry it: of one that the book does not hold, none. “Biosimilar” leaves
 * the products with a suffix.
 */
function narrowerIn(text: readonly string[], molecules: readonly Molecule[]): TextRead['narrower'] {
  return molecules.flatMap(({ word, bySuffix }) => {
    const own = text.filter((each) => each.startsWith(`${word}-`) && SUFFIXED.test(each))
    const isNamed = own.length > 0 || text.some((each) => each === word)
    const biosimilar = bySuffix.size > 1 && text.some((each) => each === 'biosimilar' || each === 'biosimilars')
    return [
      ...own.map((name) => ({ name, products: bySuffix.get(name.slice(word.length + 1)) ?? NONE })),
      ...(biosimilar && (isNamed || molecules.filter((each) => each.bySuffix.size > 1).length === 1)
        ? [{ name: 'biosimilar', products: new Set([...bySuffix.values()].flatMap((each) => [...each])) }]
        : []),
    ]
  })
}

/**
 * What a name joins to the drug, where that is a word of neither: `nivolumab and relatlimab`, `pembrolizumab/quavonlimab`. What it
 * is dissolved in, or given with, tells nothing.
 */
function secondSubstance(text: string, own: ReadonlySet<string>): string | undefined {
  const joined = text
    .slice(0, 300)
    .toLowerCase()
    .matchAll(/(?:\b(?:and|with|plus)\b|[/+&]) {0,2}([a-z][a-z-]{4,40})/g)
  return [...joined]
    .map(([, word = '']) => word)
    .find((word) => !own.has(word) && !BESIDE_A_DRUG.has(word) && !TELLS_NOTHING.has(word))
}

/** Forms, units and solvents that a name joins to its drug. */
const BESIDE_A_DRUG: ReadonlySet<string> = new Set(
  'vials syringe syringes needle needles filter diluent solvent water saline dextrose sodium chloride lactated ringer ringers units international preservative without without-preservative pf premix container autoinjector prefilled injector infusion injection solution suspension powder minute minutes hours actuation patient doses sterile bacteriostatic albumin human mannitol normal'.split(
    ' ',
  ),
)

/** Whether a text names a product: one of the words that tell it. */
const namesIt = (text: string, { brand, generic, family }: Product): boolean => {
  const own = new Set([brand, generic, family].flatMap(tellingWords))
  return tellingWords(text).some((word) => own.has(word))
}

/** Every NDC of a drug is of one labeler and product: another is of another drug, or nobody knows what it is. */
function strangeNdc(product: Product, { ndc, partialNdc = [] }: DrugNames): string | undefined {
  const own = product.ndcs.map((each) => each.slice(0, LABELER_AND_PRODUCT))
  const isOwn = (digits: string): boolean => own.includes(digits.slice(0, LABELER_AND_PRODUCT))
  const other =
    ndc.find(({ name }) => !isOwn(name)) ?? partialNdc.find(({ could }) => !could.some((each) => isOwn(each)))
  return (
    other && `The chart contradicts itself: NDC ${other.name} is none of ${product.brand}, which another NDC of it is.`
  )
}

const LABELER_AND_PRODUCT = 9

const onlyDigits = ({ partialNdc = [] }: DrugNames, { brand }: Product): string =>
  `NDC “${partialNdc[0]?.name}” ${partialNdc[0]?.lacks}: as one of the NDCs it can be it is ${brand}, and no name says that it is that one.`

/** Whole NDCs, and each that ten digits without hyphens can be. */
const ndcsOf = ({ ndc, partialNdc = [] }: DrugNames): readonly Named[] => [
  ...ndc,
  ...partialNdc.flatMap(({ could, place }) =>
    could.filter((each) => each.length === WHOLE_NDC).map((name) => ({ name, place })),
  ),
]

const WHOLE_NDC = 11

/** Each of hundreds of doses asks what every other one is of. */
export function oncePerDrug<Read>(read: (drug: DrugNames) => Read): (drug: DrugNames) => Read {
  const before = new WeakMap<DrugNames, { readonly found: Read }>()
  return (drug) => {
    const { found } = before.get(drug) ?? { found: read(drug) }
    before.set(drug, { found })
    return found
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

/** `Jubbonti or Wyost`; of many the first few, and how many there are. */
function oneOf(brands: readonly string[]): string {
  if (brands.length === 1) return brands[0] ?? ''
  if (brands.length <= NAMED_AT_MOST) return `${brands.slice(0, -1).join(', ')} or ${brands.at(-1)}`
  return `any of ${brands.length} products, such as ${brands.slice(0, 3).join(', ')}`
}

/** More brands than these in one sentence are not read. */
const NAMED_AT_MOST = 9

const KIND = { ndc: 'NDC', rxnorm: 'RxNorm code', hcpcs: 'HCPCS code', text: 'text' } as const

function contradiction(one: Candidates, other: Candidates): Recognition {
  const shows = ({ by, named, products }: Candidates) => {
    const brands = [...products].map(({ brand }) => brand).toSorted()
    const means = brands.length === 0 ? 'a product that the code book does not hold' : oneOf(brands)
    return `${KIND[by]} “${named.name}” means ${means}`
  }
  return { noProduct: 'contradictory', says: `The chart contradicts itself: ${shows(one)}, and ${shows(other)}.` }
}
