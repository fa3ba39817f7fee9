import type { Codebook, Product, Unlisted } from '@doseline/codebook'
import type { Measure } from '@doseline/contract'
import { type ChartedDose, type Fact, inMeasure, isInjected, known, missing } from '@doseline/dose'
import type { AdministeredProduct, DoseCharge, NamedCode } from '../dose-facts.ts'

/** The product that was given, recognised by its names. */
export function productGiven(charted: ChartedDose, codebook: Codebook): Fact<AdministeredProduct> {
  if (!charted.drug.known) return charted.drug
  const recognised = codebook.recognise(charted.drug.value)
  if ('product' in recognised) {
    return known({ product: asLooked(recognised.product, charted), by: recognised.by }, recognised.named.place)
  }
  const unlisted = unlistedGiven(charted, codebook)
  if (unlisted && 'says' in unlisted) return missing('contradictory', unlisted.says, ...charted.drug.places)
  if (unlisted) {
    const product = { ...unlisted.product, measure: measureCharted(charted, unlisted.product) }
    return known({ product: asLooked(product, charted), by: 'ndc' }, ...charted.drug.places)
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

/**
 * A drug that no list with codes has, where an unclassified code may bill it: what staff inject or infuse, as the chart or FDA's
 * directory says, and what somebody bills with such a code. Of most other drugs that a chart names there is nothing to bill.
 */
function unlistedGiven(charted: ChartedDose, codebook: Codebook): Unlisted | undefined {
  if (!charted.drug.known) return undefined
  const { route } = charted.documentation.known ? charted.documentation.value : {}
  const stated = charted.lookedUp?.known ? charted.lookedUp.value.effectiveCode : undefined
  const named = [stated, ...charted.drug.value.hcpcs.map(({ name }) => name)]
  const isBilledSo = named.some((code) => code !== undefined && codebook.meaningOf(code)?.unclassified)
  return isBilledSo || (route !== undefined && isInjected(route)) ? codebook.unlisted(charted.drug.value) : undefined
}

/** Nothing but the chart says what such a drug is counted in. */
function measureCharted({ dose, doseStated }: ChartedDose, { measure }: Product): Measure {
  const counted = [doseStated, dose].flatMap((each) => (each?.known ? [each.value] : []))[0]
  return (counted && COUNTED.find((each) => inMeasure(counted, each) !== undefined)) ?? measure
}

const COUNTED = ['mg', 'mL', 'unit', 'IU', 'USP unit', 'mEq', 'microcurie'] as const satisfies readonly Measure[]

/** Whether the drug is one that no product of the code book could be: nothing more can be said of its dose. */
export function isOutsideTheBook(charted: ChartedDose, codebook: Codebook): boolean {
  if (!charted.drug.known) return false
  const recognised = codebook.recognise(charted.drug.value)
  const isUnknown = 'noProduct' in recognised && recognised.noProduct === 'not supported'
  return isUnknown && unlistedGiven(charted, codebook) === undefined
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
  if (charted.codesBeside?.known) {
    for (const { code, by, place } of charted.codesBeside.value) {
      const meaning = codebook.meaningOf(code)
      // A request or a task of the day may be for another drug of the crosswalk; the others are of this dose.
      const isOfTheDose = by !== 'a request' && by !== 'a task'
      if (meaning && (isOfTheDose || !meaning.isListed)) named.push({ code, by, meaning, place })
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
