import { type BillingUnit, type ListedDrug, unitText, type WhichCode } from '@doseline/codebook'
import { exactText } from '@doseline/dose'
import { FHIR_BASE, NDC, systemOfCode } from '@doseline/fhir'
import type {
  ConceptMap,
  ConceptMapGroup,
  ConceptMapGroupElement,
  ConceptMapGroupElementTarget,
  ConceptMapGroupElementTargetDependsOn,
} from 'fhir/r4'
import { canonical } from '../canonical.ts'
import { CPT_COPYRIGHT, described } from './described.ts'
import { NDC_FORMS, type NdcForm } from './ndc-forms.ts'
import { inParts } from './parts.ts'
import type { SourceFiles } from './source-files.ts'

/** What the rows alone do not say. */
export interface Known {
  /** What decides between the codes of one NDC; undefined where that is not entered. */
  readonly decides: (codes: readonly string[]) => WhichCode | undefined
  /** One unit of a code, with “up to” from its long description. */
  readonly unitOf: (code: string) => BillingUnit | undefined
}

/** One row of the crosswalk, with every code under which its NDC is listed. */
interface Mapped {
  readonly drug: ListedDrug
  readonly codes: readonly string[]
}

/** From NDC to the code that bills it, with the billing units: one map for each form of the NDC, in parts. */
export function* conceptMaps(drugs: readonly ListedDrug[], known: Known, files: SourceFiles): Generator<ConceptMap> {
  const byNdc = [...Map.groupBy(drugs, ({ row }) => row.ndc)]
  for (const form of NDC_FORMS) {
    const written = byNdc.flatMap(([ndc, own]) => form.of(ndc).map((code) => ({ code, own })))
    for (const { entries, number, of } of inParts(written)) {
      const groups = groupsOf(entries, known)
      const title = `${form.title} to the code that bills it, part ${number} of ${of}`
      const says = `${title}: ${entries[0].code} to ${entries.at(-1)?.code}. ${form.says}`
      yield {
        resourceType: 'ConceptMap',
        ...described({
          type: 'ConceptMap',
          ...named(form, number),
          title,
          says,
          file: files.crosswalk,
          version: files.version,
        }),
        sourceCanonical: `${canonical('ValueSet', `${form.id}s`)}|${files.version}`,
        targetCanonical: `${canonical('ValueSet', 'drug-codes')}|${files.version}`,
        ...(groups.length > 1 && { copyright: CPT_COPYRIGHT }),
        group: groups,
      }
    }
  }
}

const named = ({ id }: NdcForm, number: string) => ({ id: `${id}-to-code-${number}` })

interface Written {
  readonly code: string
  readonly own: readonly ListedDrug[]
}

/** A group for each system that codes are of: HCPCS, and CPT for vaccines and immune globulins. */
function groupsOf(written: readonly Written[], known: Known): ConceptMapGroup[] {
  const systems = new Map<string, ConceptMapGroupElement[]>()
  for (const { code, own } of written) {
    const codes = own.map(({ row }) => row.code)
    for (const [system, rows] of Map.groupBy(own, ({ row }) => systemOfCode(row.code))) {
      const target = rows.map((drug) => targetOf({ drug, codes }, known))
      const elements = systems.get(system) ?? []
      elements.push({ code, display: rows[0]?.row.drug ?? code, target })
      systems.set(system, elements)
    }
  }
  return [...systems]
    .toSorted(([one], [other]) => (one < other ? 1 : -1))
    .map(([target, element]) => ({ source: NDC, target, element }))
}

function targetOf({ drug, codes }: Mapped, { decides, unitOf }: Known): ConceptMapGroupElementTarget {
  const { row, units, doubts } = drug
  const unit = doubts.some(({ about }) => about === 'unit') ? drug.unit : unitOf(row.code)
  const which = codes.length > 1 ? decides(codes) : undefined
  const product = [
    ...(unit ? [property('billing-unit', unitText(unit))] : []),
    property('containers-in-package', row.containers),
    ...(units
      ? [
          property('units-in-container', exactText(units.perContainer)),
          property('units-in-package', exactText(units.perPackage)),
        ]
      : []),
  ]
  const holds = which?.codes[row.code]
  return {
    code: row.code,
    // A code bills many NDCs.
    equivalence: 'wider',
    comment: [...sentences(drug, unit), ...severalCodes(codes, which)].join(' '),
    ...(which && holds !== undefined && { dependsOn: [property(which.decidedBy, holds)] }),
    product,
  }
}

const property = (name: string, value: string): ConceptMapGroupElementTargetDependsOn => ({
  property: `${FHIR_BASE}/code-book/${name}`,
  value,
})

/** What a person has to know of the row. */
function sentences({ row, units, roundedUp, says, doubts }: ListedDrug, unit: BillingUnit | undefined): string[] {
  const held = units
    ? `${exactText(units.perContainer)} units a container, ${exactText(units.perPackage)} units the package${roundedUp ? ' (rounded up by CMS)' : ''}.`
    : `No units: ${says ?? 'CMS gives none.'}`
  return [
    ...(unit ? [`One unit is ${unitText(unit)}.`] : [`One unit is “${row.dosage}”, which is not read.`]),
    held,
    ...doubts.map((doubt) => doubt.says),
  ]
}

function severalCodes(codes: readonly string[], which: WhichCode | undefined): string[] {
  if (codes.length === 1) return []
  const listed = codes.join(', ')
  if (!which) return [`CMS lists this NDC under ${listed}; what decides between them is not entered.`]
  const by = codes.map((code) => `${code} (${which.codes[code] ?? 'not entered'})`).join(', ')
  const mark = which.confidence === 'confirmed' ? '' : ' This is unconfirmed.'
  return [`CMS lists this NDC under ${by}; the chart has to say which.${mark}`]
}
