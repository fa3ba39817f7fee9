import type { BookData } from '@doseline/codebook'
import type { ValueSet, ValueSetComposeInclude } from 'fhir/r4'
import { about } from './canonical.ts'

const ICD_10_CM = 'http://hl7.org/fhir/sid/icd-10-cm'
const NDC = 'http://hl7.org/fhir/sid/ndc'
const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm'

/** What supports each group of products, and the drug codes by which its products are recognized. */
export function valueSets({ groups, products }: BookData): ValueSet[] {
  return Object.entries(groups).flatMap(([group, { label, indications }]) => {
    const own = Object.values(products).filter((product) => product.group === group)
    const list = indications.at(-1)?.list ?? []
    const stems = [...new Set(list.flatMap(({ anyOf, with: second }) => [...anyOf, ...second]))]
    return [
      ...set(`${group}-diagnoses`, `Diagnoses that speak for ${label}`, diagnoses(stems)),
      ...set(`${group}-products`, `Drug codes of ${label}`, [
        ...codes(
          NDC,
          own.flatMap(({ ndc }) => ndc),
        ),
        ...codes(
          RXNORM,
          own.flatMap(({ rxnorm }) => rxnorm),
        ),
      ]),
    ]
  })
}

function set(id: string, title: string, include: ValueSetComposeInclude[]): ValueSet[] {
  if (include.length === 0) return []
  return [{ resourceType: 'ValueSet', ...about('ValueSet', id, title), compose: { include } }]
}

/** Single codes by name; a stem as everything that is below it. */
function diagnoses(stems: readonly string[]): ValueSetComposeInclude[] {
  const single = stems.filter((stem) => !stem.endsWith('-'))
  const below = stems.filter((stem) => stem.endsWith('-')).map((stem) => stem.slice(0, -1).replace(/\.$/, ''))
  return [
    ...codes(ICD_10_CM, single),
    ...below.map((value) => ({
      system: ICD_10_CM,
      filter: [{ property: 'concept', op: 'descendent-of' as const, value }],
    })),
  ]
}

function codes(system: string, values: readonly string[]): ValueSetComposeInclude[] {
  return values.length === 0 ? [] : [{ system, concept: values.map((code) => ({ code })) }]
}
