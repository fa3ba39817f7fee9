import { type Exact, exactly, inMg, type Place, type Quantity } from '@doseline/dose'
import type { MedicationAdministrationDosage } from 'fhir/r4'
import { isObject } from '../shape.ts'
import { quantityFrom, showsQuantity } from './quantity.ts'

const MINUTES: Readonly<Record<string, number>> = { min: 1, h: 60, d: 1440 }

/** A rate of mass: so much in so many minutes. */
export interface Rate extends Quantity {
  /** The time of which it is the rate. */
  readonly minutes: Exact
}

/** The rate of mass that a dosage charts; undefined where it charts none: a volume is diluted and says nothing. */
export function rateOf(dosage: MedicationAdministrationDosage | undefined, place: Place): Rate | undefined {
  const noun = { noun: 'The rate' }
  if (isObject(dosage?.rateRatio)) {
    const { numerator, denominator } = dosage.rateRatio
    const amount = quantityFrom(numerator ?? {}, noun, place)
    const time = quantityFrom(denominator ?? {}, noun, place)
    const minutes = time.known ? MINUTES[time.value.unit] : undefined
    if (!amount.known || !time.known || minutes === undefined || !inMg(amount.value)) return undefined
    return { ...amount.value, minutes: time.value.value.mul(exactly(minutes)) }
  }
  if (!isObject(dosage?.rateQuantity)) return undefined
  const read = quantityFrom(dosage.rateQuantity, noun, place)
  const [unit = '', per = '', ...more] = read.known ? read.value.unit.split('/') : []
  const minutes = MINUTES[per]
  if (!read.known || minutes === undefined || more.length > 0 || !inMg({ ...read.value, unit })) return undefined
  return { value: read.value.value, unit, minutes: exactly(minutes) }
}

/** A rate as it is charted: `22 mg/h`, `88 mg per 4 h`. */
export function showsRate(dosage: MedicationAdministrationDosage | undefined): string | undefined {
  if (isObject(dosage?.rateQuantity)) return showsQuantity(dosage.rateQuantity)
  if (!isObject(dosage?.rateRatio)) return undefined
  const { numerator, denominator } = dosage.rateRatio
  return `${showsQuantity(numerator ?? {})} per ${showsQuantity(denominator ?? {})}`
}
