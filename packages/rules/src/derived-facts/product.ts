import type { Codebook, Product } from '@doseline/codebook'
import { type ChartedDose, type Fact, known, missing } from '@doseline/dose'
import type { AdministeredProduct, DoseCharge, NamedCode } from '../dose-facts.ts'

/** The product that was given, recognised by its names. */
export function productGiven(charted: ChartedDose, codebook: Codebook): Fact<AdministeredProduct> {
  if (!charted.drug.known) return charted.drug
  const recognised = codebook.recognise(charted.drug.value)
  if ('product' in recognised) {
    return known({ product: asLooked(recognised.product, charted), by: recognised.by }, recognised.named.place)
  }
  const because = recognised.noProduct === 'contradictory' ? 'contradictory' : 'not-recorded'
  return missing(because, recognised.says, ...charted.drug.places)
}

/** What no source says of the container somebody read on it. */
function asLooked(product: Product, { lookedUp }: ChartedDose): Product {
  const container = lookedUp?.known ? lookedUp.value.container : undefined
  if (product.singleDose !== undefined || container === undefined) return product
  return { ...product, singleDose: container === 'single-dose' }
}

/** Whether the drug is one that no product of the code book could be: nothing more can be said of its dose. */
export function isOutsideTheBook(charted: ChartedDose, codebook: Codebook): boolean {
  if (!charted.drug.known) return false
  const recognised = codebook.recognise(charted.drug.value)
  return 'noProduct' in recognised && recognised.noProduct === 'not supported'
}

/**
 * Every HCPCS code somebody put on this dose. Charges of another code system, such as CPT, are not named here, nor those
 * that may be for another dose.
 */
export function codesNamed(
  charted: ChartedDose,
  charges: Fact<readonly DoseCharge[]>,
  codebook: Codebook,
): Fact<readonly NamedCode[]> {
  const named: NamedCode[] = []
  if (charted.drug.known) {
    for (const { name, place } of charted.drug.value.hcpcs) {
      named.push({ code: name.toUpperCase(), by: 'the administration', meaning: codebook.meaningOf(name), place })
    }
    // A code in the words of a name counts where the book knows it; what else looks like one may be a lot.
    for (const { name, place } of charted.drug.value.text) {
      for (const code of name.slice(0, 300).match(CODE_IN_WORDS) ?? []) {
        const meaning = codebook.meaningOf(code)
        if (meaning && !meaning.isListed)
          named.push({ code: code.toUpperCase(), by: 'the administration', meaning, place })
      }
    }
  }
  if (charges.known) {
    for (const charge of charges.value.filter(({ perhaps }) => perhaps === undefined)) {
      for (const { code } of charge.codes) {
        const meaning = code === undefined ? undefined : codebook.meaningOf(code)
        if (code && meaning) named.push({ code: code.toUpperCase(), by: 'a charge', meaning, place: charge.place })
      }
    }
  }
  if (charted.proposed.known && charted.proposed.value.code) {
    const { code } = charted.proposed.value
    const place = charted.proposed.places[0] ?? { resource: 'request', element: 'proposed.code' }
    named.push({ code: code.toUpperCase(), by: 'the request', meaning: codebook.meaningOf(code), place })
  }
  return known(named, ...named.map(({ place }) => place))
}

const CODE_IN_WORDS = /\b[A-V]\d{4}\b/gi
