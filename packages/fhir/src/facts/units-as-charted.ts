import type { Quantity } from 'fhir/r4'
import { systemOf, UCUM } from '../code-systems.ts'
import { quoted, text } from '../shape.ts'

/** How units are spelt in charts, in lower case, by the UCUM code they mean. @see https://ucum.org/ucum */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  kg: ['kg', 'kgs', 'kilogram', 'kilograms'],
  g: ['g', 'gm', 'gms', 'gram', 'grams'],
  mg: ['mg', 'mgs', 'mgm', 'milligram', 'milligrams'],
  // Both micro signs that Unicode has, U+00B5 and U+03BC.
  ug: ['ug', 'mcg', 'mcgs', '\u00b5g', '\u03bcg', 'microgram', 'micrograms'],
  '[lb_av]': ['lb', 'lbs', 'pound', 'pounds', '[lb_av]', '[lb]'],
  '[oz_av]': ['oz', 'ounce', 'ounces', '[oz_av]'],
  ng: ['ng', 'nanogram', 'nanograms'],
  L: ['l', 'liter', 'liters', 'litre', 'litres'],
  mL: ['ml', 'mls', 'cc', 'ccs', 'cm3', 'milliliter', 'milliliters', 'millilitre', 'millilitres'],
  uL: ['ul', 'mcl', '\u00b5l', '\u03bcl', 'microliter', 'microliters'],
  m2: ['m2', 'm^2', 'm\u00b2'],
  h: ['h', 'hr', 'hrs', 'hour', 'hours'],
  min: ['min', 'mins', 'minute', 'minutes'],
  d: ['d', 'day', 'days'],
  '[IU]': ['iu', '[iu]', 'international unit', 'international units'],
  U: ['u', '[u]', 'unit', 'units'],
  "[USP'U]": ["[usp'u]", 'usp unit', 'usp units'],
  '10*3.[IU]': ['k[iu]', '10*3.[iu]', '10^3.[iu]'],
  '10*6.[IU]': ['10*6.[iu]', '10^6.[iu]', 'million iu', 'million international units'],
  '10*6.U': ['million unit', 'million units'],
  '[PFU]': ['pfu', '[pfu]', 'plaque forming units'],
  '10*6.[PFU]': ['10*6.[pfu]', '10^6.[pfu]', 'million pfu'],
  cm2: ['cm2', 'cm^2', 'cm\u00b2', 'sq cm', 'square centimeter', 'square centimeters'],
  uCi: ['uci', '\u00b5ci', '\u03bcci', 'microcurie', 'microcuries'],
  mCi: ['mci', 'millicurie', 'millicuries'],
  Ci: ['ci', 'curie', 'curies'],
  kBq: ['kbq', 'kilobecquerel', 'kilobecquerels'],
  MBq: ['mbq', 'megabecquerel', 'megabecquerels'],
  GBq: ['gbq', 'gigabecquerel', 'gigabecquerels'],
  mmol: ['mmol', 'millimole', 'millimoles'],
  meq: ['meq', 'milliequivalent', 'milliequivalents'],
  '{tablet}': ['tab', 'tabs', 'tablet', 'tablets'],
  '{capsule}': ['cap', 'caps', 'capsule', 'capsules'],
  '{vial}': ['vial', 'vials'],
  '{syringe}': ['syringe', 'syringes', 'prefilled syringe', 'prefilled syringes'],
  '{ampule}': ['amp', 'amps', 'ampule', 'ampules', 'ampoule', 'ampoules'],
  '{bottle}': ['bottle', 'bottles'],
  '{bag}': ['bag', 'bags'],
  '{container}': ['container', 'containers'],
  '{each}': ['each', 'ea'],
  '{dose}': ['dose', 'doses'],
  '{kit}': ['kit', 'kits'],
  '{implant}': ['implant', 'implants'],
  '{applicator}': ['applicator', 'applicators'],
  // As a person states them of a code that counts containers.
  '{billing unit}': ['billing unit', 'billing units'],
}
const BY_SPELLING = new Map(
  Object.entries(SPELLINGS).flatMap(([unit, all]) => all.map((spelt) => [spelt, unit] as const)),
)

