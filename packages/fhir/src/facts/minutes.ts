import { epochMilliseconds, type Fact, known, missing } from '@doseline/dose'
import { text } from '../shape.ts'
import { placeOn, type Reading } from './reading.ts'

const TIMED = /T\d{2}:\d{2}.*(Z|[+-]\d{2}:\d{2})$/
const MINUTE = 60_000

/**
 * How long the administration ran, in whole minutes.
 * @see https://hl7.org/fhir/R4/medicationadministration-definitions.html#MedicationAdministration.effective_x_
 */
export function minutesOf(reading: Reading): Fact<number> {
  const { effectivePeriod } = reading.given
  const [start, end] = [text(effectivePeriod?.start), text(effectivePeriod?.end)]
  const place = placeOn(reading, 'effectivePeriod')
  if (start === undefined)
    return missing('not-recorded', 'The chart does not say when the infusion started and stopped.', place)
  if (end === undefined)
    return missing('not-recorded', `The infusion started at ${start}; the chart does not say when it stopped.`, place)
  const [from, until] = [start, end].map((moment) => (TIMED.test(moment) ? epochMilliseconds(moment) : undefined))
  if (from === undefined || until === undefined || until < from) {
    return missing('unreadable', `How long the infusion ran cannot be read from ${start} to ${end}.`, place)
  }
  return known(Math.floor((until - from) / MINUTE), { ...place, shows: `${start} to ${end}` })
}
