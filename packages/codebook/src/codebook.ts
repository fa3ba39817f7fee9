import { resultRecogniser, treatmentRecogniser } from './clinical-names.ts'
import { dataSetsOf } from './data-sets.ts'
import type { BookInfo, Codebook, Edition, Giving, HeldProduct } from './edition.ts'
import { openListed } from './listed.ts'
import type { ListedNames } from './listed-names.ts'
import { type ListedRoutes, routesByCode } from './listed-routes.ts'
import { type Molecules, moleculesOf } from './molecules.ts'
import { words } from './names.ts'
import { HCPCS_BOOK, openEdition } from './open-edition.ts'
import { coverageReader } from './payers.ts'
import { type NamedProduct, oncePerDrug, recogniser } from './recognise.ts'
import type { Releases } from './releases/releases.ts'
import type { BookData } from './schema.ts'
import { sourceOf } from './source.ts'
import { unlistedProduct } from './unlisted-product.ts'
import type { CodeMeaning } from './values.ts'
import { type WhichCode, whichCode } from './which-code.ts'

/** What is entered of drugs that the releases list. */
export interface BesideTheReleases {
  readonly which?: readonly WhichCode[]
  readonly molecules?: Molecules
  readonly names?: ListedNames
  readonly routes?: ListedRoutes
}

/** Makes the code book of its data and of the releases of CMS: tables are built once, here. */
export function openCodebook(
  data: BookData,
  releases: Releases,
  { which = [], molecules = {}, names = {}, routes = {} }: BesideTheReleases = {},
): Codebook {
  const named = Object.keys(data.products).map((id) => namedProduct(id, data))
  const products = named.map(({ product }) => product)
  const meanings = new Map(Object.keys(data.codes).map((code) => [code, meaning(code, data)]))
  const listed = openListed(releases, {
    isHeld: (code) => (meanings.get(code)?.products.length ?? 0) > 0,
    decides: whichCode(which),
    moleculeOf: moleculesOf(molecules, releases),
    names,
    routes: routesByCode(routes),
  })
  const meaningOf = (code: string): CodeMeaning | undefined => {
    const name = code.trim().toUpperCase()
    return meanings.get(name) ?? listed.meaningOf(name)
  }
  const { recognise, couldMean } = recogniser(named, meaningOf, listed)
  const heldNdcs = products.flatMap(({ ndcs }) => ndcs)
  const unlisted = oncePerDrug((drug) => {
    const recognised = recognise(drug)
    const isUnknown = 'noProduct' in recognised && recognised.noProduct === 'not supported'
    return isUnknown ? unlistedProduct(drug, { releases, listed, ndcs: heldNdcs }) : undefined
  })
  const books: BookInfo[] = Object.entries(data.books)
    .map(([id, { label, forSubmission, note }]) => ({ id, label, forSubmission, note }))
    .toSorted((a, b) => Number(b.forSubmission) - Number(a.forSubmission))
  const payers = Object.entries(data.payers).map(([id, { label }]) => ({ id, label }))
  return {
    version: data.version,
    data: dataSetsOf(data, releases),
    books,
    payers,
    effectiveOn: kept((day, payer, book, beside = {}) => {
      const info = books.find(({ id }) => id === book)
      if (!info)
        throw new TypeError(`There is no code book “${book}”; there are ${books.map(({ id }) => id).join(', ')}.`)
      return openEdition({
        data,
        book: info,
        day,
        payer: typeof payer === 'object' ? payer : payers.find(({ id }) => id === payer),
        meaningOf,
        listed,
        releases,
        beside,
      })
    }),
    recognise,
    unlisted,
    couldMean,
    resultOf: resultRecogniser(data.results),
    treatmentsOf: treatmentRecogniser(data, recognise),
    ...coverageReader(data),
    moleculesNamed: (text) => new Set(words(text).flatMap((word) => [...listed.moleculesNamed(word)])),
    meaningOf,
    givingOf: givingRecogniser(data),
    products: () => products,
  }
}

/** Of the days that doses are given on, payers and places: enough for those of a clinic’s year. */
const EDITIONS_KEPT = 1000

/** Opens an edition once: the doses of a day share it. What a person looked up is for one dose alone. */
function kept(open: Codebook['effectiveOn']): Codebook['effectiveOn'] {
  const editions = new Map<string, Edition>()
  return (day, payer, book, beside) => {
    if (beside?.looked || typeof payer === 'object') return open(day, payer, book, beside)
    const name = [book, payer, day, beside?.setting, beside?.route, beside?.isOnDialysis].join('\n')
    const edition = editions.get(name) ?? open(day, payer, book, beside)
    if (!editions.has(name) && editions.size >= EDITIONS_KEPT) editions.clear()
    editions.set(name, edition)
    return edition
  }
}

function givingRecogniser({ giving }: BookData): Codebook['givingOf'] {
  const ways = new Map(Object.entries(giving).flatMap(([way, { cpt }]) => cpt.map((code) => [code, way as Giving])))
  return (code) => ways.get(code.trim())
}

function namedProduct(id: string, data: BookData): NamedProduct {
  const entry = data.products[id]
  if (!entry) throw new TypeError(`no product ${id}`)
  const { brand, brandNames, alsoCalled, generic, group, container, singleDose, mg, ml, ndcUnit } = entry
  const { ndc, rxnorm, family, strengths } = entry
  const product: HeldProduct = {
    id,
    brand,
    generic,
    family,
    group,
    container,
    singleDose,
    measure: 'mg',
    amountPerContainer: mg,
    mlPerContainer: ml,
    ndcUnit,
    ndcs: ndc,
    source: sourceOf(data, entry),
  }
  return { product, rxnorm, brands: [brand, ...brandNames], family, alsoCalled, strengths }
}

/** By HCPCS: what the book that CMS publishes bills with the code, whatever book is in force. */
function meaning(code: string, data: BookData): CodeMeaning {
  const entry = data.codes[code]
  if (!entry) throw new TypeError(`no code ${code}`)
  const billed = Object.entries(data.books[HCPCS_BOOK]?.bills ?? {})
  const starts = billed.flatMap(([, codes]) => codes.filter((each) => each.code === code))
  // A code for whatever has none of its own is the code of no product, though it bills some on some days.
  const products = entry.unclassified
    ? []
    : billed
        .filter(([, codes]) => codes.some((each) => each.code === code || each.either?.includes(code)))
        .map(([product]) => product)
  return {
    code,
    descriptor: entry.descriptor,
    generic: entry.generic,
    products,
    ...(entry.unclassified && { unclassified: true }),
    source: sourceOf(data, {
      ...entry,
      from: starts[0]?.from,
      confidence: starts[0]?.confidence,
      value: entry.descriptor,
    }),
  }
}
