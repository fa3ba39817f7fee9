import { type Exact, exact, exactly } from '@doseline/dose'
import { words } from './names.ts'
import type { BillingUnit } from './releases/billing-unit.ts'
import type { ListedDrug } from './releases/releases.ts'

/** Milligrams of each measure of mass that CMS counts by. */
const MG: Readonly<Record<string, Exact>> = { mg: exactly(1), mcg: exactly('0.001'), gm: exactly(1000) }

/** Milligrams of one unit; undefined for a unit that is no mass, a pair of masses, or one of which a note says more. */
export function unitInMg(unit: BillingUnit | undefined): Exact | undefined {
  const [part, ...others] = unit?.parts ?? []
  if (unit?.kind !== 'amount' || !part || others.length > 0 || unit.note !== undefined) return undefined
  return MG[part.of]?.mul(part.amount)
}

const MASS = /(\d{1,7}(?:,\d{3})?(?:\.\d{1,4})?) ?(mg|milligrams?|mcg|micrograms?|gm?|grams?)\b/gi
const WRITTEN: Readonly<Record<string, string>> = { mi: 'mg', mg: 'mg', mc: 'mcg', g: 'gm', gm: 'gm', gr: 'gm' }

/** Whether a long description states another mass than the unit, or a second one: then a part of what is given is counted. */
export function describesAnother(description: string, oneMg: Exact): boolean {
  return [...description.matchAll(MASS)].some(([, number = '', of = '']) => {
    const measure = /^micro/i.test(of) ? 'mcg' : WRITTEN[of.toLowerCase().slice(0, 2)]
    const stated = exact(number.replaceAll(',', ''))?.mul(MG[measure ?? ''] ?? 1)
    return stated !== undefined && !stated.equals(oneMg)
  })
}

/** Codes of what is swallowed, inhaled or taken home, as HCPCS orders them: no service of a clinic. */
const NOT_OF_A_CLINIC = /^(?:J8|J75|J76|Q016|Q017|Q018)/
const SAYS_SO = /\b(?:oral|inhalation|nebulizer|dme|fda-approved final product)\b/i

/** Whether a code is of what is given otherwise than into the patient by staff. */
export const isNotOfAClinic = (code: string, description: string): boolean =>
  NOT_OF_A_CLINIC.test(code) || SAYS_SO.test(description)

/**
 * What one container holds, where CMS's units say it exactly: they are given to two decimals, so that one that uses both may
 * have been rounded, a container of an “up to” code is one unit whatever it holds, and a row that the file itself speaks
 * against says nothing.
 */
export function contentOf({ row, unit, units, doubts }: ListedDrug, isUpTo: boolean): Exact | undefined {
  const one = unitInMg(unit)
  if (!units || !one || isUpTo || doubts.length > 0 || /\.\d*[1-9]\d|\.\d[1-9]/.test(row.perContainer)) return undefined
  return units.perContainer.mul(one)
}

/** `pembrolizumab` of `Injection, pembrolizumab, 1 mg`. */
export function genericIn(description: string | undefined): string | undefined {
  const [way = '', drug = ''] = description?.split(',') ?? []
  return /^(injection|infusion)$/i.test(way.trim()) && drug.trim() !== '' ? drug.trim() : undefined
}

/**
 * The word that tells a molecule: the first of its name, without the suffix of a biosimilar. Codes of one molecule by different
 * labelers share it, where HCPCS or the crosswalk names the molecule.
 */
export const moleculeIn = (name: string): string => (words(name)[0] ?? name.toLowerCase()).replace(/-[a-z]{4}$/, '')

/** Words of a name that do not tell a drug from another: salts, classes, forms. */
export const TELLS_NOTHING: ReadonlySet<string> = new Set(
  'dextrose saline water ringers lactated premix bag intravenous subcutaneous intramuscular single dose multi syringe prefilled pen preservative free hcl hydrochloride sulfate sodium disodium phosphate acetate chloride citrate tartrate succinate mesylate calcium potassium magnesium acid iron human immune globulin injection infusion solution powder vial liposomal liposome kit with and for not otherwise specified nos per unit units'.split(
    ' ',
  ),
)

/** Words that tell a drug. */
export const tellingWords = (name: string): readonly string[] =>
  words(name).filter((word) => word.length >= TELLING && !TELLS_NOTHING.has(word) && !/\d/.test(word))

const TELLING = 4
