import { isSurelyAfter, type RecordBeside, type TimeSpan, timeSpan } from '@doseline/dose'
import type { MedicationAdministration } from 'fhir/r4'
import { type Keyed, ofPatient } from '../../chart-index.ts'
import { keyOf } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import { isOfOneDrug } from '../own-stock.ts'
import type { Reading } from '../reading.ts'
import { isOnlyOf, wordList } from './phrases.ts'
import { phrasesOf, recordOf } from './said.ts'

/** Why a dose that was charted already is not charted once more. */
const CHARTED_BEFORE = wordList(
  'already given administered done charted duplicate documentation documented earlier previously entry elsewhere see other',
  'the was dose medication med completed by nurse rn in mar of as a an same order',
)

/**
 * A record that the same order, or of a dose without one the same drug, was not given, from when the dose is charted as given or later that day: one of the two is
 * wrong. What was held before, and then given, is usual.
 * @see https://hl7.org/fhir/R4/valueset-medication-admin-status.html
 */
export function notDoneBeside(reading: Reading): readonly RecordBeside[] {
  const { chart, key, given, patient, timeZone } = reading
  const own = startOf(given)
  const moment = own === undefined ? undefined : timeSpan(own, timeZone)
  if (!patient.known || moment === undefined) return []
  return ofPatient(chart, 'MedicationAdministration', patient.value).flatMap((other): RecordBeside[] => {
    const { resource } = other
    if (resource.status === 'entered-in-error') return saidOfAnError(reading, other, moment)
    if (other.key === key || resource.status !== 'not-done' || !isOfTheSame(reading, other)) return []
    const written = startOf(resource)
    const then = written === undefined ? undefined : timeSpan(written, timeZone)
    const isSameDay = then && then.days.earliest <= moment.days.latest && then.days.latest >= moment.days.earliest
    if (!then || !isSameDay || isSurelyAfter(moment, then)) return []
    const reasons = [
      ...phrasesOf(list(resource.statusReason)),
      ...list(resource.note).flatMap((note) => text(note.text) ?? []),
    ]
    if (reasons.length > 0 && reasons.every((each) => isOnlyOf(each, CHARTED_BEFORE))) return []
    const why = reasons[0] === undefined ? '' : ` (“${quoted(reasons[0], 60)}”)`
    const says = `${other.key} records at ${then.written} that the drug was not given${why}, and the dose is charted as given at ${moment.written}.`
    return [recordOf(other.key, 'report', { says, element: 'status' })]
  })
}

/** Why a record was made in error, where that says nothing of the dose itself. */
const IN_ERROR = wordList(
  'entered in error entry duplicate charted twice documentation documented double wrong incorrect time hour minute lot site arm encounter visit nurse record recorded',
  'mistake the was were a an by rn see other already given corrected correct correction of on in and to as time re charted recharted recharting new',
)

const saidIn = ({ statusReason, note }: MedicationAdministration): readonly string[] => [
  ...phrasesOf(list(statusReason)),
  ...list(note).flatMap((each) => text(each.text) ?? []),
]

/** A record of the same drug and day that was made in error, and of which somebody wrote more than why. */
function saidOfAnError(reading: Reading, other: Keyed<MedicationAdministration>, moment: TimeSpan): RecordBeside[] {
  const { resource } = other
  const written = startOf(resource)
  const then = written === undefined ? undefined : timeSpan(written, reading.timeZone)
  const isSameDay = then && then.days.earliest <= moment.days.latest && then.days.latest >= moment.days.earliest
  if (other.key === reading.key || !isSameDay || !isOfTheSame(reading, other)) return []
  // A copy of the dose has its words, too, and those are asked about by themselves.
  const own = new Set(saidIn(reading.given))
  const strange = saidIn(resource).find((each) => !own.has(each) && !isOnlyOf(each, CHARTED_BEFORE, IN_ERROR))
  if (strange === undefined) return []
  const says = `${other.key}, a record of the drug that was made in error, says “${quoted(strange, 80)}”.`
  return [recordOf(other.key, 'report', { says, element: 'note' })]
}

function isOfTheSame({ chart, key, given }: Reading, other: Keyed<MedicationAdministration>): boolean {
  const [own, theirs] = [keyOf(chart, given.request), keyOf(chart, other.resource.request)]
  if (own !== undefined && theirs !== undefined) return own === theirs
  return isOfOneDrug(chart, { key, resource: given }, other)
}

const startOf = ({ effectiveDateTime, effectivePeriod }: MedicationAdministration): string | undefined =>
  text(effectiveDateTime) ?? text(effectivePeriod?.start)
