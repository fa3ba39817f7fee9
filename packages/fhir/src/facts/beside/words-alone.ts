import type { RecordBeside } from '@doseline/dose'
import type { CodeableConcept, Condition, Encounter } from 'fhir/r4'
import { ofPatient } from '../../chart-index.ts'
import { keyOf, resolve } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { drugNames, lowerCodes, phrasesOf, recordOf } from './said.ts'
import { isUsualReason } from './words-of-reasons.ts'

/** What somebody calls a reason or a problem and has no code for. */
const isInWordsAlone = (concept: CodeableConcept | undefined): boolean =>
  list(concept?.coding).every(({ code }) => text(code) === undefined)

/**
 * Reasons for the visit, and problems that were found in it, in words alone: a disease, a usual visit and the drug are usual. Anything
 * else (“not seen”, “court ordered exam”, “wrong drug administered”) a person has to read.
 */
export function wordsAloneBeside(reading: Reading): readonly RecordBeside[] {
  const { chart, given, key } = reading
  const visit = resolve(chart, given.context, { key, resource: given })
  const encounter = visit?.resource.resourceType === 'Encounter' ? visit.resource : undefined
  if (visit === undefined || encounter === undefined) return []
  const names = drugNames(reading)
  const strangeIn = (concept: CodeableConcept | undefined): string | undefined =>
    isInWordsAlone(concept) ? phrasesOf([concept]).find((each) => !isUsualReason(each, names)) : undefined
  return [
    ...reasonsOf(encounter).flatMap((reason) => {
      const words = strangeIn(reason)
      if (words === undefined) return []
      const says = `${visit.key} was for “${quoted(words, 60)}”, which is no usual reason for giving a drug.`
      return [recordOf(visit.key, 'visit', { says, element: 'reasonCode' })]
    }),
    ...problemsOf(reading, visit.key, encounter).flatMap(({ key: problem, resource }) => {
      const words = strangeIn(resource.code)
      if (words === undefined) return []
      const says = `${problem}, a problem of the visit, reads “${quoted(words, 60)}”, which a person has to read.`
      return [recordOf(problem, 'report', { says, element: 'code' })]
    }),
  ]
}

/** Reasons in words, also where a reference to one has nothing but a display. */
const reasonsOf = ({ reasonCode, reasonReference }: Encounter): readonly CodeableConcept[] => [
  ...list(reasonCode),
  ...list(reasonReference).flatMap(({ reference, display }) =>
    reference === undefined && text(display) !== undefined ? [{ text: text(display) as string }] : [],
  ),
]

/** Problems that name the visit, or that the visit names. */
function problemsOf({ chart, patient }: Reading, visit: string, { diagnosis, reasonReference }: Encounter) {
  if (!patient.known) return []
  const named = new Set(
    [...list(diagnosis).map(({ condition }) => condition), ...list(reasonReference)].flatMap(
      (each) => keyOf(chart, each) ?? [],
    ),
  )
  return ofPatient(chart, 'Condition', patient.value).filter(
    ({ key, resource }) => (named.has(key) || keyOf(chart, resource.encounter) === visit) && stands(resource),
  )
}

const stands = ({ verificationStatus }: Condition): boolean =>
  lowerCodes([verificationStatus]).every((code) => code !== 'refuted' && code !== 'entered-in-error')
