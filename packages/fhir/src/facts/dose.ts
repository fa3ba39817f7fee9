import { type Fact, missing, type Quantity } from '@doseline/dose'
import type { MedicationAdministrationDosage } from 'fhir/r4'
import { absentBecause } from '../extensions.ts'
import { isObject, list, quoted, text } from '../shape.ts'
import { quantityFrom, showsQuantity } from './quantity.ts'
import { placeOn, type Reading } from './reading.ts'

/**
 * The dose given, as charted: never worked out from a rate or read out of a sentence.
 * @see https://hl7.org/fhir/R4/medicationadministration-definitions.html#MedicationAdministration.dosage.dose
 */
export function doseGiven(reading: Reading): Fact<Quantity> {
  const [dosage, ...others] = list(reading.given.dosage)
  const place = placeOn(reading, 'dosage.dose')
  if (others.length > 0) return missing('contradictory', 'The administration has more than one dosage.', place)
  if (isObject(dosage?.dose)) {
    const absent = dosage.dose.value === undefined ? absentBecause(dosage.dose) : undefined
    if (absent) return missing('not-recorded', `The chart says that the dose is absent (${absent}).`, place)
    return quantityFrom(dosage.dose, { noun: 'The dose' }, place)
  }
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

function showsRate(dosage: MedicationAdministrationDosage | undefined): string | undefined {
  if (isObject(dosage?.rateQuantity)) return showsQuantity(dosage.rateQuantity)
  if (!isObject(dosage?.rateRatio)) return undefined
  const { numerator, denominator } = dosage.rateRatio
  return `${showsQuantity(numerator ?? {})} per ${showsQuantity(denominator ?? {})}`
}
