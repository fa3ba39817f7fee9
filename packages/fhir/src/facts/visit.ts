import { type Fact, known, missing, VISIT_STATUSES, type Visit } from '@doseline/dose'
import type { CodeableConcept } from 'fhir/r4'
import { codedIn } from '../coded.ts'
import { keyOf } from '../references.ts'
import { list, quoted, text } from '../shape.ts'
import { placeOn, type Reading } from './reading.ts'
import { visitAgainst } from './visit-against.ts'

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
  const without = [...list(encounter.type), ...list(encounter.serviceType)]
    .map(typeWithoutDose)
    .find((each) => each !== undefined)
  if ('code' in read) {
    const against = visitAgainst(reading, key, encounter)
    const visit = {
      reference: key,
      status: read.code,
      ...(without !== undefined && { typeWithoutDose: without }),
      ...(against.length > 0 && { against }),
    }
    return known(visit, { ...place, shows: read.code })
  }
  return missing(read.isWritten ? 'unreadable' : 'not-recorded', read.doubt, place)
}

/**
 * Words of a type by which EHRs tell an entry that is no visit, one at which the patient was not seen, and one that a study
 * pays for.
 */
const WITHOUT_DOSE =
  /\b(no[- ]?show|did not (attend|arrive)|left without being seen|lwbs|eloped|erroneous|entered in error|disregard|void(ed)?|cancel(l)?ed|rescheduled|test (visit|encounter|patient)|orders? only|documentation( only)?|abstract(ion)?|chart (review|prep|abstraction)|outside records|refill|research|clinical trial|study visit)\b/i
/** SNOMED CT: seen in research clinic; did not attend. */
const CODES_WITHOUT_DOSE: ReadonlySet<string> = new Set(['185468002', '281399006'])

function typeWithoutDose({ text: written, coding }: CodeableConcept): string | undefined {
  const codings = list(coding)
  const phrase = [text(written), ...codings.map(({ display }) => text(display))].find((each) =>
    WITHOUT_DOSE.test(each ?? ''),
  )
  const code = codings.map((each) => text(each.code)).find((each) => CODES_WITHOUT_DOSE.has(each ?? ''))
  return quoted(phrase ?? code ?? '', 60) || undefined
}
