import { type Fact, known, missing, VISIT_STATUSES, type Visit } from '@doseline/dose'
import { codedIn } from '../coded.ts'
import { keyOf } from '../references.ts'
import { placeOn, type Reading } from './reading.ts'

/**
 * The visit in which the dose was given, with its status; without one where the chart does not hold the visit. A visit of
 * another patient is nobody's visit here.
 * @see https://hl7.org/fhir/R4/encounter-definitions.html#Encounter.status
 */
export function visitOf(reading: Reading): Fact<Visit | undefined> {
  const { chart, given } = reading
  const key = keyOf(chart, given.context)
  const encounter = key === undefined ? undefined : chart.resources.get(key)
  if (key === undefined || encounter?.resourceType !== 'Encounter') {
    return known(undefined, placeOn(reading, 'context', key))
  }
  const subject = keyOf(chart, encounter.subject)
  if (subject !== undefined && reading.patient.known && subject !== reading.patient.value) {
    const says = `${key} is a visit of ${subject}, and the dose that names it was given to ${reading.patient.value}.`
    return missing('contradictory', says, placeOn(reading, 'context', key), { resource: key, element: 'subject' })
  }
  const place = { resource: key, element: 'status' }
  const read = codedIn(key, encounter, 'status', VISIT_STATUSES)
  if ('code' in read) return known({ reference: key, status: read.code }, { ...place, shows: read.code })
  return missing(read.isWritten ? 'unreadable' : 'not-recorded', read.doubt, place)
}
