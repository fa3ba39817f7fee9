import type { Measure } from '@doseline/contract'
import { type Exact, exact, exactly } from '@doseline/dose'
import { words } from './names.ts'
import type { BillingUnit, Measure as CmsMeasure } from './releases/billing-unit.ts'
import type { ListedDrug } from './releases/releases.ts'

/** What a code counts: the measure of its unit, and how much of it one unit is. */
export interface Counted {
  readonly measure: Measure
  readonly amount: Exact
  /** Why a charted amount may be another one than the code counts, as the end of a sentence: then a person states it. */
  readonly orElse?: string
}

const ONE = exactly(1)

/** Each measure of CMS's dosage texts as amounts are counted here, with how much of it one is. */
const COUNTED: Readonly<Record<CmsMeasure, readonly [Measure, Exact]>> = {
  mg: ['mg', ONE],
  mcg: ['mg', exactly('0.001')],
  gm: ['mg', exactly(1000)],
  ml: ['mL', ONE],
  unit: ['unit', ONE],
  iu: ['IU', ONE],
  'usp unit': ['USP unit', ONE],
  meq: ['mEq', ONE],
  'sq cm': ['cm²', ONE],
  microcurie: ['microcurie', ONE],
  'million pfu': ['million PFU', ONE],
}

/** What is counted once for each administration, and what once for each container. */
const BY_DOSE: ReadonlySet<string> = new Set(['dose', 'therapeutic dose', 'infusion', 'administration'])

/**
 * What a unit counts, as its dosage text and the long description of its code say together; undefined where the description
 * speaks of another amount than the text.
 */
export function countedBy(unit: BillingUnit, description: string): Counted | undefined {
  const [part, second] = unit.parts
  if (unit.kind !== 'amount' || second) {
    const orElse = unit.kind === 'bounded' ? `is for an amount or a time within a bound (${unit.note})` : undefined
    return {
      measure: BY_DOSE.has(part.of) ? 'dose' : 'billing unit',
      amount: ONE,
      ...(orElse !== undefined && { orElse }),
    }
  }
  const [named, times] = COUNTED[part.of as CmsMeasure]
  const measure = named === 'unit' ? unitsOf(description) : named
  const amount = times.mul(part.amount)
  const described = amountsIn(description, measure)
  const others = described.filter((each) => !each.equals(amount))
  const orElse =
    isTheirSum(amount, others) || isTheirSum(amount, amountsIn(unit.note ?? '', measure))
      ? `counts two drugs together (${unit.note ?? description})`
      : FACTORS.test(`${description} ${unit.note ?? ''}`)
        ? 'counts units of one factor, and a vial is labeled in those of another as well'
        : undefined
  if (orElse === undefined && others.length > 0 && !isOtherMeasure(unit)) {
    // It names its own amount and another one: a second drug, or what the vial holds. Whole vials are certain.
    return described.length > others.length ? { measure: 'billing unit', amount: ONE } : undefined
  }
  return { measure, amount, ...(orElse !== undefined && { orElse }) }
}

/** What a volume holds, and the same amount in another unit, stand in a note of their own. */
const isOtherMeasure = ({ parts: [part], note }: BillingUnit): boolean => part.of === 'ml' && note !== undefined

/** The von Willebrand complex: its vials are labeled in units of ristocetin cofactor and in units of factor VIII. */
const FACTORS = /\b(?:vwf|willebrand)\b|per factor viii/i

const isTheirSum = (whole: Exact, parts: readonly Exact[]): boolean =>
  parts.length > 1 && parts.reduce((sum, part) => sum.add(part)).equals(whole)

/** “Units” in a dosage text are those that the description names. */
const unitsOf = (description: string): Measure =>
  /\b(?:iu|i\.u\.|international units?)(?![a-z])/i.test(description)
    ? 'IU'
    : /\busp units?\b/i.test(description)
      ? 'USP unit'
      : 'unit'

const AMOUNT =
  /(\d{1,7}(?:,\d{3}){0,2}(?:\.\d{1,4})?) ?(mg|milligrams?|mcg|micrograms?|gm?|grams?|ml|cc|usp units?|international units?|units?|iu|i\.u\.|meq|sq\.? ?cm)(?![a-z])/gi

const POTENCY: ReadonlySet<Measure> = new Set(['unit', 'IU', 'USP unit'])

/** Amounts of a measure in a description. `500 ml = 1 unit` states what one unit is, not a potency. */
function amountsIn(text: string, measure: Measure): readonly Exact[] {
  return [...text.matchAll(AMOUNT)].flatMap(([, number = '', word = '']) => {
    const [is, times] = COUNTED[cmsMeasure(word.toLowerCase())]
    const isSame = is === measure || (POTENCY.has(is) && POTENCY.has(measure))
    const stated = exact(number.replaceAll(',', ''))
    return isSame && stated ? [stated.mul(times)] : []
  })
}

function cmsMeasure(word: string): CmsMeasure {
  if (/^(?:mcg|micro)/.test(word)) return 'mcg'
  if (/^(?:mg|milli)/.test(word)) return 'mg'
  if (/^g/.test(word)) return 'gm'
  if (/^(?:ml|cc)/.test(word)) return 'ml'
  if (/^meq/.test(word)) return 'meq'
  if (/^sq/.test(word)) return 'sq cm'
  return 'unit'
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
export function contentOf({ row, unit, units, doubts }: ListedDrug, one: Exact, isUpTo: boolean): Exact | undefined {
  if (
    !units ||
    !unit ||
    isUpTo ||
    doubts.some(({ about }) => about !== 'volume') ||
    /\.\d*[1-9]\d|\.\d[1-9]/.test(row.perContainer)
  )
    return undefined
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
