import {
  type Exact,
  exact,
  exactly,
  type Fact,
  inMg,
  inMl,
  known,
  missing,
  type Quantity,
  readableText,
} from '@doseline/dose'
import type { MedicationAdministrationDosage } from 'fhir/r4'
import { absentBecause } from '../extensions.ts'
import { isObject, list, quoted, text } from '../shape.ts'
import { minutesCharted } from './minutes.ts'
import { quantityFrom, showsQuantity } from './quantity.ts'
import { rateOf, showsRate } from './rate.ts'
import { placeOn, type Reading } from './reading.ts'
import { unitOf } from './units-as-charted.ts'

/**
 * The dose given, as charted: never read out of a sentence, but a sentence that states another amount contradicts it.
 * Without a dose, a rate of mass by the time it ran; a rate of volume says nothing, because what was infused is diluted.
 * @see https://hl7.org/fhir/R4/medicationadministration-definitions.html#MedicationAdministration.dosage.dose
 */
export function doseGiven(reading: Reading): Fact<Quantity> {
  const [dosage, ...others] = list(reading.given.dosage)
  const place = placeOn(reading, 'dosage.dose')
  if (others.length > 0) return missing('contradictory', 'The administration has more than one dosage.', place)
  if (isObject(dosage?.dose)) {
    const absent = dosage.dose.value === undefined ? absentBecause(dosage.dose) : undefined
    if (absent) return missing('not-recorded', `The chart says that the dose is absent (${absent}).`, place)
    const charted = quantityFrom(dosage.dose, { noun: 'The dose' }, place)
    return unlessTheRateSays(unlessTheTextSays(charted, dosage, reading), dosage, reading)
  }
  const byRate = massByRate(reading, dosage)
  if (byRate) return byRate
  return missing('not-recorded', whyNoDose(reading, dosage), place)
}

function whyNoDose({ given }: Reading, dosage: MedicationAdministrationDosage | undefined): string {
  const rate = showsRate(dosage)
  if (rate) {
    const { start, end } = given.effectivePeriod ?? {}
    const during = start && end ? ` from ${start} to ${end}` : ''
    return `The chart gives a rate (${rate}${during}) and no dose; confirm the amount given.`
  }
  const words = text(dosage?.text)
  if (words) return `The dose is charted as text only: “${quoted(words)}”.`
  return 'The administration does not say how much was given.'
}

/** The rate by the minutes it ran; undefined where either is not charted, or the rate is no mass for a time. */
function massByRate(reading: Reading, dosage: MedicationAdministrationDosage | undefined): Fact<Quantity> | undefined {
  const minutes = minutesCharted(reading)
  const place = placeOn(reading, 'dosage.rate')
  const rate = minutes.known ? rateOf(dosage, place) : undefined
  if (!rate || !minutes.known) return undefined
  const value = rate.value.mul(exactly(minutes.value)).div(rate.minutes)
  const shows = `${showsRate(dosage)} for ${minutes.value} minutes`
  return known({ value, unit: rate.unit }, { ...place, shows }, ...minutes.places)
}

/** The dose, unless the rate by the minutes it ran makes another amount, by more than a tenth of it. */
function unlessTheRateSays(
  dose: Fact<Quantity>,
  dosage: MedicationAdministrationDosage,
  reading: Reading,
): Fact<Quantity> {
  const mass = dose.known ? inMg(dose.value) : undefined
  const byRate = mass && massByRate(reading, dosage)
  const run = byRate?.known ? inMg(byRate.value) : undefined
  if (!mass || !run || !byRate?.known) return dose
  const apart = run.gt(mass) ? run.sub(mass) : mass.sub(run)
  if (apart.mul(exactly(10)).lte(mass)) return dose
  const says = `The dose is charted as ${showsQuantity(dosage.dose ?? {})}, and ${byRate.places[0]?.shows ?? 'its rate'} would be ${readableText(run)} mg; confirm the amount given.`
  return missing('contradictory', says, ...dose.places, ...byRate.places)
}

/** Amounts of mass in a sentence: not a strength (`60 mg/mL`) and not a dose by weight (`4 mg/kg`). */
const MASS_IN_TEXT = /(?<![\d.,/])(\d{1,9}(?:\.\d{1,6})?) ?(mg|mcg|g)\b(?!\s{0,2}\/|\s{0,2}per\b)/gi

/** The dose, unless its text states only other amounts. */
function unlessTheTextSays(
  dose: Fact<Quantity>,
  dosage: MedicationAdministrationDosage,
  reading: Reading,
): Fact<Quantity> {
  const mass = dose.known ? inMg(dose.value) : undefined
  const words = text(dosage.text)
  if (!dose.known || words === undefined) return dose
  const bare = /^\s*\d{1,9}(\.\d{1,6})?\s*$/.test(words) ? exact(words.trim()) : undefined
  if (bare && !bare.equals(dose.value.value)) return textSays(dose, dosage, reading)
  // A volume in a text is also that of a bag, or of a strength.
  if (!mass && inMl(dose.value)) return dose
  if (!mass) {
    const stated = inTheUnit(words.slice(0, 500), dose.value.unit)
    const isStated = stated.length === 0 || stated.some((amount) => amount.equals(dose.value.value))
    return isStated ? dose : textSays(dose, dosage, reading)
  }
  const said = [...words.slice(0, 500).matchAll(MASS_IN_TEXT)].flatMap(([, number = '', unit = '']) => {
    const value = exact(number)
    return value ? (inMg({ value, unit: unit.toLowerCase() === 'mcg' ? 'ug' : unit.toLowerCase() }) ?? []) : []
  })
  if (said.length === 0 || said.some((amount) => amount.equals(mass))) return dose
  return textSays(dose, dosage, reading)
}

/** Amounts in the unit of the dose, where that is no mass: `2,000 units`, `20 mEq`. */
const AMOUNT_IN_TEXT =
  /(?<![\d.,/])(\d{1,3}(?:,\d{3}){1,3}|\d{1,9})(\.\d{1,6})? ?([a-z\u00b5\u03bc]{1,15}(?: (?:units?|cm))?|cm\u00b2)(?![a-z])(?!\s{0,2}\/|\s{0,2}per\b)/gi

function inTheUnit(words: string, unit: string): readonly Exact[] {
  return [...words.matchAll(AMOUNT_IN_TEXT)].flatMap(([, whole = '', part = '', spelt = '']) => {
    const read = [spelt, spelt.split(' ')[0] ?? ''].map((each) => unitOf({ unit: each }))
    const isOfIt = read.some((each) => 'unit' in each && each.unit === unit)
    return (isOfIt && exact(`${whole.replaceAll(',', '')}${part}`)) || []
  })
}

function textSays(dose: Fact<Quantity>, dosage: MedicationAdministrationDosage, reading: Reading): Fact<Quantity> {
  const words = text(dosage.text) ?? ''
  const says = `The dose is charted as ${showsQuantity(dosage.dose ?? {})}, and its text says “${quoted(words)}”.`
  return missing('contradictory', says, ...dose.places, placeOn(reading, 'dosage.text', quoted(words)))
}
