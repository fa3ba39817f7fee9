import type { ListedDrug, ReleaseHead } from '@doseline/codebook'
import { NDC, systemOfCode } from '@doseline/fhir'
import type { ValueSet } from 'fhir/r4'
import { canonical } from '../canonical.ts'
import { CPT_COPYRIGHT, described } from './described.ts'
import { NDC_FORMS, type NdcForm } from './ndc-forms.ts'
import { inParts } from './parts.ts'
import type { SourceFiles } from './source-files.ts'

/** The codes of each file, and one of both: a code that is missing in a file is not therefore not paid. */
export function codeValueSets(
  codes: { readonly crosswalk: readonly string[]; readonly limits: readonly string[] },
  { crosswalk, limits, version }: SourceFiles,
): ValueSet[] {
  const made = (id: string, title: string, file: ReleaseHead, listed: readonly string[]): ValueSet => ({
    resourceType: 'ValueSet',
    ...described({ type: 'ValueSet', id, title, version, file, says: `${title}: ${listed.length} codes.` }),
    copyright: CPT_COPYRIGHT,
    compose: {
      include: [...Map.groupBy(listed, systemOfCode)].map(([system, own]) => ({
        system,
        concept: own.map((code) => ({ code })),
      })),
    },
  })
  const both = [
    made('drug-codes-of-crosswalk', 'Codes that bill a drug in the NDC–HCPCS crosswalk', crosswalk, codes.crosswalk),
    made('drug-codes-of-limits', 'Codes with a Part B payment limit', limits, codes.limits),
  ]
  const title = 'Codes that bill a drug under Medicare Part B'
  const says = `${title}: those of the crosswalk and those of the payment limits. A code that is not listed is not therefore not paid.`
  return [...both, all('drug-codes', { title, says, version, file: crosswalk }, both)]
}

/** The NDCs of the crosswalk in each form, in parts, and one of all parts. */
export function ndcValueSets(drugs: readonly ListedDrug[], { crosswalk, version }: SourceFiles): ValueSet[] {
  const first = [...Map.groupBy(drugs, ({ row }) => row.ndc).values()].flatMap(([drug]) => drug ?? [])
  return NDC_FORMS.flatMap((form) => {
    const concepts = first.flatMap(({ row }) =>
      form.of(row.ndc).map((code) => ({ code, display: `${row.drug} (${row.labeler})` })),
    )
    const parts = inParts(concepts).map(({ entries, number, of }): ValueSet => {
      const title = `${titleOf(form)}, part ${number} of ${of}`
      const says = `${title}: ${entries[0].code} to ${entries.at(-1)?.code}. ${form.says}`
      return {
        resourceType: 'ValueSet',
        ...described({ type: 'ValueSet', id: `${form.id}s-${number}`, title, version, file: crosswalk, says }),
        compose: { include: [{ system: NDC, concept: [...entries] }] },
      }
    })
    const says = `${titleOf(form)}, all ${concepts.length}. ${form.says} An NDC that is not listed is not therefore not paid.`
    return [...parts, all(`${form.id}s`, { title: titleOf(form), says, version, file: crosswalk }, parts)]
  })
}

const titleOf = ({ title }: NdcForm): string => `Drugs of the NDC–HCPCS crosswalk, by ${title}`

/** All codes of several sets. Each stands in an include of its own: what one include names is what all of them have. */
function all(
  id: string,
  { title, says, version, file }: Readonly<Record<'title' | 'says' | 'version', string>> & { file: ReleaseHead },
  sets: readonly ValueSet[],
): ValueSet {
  return {
    resourceType: 'ValueSet',
    ...described({ type: 'ValueSet', id, title, version, says, file }),
    ...(sets.some(({ copyright }) => copyright !== undefined) && { copyright: CPT_COPYRIGHT }),
    compose: {
      include: sets.map((set) => ({ valueSet: [`${canonical('ValueSet', set.id ?? '')}|${version}`] })),
    },
  }
}
