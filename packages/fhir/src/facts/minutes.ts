import {
  type ClockInterval,
  epochMilliseconds,
  type Fact,
  inMg,
  known,
  minutesLater,
  missing,
  type Place,
  wholePartsDown,
} from '@doseline/dose'
import { extensionsEnding } from '../extensions.ts'
import { isObject, list, text } from '../shape.ts'
import { quantityFrom, showsQuantity } from './quantity.ts'
import { rateOf, showsRate } from './rate.ts'
import { placeOn, type Reading } from './reading.ts'
import { COUNTS, withAttested } from './settle.ts'

const TIMED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(Z|[+-]\d{2}:\d{2})$/
const MINUTE = 60_000
const DAY = 24 * 60

/**
 * How long the administration ran, in whole minutes: by its charted start and stop, else as a person states it.
 * @see https://hl7.org/fhir/R4/medicationadministration-definitions.html#MedicationAdministration.effective_x_
 */
export function minutesOf(reading: Reading): Fact<number> {
  const { attested } = reading.options
  const charted = minutesCharted(reading)
  if (attested?.infusionMinutes === undefined) return charted
  const minutes = attested.infusionMinutes
  const place: Place = { resource: 'request', element: 'attested.infusionMinutes', shows: `${minutes} minutes` }
  const stated =
    Number.isSafeInteger(minutes) && minutes > 0 && minutes <= DAY
      ? { ...known(minutes, place), attested: { by: attested.by, at: attested.at } }
      : missing('unreadable', `The infusion is stated to have run ${minutes} minutes, which cannot be.`, place)
  return withAttested<number>(charted, stated, 'the minutes that the infusion ran', COUNTS)
}

/** From when until when it ran, on the clock; undefined where either end is not charted as a time, or cannot be. */
export function ranOnTheClock(reading: Reading): ClockInterval | undefined {
  if (minutesCharted(reading).known) return clockCharted(reading)
  const start = clockTime(reading.given.effectivePeriod?.start)
  // With a charted start, what a person states says when it stopped.
  const stated = minutesOf(reading)
  return start !== undefined && stated.known ? { from: start, until: start + stated.value * MINUTE } : undefined
}

/** Charted start and stop on the clock; undefined where either is no time. */
export function clockCharted({ given: { effectivePeriod } }: Reading): ClockInterval | undefined {
  const [from, until] = [clockTime(effectivePeriod?.start), clockTime(effectivePeriod?.end)]
  return from === undefined || until === undefined ? undefined : { from, until }
}

/** The minutes between charted start and stop. Longer than a day, the stop was missed. */
export function minutesCharted(reading: Reading): Fact<number> {
  const { effectivePeriod } = reading.given
  const [start, end] = [text(effectivePeriod?.start), text(effectivePeriod?.end)]
  const place = placeOn(reading, 'effectivePeriod')
  if (start === undefined)
    return missing(
      'not-recorded',
      `The chart does not say when the infusion started and stopped${otherwiseSaid(reading)}.`,
      place,
    )
  if (end === undefined) {
    const says = `The infusion started at ${start}; the chart does not say when it stopped${otherwiseSaid(reading, start)}.`
    return missing('not-recorded', says, place)
  }
  const [from, until] = [clockTime(start), clockTime(end)]
  if (from === undefined || until === undefined || until < from) {
    return missing('unreadable', `How long the infusion ran cannot be read from ${start} to ${end}.`, place)
  }
  if (until === from) {
    const says = `The infusion is charted to start and stop at the same moment (${start}), which does not say how long it ran.`
    return missing('unreadable', says, place)
  }
  const minutes = Math.floor((until - from) / MINUTE)
  if (minutes > DAY) {
    const says = `The infusion is charted from ${start} to ${end}, ${hours(minutes)}: the stop was probably missed${otherwiseSaid(reading, start)}.`
    return missing('unreadable', says, place)
  }
  return known(minutes, { ...place, shows: `${start} to ${end}` })
}

function clockTime(written: unknown): number | undefined {
  const moment = text(written)
  return moment !== undefined && TIMED.test(moment) ? epochMilliseconds(moment) : undefined
}

const hours = (minutes: number): string => `${Math.floor(minutes / 60)} hours`

/** What else of the record says how long it ran, for a person to confirm: a charge wants start and stop, so it is never taken by itself. */
const otherwiseSaid = (reading: Reading, start?: string): string => infusedOver(reading) || byRate(reading, start)

/**
 * Minutes that Oracle Health tells beside the dose.
 * @see https://github.com/cerner/fhir.cerner.com/blob/main/content/millennium/r4/clinical/medications/medication-administration.md
 */
function infusedOver({ given }: Reading): string {
  const [{ valueQuantity: { value, code, unit } = {} } = {}, ...others] = extensionsEnding(given, '/infuse-over-time')
  const minutes: unknown = value
  const isMinutes = text(code) === 'min' || /^min(utes?)?$/i.test(text(unit) ?? '')
  if (others.length > 0 || !isMinutes || typeof minutes !== 'number') return ''
  if (!Number.isSafeInteger(minutes) || minutes < 1 || minutes > DAY) return ''
  return `; the EHR says that it was infused over ${minutes} minutes: confirm that it ran ${minutes} minutes`
}

/** What rate and dose together say of the time. */
function byRate(reading: Reading, start?: string): string {
  const [dosage, ...others] = list(reading.given.dosage)
  const place = placeOn(reading, 'dosage')
  if (others.length > 0 || !isObject(dosage?.dose)) return ''
  const rate = rateOf(dosage, place)
  const dose = quantityFrom(dosage.dose, { noun: 'The dose' }, place)
  const [given, perTime] = [dose.known ? inMg(dose.value) : undefined, rate && inMg(rate)]
  if (!rate || !given || !perTime) return ''
  const minutes = wholePartsDown(given.mul(rate.minutes), perTime)
  if (minutes < 1n || minutes > BigInt(DAY)) return ''
  const stop = start === undefined ? undefined : minutesLater(start, Number(minutes))
  const until = stop === undefined ? '' : `, until ${stop}`
  return `; ${showsQuantity(dosage.dose)} at ${showsRate(dosage)} takes ${minutes} minutes${until}: confirm that it ran ${minutes} minutes`
}
