import type { ChargeItem } from 'fhir/r4'
import type { Chart } from '../../chart.ts'
import { CPT, systemOfCode } from '../../code-systems.ts'
import { chargedModifiers } from '../../facts/charged-modifiers.ts'
import { keyOf } from '../../references.ts'
import { list, text } from '../../shape.ts'
import type { JudgedDose, WriteBackInput } from '../../write-back-request.ts'
import { marksOf } from '../resources/book.ts'
import { isVoid, type Ours, ourCharges } from './ours.ts'

/** A charge of ours in the chart, and what it has to do with the doses of the visit. */
export interface OurCharge extends Ours<ChargeItem> {
  /** What it bills for; see {@link kindOf}. */
  readonly kind: string
  /** In a few words, modifiers and all. */
  readonly words: string
  readonly isVoid: boolean
  /** The doses it bills, by key; undefined for a reference that leads to nothing in the chart. */
  readonly doses: readonly (string | undefined)[]
  /** Those of them that were judged. */
  readonly judged: readonly JudgedDose[]
  /** True where it bills a dose that is asked about. */
  readonly isAskedAbout: boolean
  /** True where it bills a dose of the visit that is not asked about. */
  readonly billsAnother: boolean
  /** True for a charge of the encounter whose doses are all gone from the chart: no screen shows them. */
  readonly isOrphan: boolean
}

/** Our charges under the book of the write-back, oldest first. */
export const ourChargesFor = (input: WriteBackInput, chart: Chart): readonly OurCharge[] =>
  ourCharges(chart, marksOf(input).chargeSystem).map((charge) => ourCharge(charge, input, chart))

function ourCharge(charge: Ours<ChargeItem>, input: WriteBackInput, chart: Chart): OurCharge {
  const { resource } = charge
  const code = text(resource.code?.coding?.[0]?.code)
  const doses = list(resource.service).map((service) => keyOf(chart, service))
  const judged = input.doses.filter(({ administration }) => doses.includes(administration))
  const billsAnother = judged.some(({ administration }) => !input.about.includes(administration))
  const isOfEncounter = input.encounter !== undefined && keyOf(chart, resource.context) === input.encounter
  return {
    ...charge,
    kind: kindOf(code, chargedModifiers(resource)),
    words: text(resource.code?.text) ?? charge.key,
    isVoid: isVoid(charge),
    doses,
    judged,
    isAskedAbout: input.about.some((dose) => doses.includes(dose)),
    billsAnother,
    isOrphan: isOfEncounter && !billsAnother && !doses.some((dose) => dose !== undefined && chart.resources.has(dose)),
  }
}

/** What a charge bills for: an administration by its own code; of a drug, what was given or what was discarded. */
export function kindOf(code: string | undefined, modifiers: readonly string[]): string {
  if (code !== undefined && systemOfCode(code) === CPT) return code
  return modifiers.includes('JW') ? 'discarded drug' : 'drug'
}
