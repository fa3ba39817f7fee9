import type { Code, DrugNames, ExistingCharge } from '@doseline/dose'
import type { CodeableConcept, Extension } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { CPT, HCPCS, systemOfCode } from '../code-systems.ts'
import { codesFrom } from '../concepts.ts'
import { type Extensible, extensionsEnding } from '../extensions.ts'
import { list, quoted, text } from '../shape.ts'
import type { NameCollector } from './name-collector.ts'

/** What a charge is known by. */
export type KnownAs = Pick<ExistingCharge, 'codes' | 'drug' | 'knownBy'> & {
  /** Modifiers that were written behind a code: `J0897-JZ`. */
  readonly written: readonly string[]
}

/** A code of HCPCS or CPT, by itself or with modifiers behind it. */
const PROCEDURE = /^([A-Z]\d{4}|\d{4}[0-9FTU])((?:[-: ]?[A-Z0-9]{2}){0,4})$/i

/**
 * The codes and the drug of a charge. `own` are the site’s codes that its file maps to HCPCS or CPT; a code that is
 * neither, nor mapped, says nothing of what was charged, unless the charge names what was `dispensed`.
 */
export function knownAs(
  concepts: readonly CodeableConcept[],
  drugs: NameCollector,
  own: Readonly<Record<string, string>>,
  dispensed?: NameCollector,
): KnownAs {
  const found = concepts.flatMap(codesFrom)
  const all = [...found, ...found.flatMap((code) => mapped(code, own))]
  const procedures = all.flatMap((code) => procedureIn(code) ?? [])
  // What a biller knows a charge by comes first.
  const codes = [...procedures.map(({ code }) => code), ...all.filter((code) => !procedureIn(code))]
  const named = drugs.found ? drugs.names : undefined
  const says = procedures.length > 0 || (named !== undefined && hasCode(named))
  // A code that says nothing, on a charge of what was dispensed, charges the drug that was dispensed.
  const drug = !says && dispensed?.found ? dispensed.names : named
  const isRead = says || drug !== named
  return {
    codes,
    ...(drug && { drug }),
    ...(isRead ? {} : { knownBy: shown(codes, drugs.problems) }),
    written: procedures.flatMap(({ modifiers }) => modifiers),
  }
}

/** Systems of EHRs that hold codes of HCPCS or CPT under a name of their own, such as Oracle’s `BillCodes-HCPCS`. */
const OWN_NAME = /(hcpcs|cpt)/i

/** The code of HCPCS or CPT that a coding holds; one under another name, or none, counts where it looks like one. */
function procedureIn(coding: Code): { readonly code: Code; readonly modifiers: readonly string[] } | undefined {
  const { system, code } = coding
  const isOfTheirs = system === undefined || system === HCPCS || system === CPT || OWN_NAME.test(system.slice(0, 300))
  const parts = isOfTheirs && code !== undefined ? PROCEDURE.exec(code) : null
  if (!parts) return undefined
  const [, bare = '', behind = ''] = parts
  const modifiers = behind.toUpperCase().match(/[A-Z0-9]{2}/g) ?? []
  return { code: { ...coding, code: bare }, modifiers }
}

const hasCode = ({ ndc, rxnorm }: DrugNames): boolean => ndc.length > 0 || rxnorm.length > 0

function mapped(written: Code, own: Readonly<Record<string, string>>): Code[] {
  if (written.code === undefined || procedureIn(written) || !Object.hasOwn(own, written.code)) return []
  const code = own[written.code] ?? ''
  return [{ system: systemOfCode(code), code }]
}

function shown(codes: readonly Code[], problems: readonly string[]): string {
  const [first] = codes
  if (first?.code) return `the code ${quoted(first.code, 40)}`
  if (first?.display) return `the words “${quoted(first.display, 60)}”`
  return problems.some((says) => says.startsWith('NDC')) ? 'an NDC that cannot be read' : 'no code'
}

/** Every concept or coding that an extension holds, itself or in its parts: vendors nest them differently. */
export function conceptsIn(extensions: readonly Extension[]): readonly CodeableConcept[] {
  return extensions.flatMap((extension): readonly CodeableConcept[] => {
    const { valueCodeableConcept, valueCoding } = extension
    const itself = [valueCodeableConcept, ...(valueCoding ? [{ coding: [valueCoding] }] : [])]
    return [...itself.filter((concept) => concept !== undefined), ...conceptsIn(list(extension.extension))]
  })
}

/**
 * The drug names of a charge’s extensions: our own NDC, and Oracle Health’s `national-drug-product`, which holds a concept
 * itself or in its parts.
 */
export function addDrugExtensions(names: NameCollector, holder: Extensible, key: string): void {
  for (const ending of ['/billed-ndc', '/national-drug-product']) {
    for (const concept of conceptsIn(extensionsEnding(holder, ending))) {
      names.addConcept(concept, { resource: key, element: `extension('${ending.slice(1)}')` })
    }
  }
}

/** Adds the drug of a product that is referred to by reference. */
export function addProduct(names: NameCollector, chart: Chart, product: string | undefined): void {
  const found = product === undefined ? undefined : chart.resources.get(product)
  if (found?.resourceType !== 'Medication' && found?.resourceType !== 'Substance') return
  names.addConcept(found.code, { resource: text(product) ?? '', element: 'code' })
}
