import { isLayPerson } from '@doseline/contract'
import type { TextBeside } from '@doseline/dose'
import type { MedicationRequest, Reference } from 'fhir/r4'
import type { Chart } from '../chart.ts'
import { wordsOf } from '../concepts.ts'
import { keyOf } from '../references.ts'
import { list, quoted, text } from '../shape.ts'
import { isOnlyOf, wordList } from './beside/phrases.ts'
import { phrasesOf } from './beside/said.ts'
import { routeOf } from './documentation.ts'

/** What an order says in free text: its directions and its notes. */
export function textsOfOrder(key: string, { dosageInstruction, note }: MedicationRequest): readonly TextBeside[] {
  const directions = list(dosageInstruction).flatMap((each, at) =>
    [
      text(each.text),
      text(each.patientInstruction),
      wordsOf(each.asNeededCodeableConcept),
      ...list(each.additionalInstruction).map(wordsOf),
    ].flatMap((words) => beside(key, 'dosage', `dosageInstruction[${at}]`, words)),
  )
  const notes = list(note).flatMap((each, at) => beside(key, 'note', `note[${at}].text`, text(each.text)))
  return [...directions, ...notes]
}

const beside = (key: string, from: TextBeside['from'], element: string, words: string | undefined): TextBeside[] =>
  words === undefined ? [] : [{ from, words, place: { resource: key, element, shows: quoted(words, 160) } }]

/** The routes that an order names. */
export const routesOfOrder = ({ dosageInstruction }: MedicationRequest): readonly string[] => [
  ...new Set(list(dosageInstruction).flatMap(({ route }) => routeOf(route) ?? [])),
]

/** Who gives in a clinic, in words. */
const STAFF = wordList(
  'registered nurse nurses nursing practitioner physician doctor assistant pharmacist medical licensed practical vocational',
  'staff health healthcare care professional provider clinician infusion clinic rn lpn lvn ma np pa md do',
)

/** Why an order ends of which the doses were given. */
const ENDED = wordList(
  'a all and as at by for of on or per the was were complete completed completion done finished fulfilled given administered',
  'dose doses medication drug order orders therapy treatment course regimen cycle one time single protocol planned scheduled',
  'end ended stop date reached auto automatic automatically system patient discharge discharged encounter visit closed renewed reordered',
)

/** What of an order says that nobody of the clinic ordered it, or is to give it; whole sentences. */
export function againstOrder(chart: Chart, key: string, order: MedicationRequest): readonly string[] {
  const { requester, performer, performerType, reportedBoolean, reportedReference, status, statusReason } = order
  const strange = phrasesOf([performerType]).find((phrase) => !isOnlyOf(phrase, STAFF))
  const ended = status === 'stopped' ? undefined : phrasesOf([statusReason]).find((phrase) => !isOnlyOf(phrase, ENDED))
  const isReported = String(reportedBoolean) === 'true' || reportedReference !== undefined
  return [
    ...(isLay(chart, requester)
      ? [`${key} was requested by ${named(chart, requester)}, and not by a prescriber.`]
      : []),
    ...(isNobody(chart, requester)
      ? [`${key} was requested by ${keyOf(chart, requester) ?? text(requester?.type)}, and not by a prescriber.`]
      : []),
    ...(isReported ? [`${key} is reported, and not ordered here.`] : []),
    ...(isLay(chart, performer) ? [`${key} is to be given by ${named(chart, performer)}.`] : []),
    ...(ended === undefined ? [] : [`${key} has the status “${String(status)}” because of “${quoted(ended, 60)}”.`]),
    ...(strange === undefined ? [] : [`${key} is to be given by “${quoted(strange, 60)}”.`]),
  ]
}

/** No person: a device, or an organization as a whole. */
function isNobody(chart: Chart, reference: Reference | undefined): boolean {
  const type = text(reference?.type) ?? keyOf(chart, reference)?.split('/')[0]
  return type === 'Device' || type === 'Organization'
}

function isLay(chart: Chart, reference: Reference | undefined): boolean {
  const key = keyOf(chart, reference)
  const type = text(reference?.type) ?? key?.slice(0, Math.max(0, key.indexOf('/')))
  if (type === 'Patient' || type === 'RelatedPerson') return true
  return key === undefined && isLayPerson(text(reference?.display) ?? '')
}

const named = (chart: Chart, reference: Reference | undefined): string => keyOf(chart, reference) ?? 'the patient'
