import { type CalendarDate, daysBetween, type Exact, exact, exactText } from '@doseline/dose'
import type { MedicationAdministration, MedicationRequest, Quantity, Ratio } from 'fhir/r4'
import { ofPatient } from '../chart-index.ts'
import { isNothing, list, text } from '../shape.ts'
import { isOfOneDrug } from './own-stock.ts'
import type { Reading } from './reading.ts'
import { spanOfDays } from './span-of-days.ts'

/**
 * Why the amount that was given is not within what an order allows: more than the most at once or in a period, outside a
 * range, or at another rate where the rate alone says how much it was. An amount in another unit cannot be compared. Whole
 * sentences.
 * @see https://hl7.org/fhir/R4/dosage.html#Dosage
 */
export function againstItsLimits(reading: Reading, key: string, order: MedicationRequest): readonly string[] {
  const dose = amountOf(reading.given.dosage?.dose)
  const directions = list(order.dosageInstruction)
  if (dose === undefined) return directions.flatMap((each) => atAnotherRate(reading, key, list(each.doseAndRate)))
  return directions.flatMap(({ maxDosePerAdministration, maxDosePerPeriod, doseAndRate }) => [
    ...atMost(key, dose, maxDosePerAdministration),
    ...list<Ratio>(maxDosePerPeriod).flatMap((most) => inItsPeriod(reading, key, { dose, most })),
    ...list(doseAndRate).flatMap(({ doseRange }) => [
      ...atMost(key, dose, doseRange?.high),
      ...atLeast(key, dose, doseRange?.low),
    ]),
  ])
}

interface Amount {
  readonly value: Exact
  readonly unit: string
}

function amountOf(quantity: Quantity | undefined): Amount | undefined {
  const written: unknown = quantity?.value
  const value = typeof written === 'number' || typeof written === 'string' ? exact(written) : undefined
  const unit = text(quantity?.code) ?? text(quantity?.unit)
  return value === undefined || unit === undefined ? undefined : { value, unit }
}

const shown = ({ value, unit }: Amount): string => `${exactText(value)} ${unit}`

function atMost(key: string, dose: Amount, written: Quantity | undefined): readonly string[] {
  if (isNothing(written)) return []
  const most = amountOf(written)
  if (most === undefined || most.unit !== dose.unit)
    return [`${key} orders no more at once than an amount that cannot be compared with the ${shown(dose)} given.`]
  return dose.value.compare(most.value) > 0
    ? [`${key} orders no more than ${shown(most)} at once, and ${shown(dose)} was given.`]
    : []
}

function atLeast(key: string, dose: Amount, written: Quantity | undefined): readonly string[] {
  const least = amountOf(written)
  if (least === undefined || least.unit !== dose.unit) return []
  return dose.value.compare(least.value) < 0
    ? [`${key} orders at least ${shown(least)}, and ${shown(dose)} was given.`]
    : []
}

/** Days of a unit of time in UCUM, the most that it has. */
const DAYS: Readonly<Record<string, number>> = { h: 1 / 24, d: 1, wk: 7, mo: 31, a: 366 }

/** The most in a period, against all that was given in it: this dose and every dose of the drug that many days before. */
function inItsPeriod(
  reading: Reading,
  key: string,
  { dose, most: { numerator, denominator } }: { readonly dose: Amount; readonly most: Ratio },
): readonly string[] {
  const named = text(denominator?.code) ?? text(denominator?.unit) ?? ''
  const [most, unit] = [amountOf(numerator), Object.hasOwn(DAYS, named) ? DAYS[named] : undefined]
  const days = unit === undefined || typeof denominator?.value !== 'number' ? undefined : denominator.value * unit
  const earlier = days === undefined ? undefined : givenWithin(reading, days)
  const amounts = earlier?.map(({ dosage }) => amountOf(dosage?.dose))
  if (most?.unit !== dose.unit || !amounts || amounts.some((each) => each?.unit !== dose.unit))
    return [`${key} orders no more in a period than an amount that cannot be compared with the ${shown(dose)} given.`]
  const all = amounts.reduce((sum, each) => (each ? sum.add(each.value) : sum), dose.value)
  if (all.compare(most.value) <= 0) return []
  const given = amounts.length === 0 ? 'was given' : `was given with the ${amounts.length} before it`
  return [`${key} orders no more than ${shown(most)} in a period, and ${shown({ ...dose, value: all })} ${given}.`]
}

/** The other doses of the drug on the day and so many days before it. */
function givenWithin({ chart, key, given, patient, timeZone }: Reading, days: number): MedicationAdministration[] {
  const on = dayOf(given, timeZone)
  if (!patient.known || on === undefined) return []
  return ofPatient(chart, 'MedicationAdministration', patient.value).flatMap((other) => {
    const day = dayOf(other.resource, timeZone)
    const isWithin = day !== undefined && day <= on && daysBetween(day, on) < days
    const counts = other.resource.status === 'completed' || other.resource.status === 'stopped'
    return isWithin && counts && other.key !== key && isOfOneDrug(chart, { key, resource: given }, other)
      ? [other.resource]
      : []
  })
}

const dayOf = (
  { effectiveDateTime, effectivePeriod }: MedicationAdministration,
  timeZone: string | undefined,
): CalendarDate | undefined => spanOfDays(effectiveDateTime ?? effectivePeriod?.start, timeZone)?.latest

/** Where no amount is charted, the rate says how much was given: it has to be the one that was ordered. */
function atAnotherRate(
  { given }: Reading,
  key: string,
  ordered: readonly { readonly rateQuantity?: Quantity }[],
): readonly string[] {
  const ran = amountOf(given.dosage?.rateQuantity)
  if (ran === undefined) return []
  return ordered.flatMap(({ rateQuantity }) => {
    const rate = amountOf(rateQuantity)
    return rate === undefined || rate.unit !== ran.unit || rate.value.equals(ran.value)
      ? []
      : [`${key} orders a rate of ${shown(rate)}, and ${shown(ran)} was charted.`]
  })
}
