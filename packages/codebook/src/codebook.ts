import { benefitRecogniser } from './benefits.ts'
import { resultRecogniser, treatmentRecogniser } from './clinical-names.ts'
import type { BookInfo, Codebook, CodeMeaning, Product } from './edition.ts'
import { HCPCS_BOOK, openEdition } from './in-force.ts'
import { payerRecogniser } from './payers.ts'
import { type NamedProduct, recogniser } from './recognise.ts'
import type { BookData } from './schema.ts'
import { sourceOf } from './source.ts'

/** Makes the code book of its data: tables are built once, here. */
export function openCodebook(data: BookData): Codebook {
  const named = Object.keys(data.products).map((id) => namedProduct(id, data))
  const products = named.map(({ product }) => product)
  const meanings = new Map(Object.keys(data.codes).map((code) => [code, meaning(code, data)]))
  const meaningOf = (code: string): CodeMeaning | undefined => meanings.get(code.trim().toUpperCase())
  const recognise = recogniser(named, meaningOf)
  const books: BookInfo[] = Object.entries(data.books)
    .map(([id, { label, forSubmission, note }]) => ({ id, label, forSubmission, note }))
    .toSorted((a, b) => Number(b.forSubmission) - Number(a.forSubmission))
  const payers = Object.entries(data.payers).map(([id, { label }]) => ({ id, label }))
  return {
    version: data.version,
    books,
    payers,
    inForce(day, payer, book) {
      const info = books.find(({ id }) => id === book)
      if (!info)
        throw new TypeError(`There is no code book “${book}”; there are ${books.map(({ id }) => id).join(', ')}.`)
      return openEdition({ data, book: info, day, payer: payers.find(({ id }) => id === payer), meaningOf })
    },
    recognise,
    resultOf: resultRecogniser(data.results),
    treatmentsOf: treatmentRecogniser(data, recognise),
    payerOf: payerRecogniser(data.payers),
    benefitOf: benefitRecogniser(data.benefits),
    meaningOf,
    products: () => products,
  }
}

function namedProduct(id: string, data: BookData): NamedProduct {
  const entry = data.products[id]
  if (!entry) throw new TypeError(`no product ${id}`)
  const { brand, brandNames, generic, group, container, singleDose, mg, ml, ndcUnit, ndc, rxnorm, family, strengths } =
    entry
  const product: Product = {
    id,
    brand,
    generic,
    group,
    container,
    singleDose,
    mgPerContainer: mg,
    mlPerContainer: ml,
    ndcUnit,
    ndcs: ndc,
    source: sourceOf(data, entry),
  }
  return { product, rxnorm, brands: [brand, ...brandNames], family, strengths }
}

/** By HCPCS: what the book that CMS publishes bills with the code, whatever book is in force. */
function meaning(code: string, data: BookData): CodeMeaning {
  const entry = data.codes[code]
  if (!entry) throw new TypeError(`no code ${code}`)
  const billed = Object.entries(data.books[HCPCS_BOOK]?.bills ?? {})
  const starts = billed.flatMap(([, codes]) => codes.filter((each) => each.code === code))
  const products = billed.filter(([, codes]) => codes.some((each) => each.code === code)).map(([product]) => product)
  return {
    code,
    descriptor: entry.descriptor,
    generic: entry.generic,
    products,
    source: sourceOf(data, {
      ...entry,
      from: starts[0]?.from,
      confidence: starts[0]?.confidence,
      value: entry.descriptor,
    }),
  }
}