/** Units of which another case is another size: `mBq` is a thousandth, `MBq` a million. Only their words have any case. */
const BY_CASE: ReadonlySet<string> = new Set(['uCi', 'mCi', 'Ci', 'kBq', 'MBq', 'GBq'])

function unitSpelt(written: string): string | undefined {
  const unit = BY_SPELLING.get(written.toLowerCase())
  const isOtherCase = unit !== undefined && written !== unit && written.toLowerCase() === unit.toLowerCase()
  return isOtherCase && BY_CASE.has(unit) ? undefined : unit
}

/** The unit of a charted quantity as UCUM code, or why there is none. */
export type UnitRead =
  | { readonly unit: string }
  | { readonly noUnit: 'absent' | 'contradictory'; readonly says: string }

/**
 * The unit, from its code and from its text: both are read, and where both mean a unit they must mean the same one. A
 * unit that is neither mass nor volume keeps its own code, so that a rule can say that it cannot be converted.
 * @see https://hl7.org/fhir/R4/datatypes.html#Quantity
 */
export function unitOf(quantity: Quantity): UnitRead {
  const code = spelt(text(quantity.code))
  const words = spelt(text(quantity.unit))
  const isUcum = quantity.system === undefined || systemOf(quantity) === UCUM
  const mega = isUcum ? megaIn(text(quantity.code), words) : undefined
  if (mega) return mega
  if (!code && !words) return { noUnit: 'absent', says: 'has no unit' }
  if (!code || !words) return { unit: (code ?? words)?.unit ?? '' }
  if (code.recognised && words.recognised) {
    if (code.unit === words.unit) return { unit: code.unit }
    const says = `has the unit “${quoted(text(quantity.unit) ?? '', 30)}” and the code “${quoted(text(quantity.code) ?? '', 30)}”, which differ`
    return { noUnit: 'contradictory', says }
  }
  if (words.recognised && !isUcum) return { unit: words.unit }
  // Words that mean no unit (`mg of drug`) say nothing against a code that does.
  return { unit: code.recognised || isUcum ? code.unit : words.unit }
}

/** UCUM units of which a capital M makes another unit: a million times the one, where a small m makes a thousandth. */
const MEGA = /^M(?:g|[lL]|mol|eq|m2)$/

/**
 * UCUM tells capitals from small letters: `Mg` is megagram and `ML` megaliter. A code all in capitals is also how UCUM
 * writes milliliter where it tells none apart, so it counts where the unit's own text says the same; any other is not known.
 * @see https://ucum.org/ucum#section-Character-Set-and-Lexical-Rules
 */
function megaIn(code: string | undefined, words: Spelt | undefined): UnitRead | undefined {
  const written = code?.split('/').find((part) => MEGA.test(part.trim()))
  if (code === undefined || written === undefined) return undefined
  const meant = spelt(code)
  if (code === code.toUpperCase() && words?.recognised && words.unit === meant?.unit) return undefined
  const means = `the code “${quoted(code, 30)}”, which in UCUM counts millions (${quoted(written, 10)}, not ${written.replace('M', 'm')})`
  return { noUnit: 'contradictory', says: words ? `has the unit “${words.unit}” and ${means}` : `has ${means}` }
}

interface Spelt {
  readonly unit: string
  readonly recognised: boolean
}

/** A spelling as UCUM: `MCG` is `ug`, `mg/kg` stays, `vial(s)` is `{vial}`. UCUM's `1` means no unit at all. */
function spelt(written: string | undefined): Spelt | undefined {
  if (written === undefined || written === '1') return undefined
  const singular = written.replace(/\(s\)$/i, '').replace(/\.$/, '')
  const bare = singular.replace(/\{[^{}]*\}/g, '')
  const plain = (bare === '' ? singular.replace(/[{}]/g, '') : bare).trim()
  const parts = plain.split('/').map((part) => unitSpelt(part.trim()))
  if (parts.every((part) => part !== undefined)) return { unit: parts.join('/'), recognised: true }
  return { unit: bare === '' ? singular : plain, recognised: false }
}
