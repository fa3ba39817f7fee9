import { WORDS_ANYWHERE, wordsAnywhere } from '@doseline/contract'
import type { RecordBeside } from '@doseline/dose'
import type { Encounter, FhirResource, Reference } from 'fhir/r4'
import { ofPatient } from '../../chart-index.ts'
import { type Extensible, extensionsOf } from '../../extensions.ts'
import { resolve, type Target } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import { acquired } from '../acquired.ts'
import { isForTheDose } from '../dispensed-for.ts'
import { type Unread, unreadIn } from '../elements/unread.ts'
import type { Reading } from '../reading.ts'
import { aboutThePatient, mayHoldTheDose, recordOf } from './said.ts'

/**
 * Elements of which nothing is read, or that have another value than the usual ones, in the records that bear on the dose:
 * what every element of these is taken for stands in the tables of `elements/`.
 */
export function unreadElements(reading: Reading): readonly RecordBeside[] {
  const isCharged = !isNoLine(reading)
  return recordsOfTheDose(reading).flatMap(({ key, resource }) => [
    ...unreadIn(resource).map((unread) =>
      recordOf(key, 'element', { says: saidOf(key, unread), element: unread.element }),
    ),
    ...(isCharged ? outrightIn(key, resource) : []),
  ])
}

/** A drug that somebody else paid is not charged: that the chart says so is in order. */
function isNoLine(reading: Reading): boolean {
  const source = acquired(reading)
  return source.known && (source.value === 'supplied' || source.value === 'free')
}

/** Words against the charge, wherever they stand; the app says where they stood in what it left in the EHR. */
function outrightIn(key: string, resource: FhirResource): readonly RecordBeside[] {
  const told = extensionsOf(resource as Extensible, WORDS_ANYWHERE).flatMap(({ valueString }) => {
    const [element = '', words = ''] = (text(valueString) ?? '').split(': ')
    return words === '' ? [] : [{ element, words }]
  })
  return [...wordsAnywhere(resource), ...told].map(({ element, words }) =>
    recordOf(key, 'element', { says: `${key} says “${quoted(words, 60)}” (${element}).`, element }),
  )
}

const saidOf = (key: string, { element, is, value }: Unread): string =>
  value === undefined
    ? `${key} names ${is} (${element}), of which Doseline reads nothing.`
    : `${key} has ${is} “${quoted(value, 60)}” (${element}), which is no usual one.`

/** The dose and what it names, its dispenses, the patient with the coverages, and the bills, of that time. */
function recordsOfTheDose(reading: Reading): readonly Target[] {
  const { chart, given, key } = reading
  const own = { key, resource: given }
  const visit = resolve(chart, given.context, own)
  const found: (Target | undefined)[] = [
    own,
    resolve(chart, given.medicationReference, own),
    resolve(chart, given.request, own),
    resolve(chart, given.subject, own),
    visit,
    ...(visit?.resource.resourceType === 'Encounter' ? placesOf(reading, visit.key, visit.resource) : []),
    ...ofThePatient(reading),
  ]
  return found.filter((each) => each !== undefined)
}

function placesOf({ chart }: Reading, key: string, visit: Encounter): readonly (Target | undefined)[] {
  const at = (reference: Reference | undefined) => resolve(chart, reference, { key, resource: visit })
  return [at(visit.serviceProvider), ...list(visit.location).map(({ location }) => at(location))]
}

function ofThePatient(reading: Reading): readonly Target[] {
  const { chart, patient } = reading
  if (!patient.known) return []
  return [
    ...ofPatient(chart, 'Coverage', patient.value).filter(
      ({ resource }) => resource.status === 'active' && mayHoldTheDose(reading, resource.period),
    ),
    ...ofPatient(chart, 'MedicationDispense', patient.value).filter((each) => isForTheDose(reading, each)),
    ...aboutThePatient(reading, 'ClaimResponse').filter(({ resource }) => isInForce(resource)),
    ...[...ofPatient(chart, 'Claim', patient.value), ...ofPatient(chart, 'ExplanationOfBenefit', patient.value)].filter(
      ({ resource }) =>
        isInForce(resource) &&
        text(resource.billablePeriod?.start) !== undefined &&
        mayHoldTheDose(reading, resource.billablePeriod),
    ),
  ]
}

const isInForce = (resource: FhirResource): boolean => 'status' in resource && resource.status === 'active'
