import type { Code, DrugNames } from '@doseline/dose'
import type { Recognition, ResultKind } from './edition.ts'
import { contains, words } from './names.ts'
import type { BookData } from './schema.ts'

const LOINC = 'http://loinc.org'

/** Builds the recogniser of results: by LOINC code, else by the words of their name. */
export function resultRecogniser(results: BookData['results']) {
  const kinds = Object.entries(results).map(([id, { label, loinc, words: names }]) => ({
    kind: { id, label } satisfies ResultKind,
    loinc: new Set(loinc),
    names: names.map(words),
  }))
  return function resultOf(codes: readonly Code[]): ResultKind | undefined {
    const coded = kinds.find(({ loinc }) => codes.some(({ system, code }) => system === LOINC && loinc.has(code ?? '')))
    if (coded) return coded.kind
    const shown = codes.flatMap(({ display }) => (display ? [words(display)] : []))
    return kinds.find(({ names }) => names.some((name) => shown.some((text) => contains(text, name))))?.kind
  }
}

/** Builds the recogniser of treatments: the product a drug is, and the classes its name belongs to. */
export function treatmentRecogniser(
  { treatments, products }: Pick<BookData, 'treatments' | 'products'>,
  recognise: (drug: DrugNames) => Recognition,
) {
  const classes = Object.entries(treatments).map(([id, { names, groups }]) => ({ id, names: names.map(words), groups }))
  return function treatmentsOf(drug: DrugNames): readonly string[] {
    const recognised = recognise(drug)
    const product = 'product' in recognised ? recognised.product : undefined
    const group = product && products[product.id]?.group
    const shown = drug.text.map(({ name }) => words(name))
    const named = classes.filter(
      ({ names, groups }) =>
        (group !== undefined && groups.includes(group)) ||
        names.some((name) => shown.some((text) => contains(text, name))),
    )
    return [...(product ? [product.id] : []), ...named.map(({ id }) => id)]
  }
}
