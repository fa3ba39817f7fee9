import { exchangeIn, notOfTheStaff, wordsOfRegistration } from '@doseline/contract'
import type { RecordBeside } from '@doseline/dose'
import type { MessageHeader, Provenance } from 'fhir/r4'
import { allOf } from '../../chart-index.ts'
import { keyOf } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import { saidByName } from '../place-names.ts'
import type { Reading } from '../reading.ts'
import { spanOfDays } from '../span-of-days.ts'
import { lowerCodes, phrasesOf, recordOf, type Said } from './said.ts'

/**
 * What is told of how the record of the dose came about: that another took its place, that it came from elsewhere, is of
 * another day, or was made before the dose; and that a message takes it back.
 * @see https://hl7.org/fhir/R4/provenance.html
 */
export const historyBeside = (reading: Reading): readonly RecordBeside[] => [
  ...allOf(reading.chart, 'Provenance').flatMap(({ key, resource }) =>
    saidByHistory(reading, key, resource).map((said) => recordOf(key, 'report', said)),
  ),
  ...allOf(reading.chart, 'MessageHeader').flatMap(({ key, resource }) =>
    saidByMessage(reading, key, resource).map((said) => recordOf(key, 'report', said)),
  ),
]

const TAKES_ITS_PLACE: ReadonlySet<unknown> = new Set(['revision', 'removal', 'derivation'])

function saidByHistory(reading: Reading, key: string, history: Provenance): readonly Said[] {
  const { chart, key: dose } = reading
  const about = list(history.target).flatMap((each) => keyOf(chart, each) ?? [])
  if (!about.includes(dose)) {
    const replaced = list(history.entity).some(
      ({ role, what }) => TAKES_ITS_PLACE.has(role) && keyOf(chart, what) === dose,
    )
    const [other] = about.filter((each) => each.startsWith('MedicationAdministration/'))
    if (!replaced || other === undefined) return []
    return [{ says: `${key} says that ${dose} was made into ${other}: the dose may stand there.`, element: 'entity' }]
  }
  return [...fromElsewhere(key, history), ...atAnotherTime(reading, key, history)]
}

function fromElsewhere(key: string, { agent, location }: Provenance): readonly Said[] {
  const sent = list(agent)
    .flatMap(({ who, onBehalfOf }) => [text(who?.display), text(onBehalfOf?.display)])
    .find((each) => each !== undefined && (exchangeIn(each) ?? notOfTheStaff(each)) !== undefined)
  const place = text(location?.display)
  const isElsewhere =
    place !== undefined &&
    (wordsOfRegistration(place) !== undefined ||
      saidByName(place).some(({ kind }) => kind !== 'outpatient' && kind !== 'says nothing'))
  return [
    ...(sent === undefined
      ? []
      : [{ says: `${key} says that the record of the dose came from “${quoted(sent, 60)}”.`, element: 'agent' }]),
    ...(isElsewhere
      ? [{ says: `${key} says that the dose was charted at “${quoted(place, 60)}”.`, element: 'location' }]
      : []),
  ]
}

function atAnotherTime({ given, timeZone }: Reading, key: string, history: Provenance): readonly Said[] {
  const { occurredDateTime, occurredPeriod, recorded, activity } = history
  const on = spanOfDays(given.effectiveDateTime ?? given.effectivePeriod?.start, timeZone)
  const occurred = spanOfDays(occurredDateTime ?? occurredPeriod?.start, timeZone)
  const written = spanOfDays(recorded, timeZone)
  if (!on) return []
  const isAnother = occurred !== undefined && (occurred.latest < on.earliest || occurred.earliest > on.latest)
  const isCreated = lowerCodes([activity]).some((code) => code === 'create')
  const isBefore = isCreated && written !== undefined && written.latest < on.earliest
  return [
    ...(isAnother
      ? [{ says: `${key} says that the dose was charted as of ${occurred.latest}, another day.`, element: 'occurred' }]
      : []),
    ...(isBefore
      ? [
          {
            says: `${key} says that the record of the dose was made on ${written.latest}, before it was given.`,
            element: 'recorded',
          },
        ]
      : []),
  ]
}

const TAKES_BACK = /\b(cancel\w*|delet\w*|void\w*|revers\w*|retract\w*|correct\w*|remov\w*|discontinu\w*|error)\b/i

function saidByMessage({ chart, key: dose }: Reading, key: string, message: MessageHeader): readonly Said[] {
  const focus = list(message.focus).flatMap((each) => keyOf(chart, each) ?? [])
  if (focus.length > 0 && !focus.includes(dose)) return []
  const { display, code } = message.eventCoding ?? {}
  const words = [text(display), text(code), text(message.eventUri), ...phrasesOf([message.reason])]
  const against = words.find((each) => each !== undefined && TAKES_BACK.test(each))
  if (against === undefined) return []
  return [{ says: `${key} is a message about the dose that says “${quoted(against, 60)}”.`, element: 'event' }]
}
