import { wordsOfPayers } from '@doseline/contract'
import type { RecordBeside } from '@doseline/dose'
import type { CodeableConcept, Coding, Encounter, Reference } from 'fhir/r4'
import { keyOf } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import { saidByName } from '../place-names.ts'
import { saidByType } from '../places-of-care.ts'
import type { Reading } from '../reading.ts'
import { USUAL_EPISODE } from './episode.ts'
import { isOnlyOf, wordList } from './phrases.ts'
import { drugNames, recordOf, type Said, wordsOrCodes } from './said.ts'
import { isUsualVisit } from './visit-words.ts'

/**
 * What the visit of the dose is for, where that is no usual visit: at the expense of an employer, of a study or of nobody,
 * or in another place than the visit itself says. A person who looked at it can say that the dose is charged as usual.
 * @see https://hl7.org/fhir/R4/encounter-definitions.html#Encounter.serviceType
 */
export function visitBeside(reading: Reading): readonly RecordBeside[] {
  const { chart, given } = reading
  const key = keyOf(chart, given.context)
  const visit = key === undefined ? undefined : chart.resources.get(key)
  if (key === undefined || visit?.resourceType !== 'Encounter') return byNameAlone(reading)
  const names = drugNames(reading)
  return [
    ...list(visit.type).flatMap((type) => ofKind(key, 'type', { type, names })),
    ...list(visit.serviceType).flatMap((type) => ofKind(key, 'serviceType', { type, names })),
    ...ofCourtesy(key, visit),
    ...ofParent(reading, key, visit),
    ...ofNamed(reading, key, visit),
  ].map((said) => recordOf(key, 'visit', said))
}

/** The dose names its visit in words alone, and those are of a stay or another place. */
function byNameAlone({ key, given }: Reading): readonly RecordBeside[] {
  const called = text(given.context?.display)
  if (
    called === undefined ||
    [...saidByType({ text: called }), ...saidByName(called)].every(({ kind }) => kind === 'says nothing')
  )
    return []
  const says = `${key} names its visit “${quoted(called, 60)}”, which the chart does not hold and which may pay for the dose.`
  return [recordOf(key, 'report', { says, element: 'context' })]
}

/** A visit is part of another that the chart does not hold: it may be a stay, unless it is called as visits are. */
function ofParent({ chart }: Reading, key: string, { partOf }: Encounter): readonly Said[] {
  const target = keyOf(chart, partOf)
  const called = text(partOf?.display)
  if (partOf === undefined || (target !== undefined && chart.resources.has(target))) return []
  if (called !== undefined && isUsualVisit(called, new Set())) return []
  const what = called === undefined ? (target ?? 'another visit') : `“${quoted(called, 60)}”`
  return [
    { says: `${key} is part of ${what}, which the chart does not hold and which may be a stay.`, element: 'partOf' },
  ]
}

const DID_NOT_COME = /cancel|no[- ]?show|resched|waitlist/i

/** What the visit calls the care and the appointment it belongs to, where the chart does not hold them. */
function ofNamed({ chart }: Reading, key: string, { episodeOfCare, appointment }: Encounter): readonly Said[] {
  const lost = (each: Reference): boolean => !chart.resources.has(keyOf(chart, each) ?? '')
  const care = list(episodeOfCare)
    .filter(lost)
    .flatMap(({ display }) => text(display) ?? [])
    .find((called) => !isOnlyOf(called, USUAL_EPISODE) && !isUsualVisit(called, new Set()))
  const appointed = list(appointment)
    .flatMap(({ display }) => text(display) ?? [])
    .find((called) => DID_NOT_COME.test(called))
  return [
    ...(care === undefined
      ? []
      : [
          {
            says: `${key} is part of the care “${quoted(care, 60)}”, which may be what pays for it.`,
            element: 'episodeOfCare',
          },
        ]),
    ...(appointed === undefined
      ? []
      : [{ says: `${key} names its appointment “${quoted(appointed, 60)}”.`, element: 'appointment' }]),
  ]
}

interface Kind {
  readonly type: CodeableConcept
  readonly names: ReadonlySet<string>
}

const CALLED = { type: 'the type', serviceType: 'the service' } as const

function ofKind(key: string, element: keyof typeof CALLED, { type, names }: Kind): readonly Said[] {
  const settled = new Set(list(type.coding).flatMap((coding) => (isSettled(coding) ? [text(coding.display)] : [])))
  const words = wordsOrCodes([type]).filter((each) => !settled.has(each))
  const isByCode = list(type.coding).some(isUsualCode) && words.every(isCode)
  const strange = isByCode ? undefined : words.find((each) => !isUsualVisit(each, names))
  return strange === undefined
    ? []
    : [{ says: `${key} is of ${CALLED[element]} “${quoted(strange, 60)}”, which is no usual visit.`, element }]
}

const isCode = (phrase: string): boolean => /\d/.test(phrase) && !/\s/.test(phrase)

/** CPT of visits of outpatients and of giving drugs, and what SNOMED CT calls a visit and nothing else. */
const USUAL_CPT = /^(992(0[2-9]|1[0-5]|4[1-5])|963[67]\d|964\d\d|965[0-4]\d|G0463|G2211)$/
const USUAL_SNOMED: ReadonlySet<string> = new Set(
  '185349003 185345009 185347001 308335008 390906007 281036007 11429006 439740005 162673000 14736009'.split(' '),
)
const isUsualCode = ({ code }: Coding): boolean => {
  const written = text(code) ?? ''
  return USUAL_CPT.test(written) || USUAL_SNOMED.has(written)
}

const SYSTEMS = /cpt|hcpcs|snomed|2\.16\.840\.1\.113883\.6\.(12|14|96|285)$/i

/** Whether the words of a code are its own: what its list calls it, and nothing of who pays. */
const isSettled = (coding: Coding): boolean =>
  isUsualCode(coding) &&
  SYSTEMS.test(text(coding.system) ?? '') &&
  wordsOfPayers(text(coding.display) ?? '') === undefined

/** What a clinic may forgo a payment for. @see https://terminology.hl7.org/CodeSystem-v3-EncounterSpecialCourtesy.html */
const NO_COURTESY = wordList('nrm normal courtesy unk unknown vip very important person')

function ofCourtesy(key: string, { hospitalization }: Encounter): readonly Said[] {
  const strange = wordsOrCodes(list(hospitalization?.specialCourtesy)).find((each) => !isOnlyOf(each, NO_COURTESY))
  return strange === undefined
    ? []
    : [
        {
          says: `${key} has the special courtesy “${quoted(strange, 60)}”, by which it may not be charged as usual.`,
          element: 'hospitalization.specialCourtesy',
        },
      ]
}
