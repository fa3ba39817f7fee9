import { isUsualFlag } from '@doseline/contract'
import type { RecordBeside } from '@doseline/dose'
import type { Communication, Flag, Identifier, Task } from 'fhir/r4'
import { codedIn } from '../../coded.ts'
import { list, quoted, text } from '../../shape.ts'
import { BASE } from '../../systems.ts'
import type { Reading } from '../reading.ts'
import { deniesDose, holdsCharge, isOfCare, isOfWorkDone, stops, stopsForGood } from './phrases.ts'
import {
  aboutThePatient,
  type Bearing,
  bearingOf,
  drugNames,
  lowerCodes,
  mayHoldTheDose,
  phrasesOf,
  recordOf,
  type Said,
  wordsOrCodes,
} from './said.ts'
import { isOfThatDay, saidOfTheDose } from './words-of-the-dose.ts'

/**
 * Work that somebody was given, and messages, that keep the dose from being charged.
 * @see https://hl7.org/fhir/R4/task.html
 * @see https://hl7.org/fhir/R4/communication.html
 */
export function workBeside(reading: Reading): readonly RecordBeside[] {
  const names = drugNames(reading)
  return [
    ...aboutThePatient(reading, 'Task')
      .filter(({ resource }) => !isOurs(resource.identifier) && !isSuggestedByUs(resource))
      .flatMap(({ key, resource }) =>
        saidByTask(key, resource, {
          bearing: bearingOf(reading, aboutOf(resource)),
          names,
          isOfThatDay: isOfThatDay(reading, resource),
        }).map((said) => recordOf(key, 'work', said)),
      ),
    ...aboutThePatient(reading, 'Communication')
      .filter(({ resource }) => !isOurs(resource.identifier))
      .flatMap(({ key, resource }) =>
        saidByMessage(reading, key, resource, { bearing: bearingOf(reading, aboutMessage(resource)), names }).map(
          (said) => recordOf(key, 'work', said),
        ),
      ),
  ]
}

/** A warning that somebody set on the chart, where it is not one of care alone. @see https://hl7.org/fhir/R4/flag.html */
export const flagsBeside = (reading: Reading): readonly RecordBeside[] =>
  aboutThePatient(reading, 'Flag')
    .filter(({ resource }) => !isOurs(resource.identifier) && !IS_OVER.has(resource.status))
    .filter(({ resource }) => mayHoldTheDose(reading, resource.period) || resource.period?.end === undefined)
    .flatMap(({ key, resource }) =>
      saidByFlag(key, resource, drugNames(reading)).map((said) => recordOf(key, 'work', said)),
    )

const IS_OVER: ReadonlySet<unknown> = new Set(['inactive', 'entered-in-error'])

function saidByFlag(key: string, { code, category }: Flag, names: ReadonlySet<string>): readonly Said[] {
  const words = wordsOrCodes([code, ...list(category)])
  if (isUsualFlag(words, names)) return []
  const strange = words.find(stops) ?? words.find((each) => !isUsualFlag([each], names))
  const reads = strange === undefined ? 'has no words' : `reads “${quoted(strange, 80)}”`
  return [{ says: `${key}, a flag of the patient, ${reads}.`, element: 'code' }]
}

const isOurs = (identifier: readonly Identifier[] | undefined): boolean =>
  list(identifier).some(({ system }) => text(system)?.startsWith(`${BASE}/sid/`))

/** What our own cards suggest repeats what is found here anyway. */
const isSuggestedByUs = ({ intent, code }: Task): boolean => intent === 'proposal' && code?.text === 'Billing readiness'

const aboutOf = ({ focus, basedOn, partOf, encounter, reasonReference }: Task) => [
  focus,
  ...list(basedOn),
  ...list(partOf),
  encounter,
  reasonReference,
]
const aboutMessage = ({ about, basedOn, partOf, encounter, reasonReference }: Communication) => [
  ...list(about),
  ...list(basedOn),
  ...list(partOf),
  encounter,
  ...list(reasonReference),
]

const TASK_STATUSES = [
  'draft',
  'requested',
  'received',
  'accepted',
  'rejected',
  'ready',
  'cancelled',
  'in-progress',
  'on-hold',
  'failed',
  'completed',
  'entered-in-error',
] as const
const OVER: ReadonlySet<string> = new Set(['rejected', 'cancelled', 'failed', 'completed', 'draft'])

/** What a record is about, and what the drug of the dose is called: its name in a sentence is usual. */
interface About {
  readonly bearing: Bearing
  readonly names: ReadonlySet<string>
  /** It was given to somebody on the day of the dose, or the day after. */
  readonly isOfThatDay?: boolean
}
const isOfIt = ({ bearing }: About): boolean => bearing === 'this dose' || bearing === 'its visit'
const OF: Readonly<Partial<Record<Bearing, string>>> = {
  'this dose': 'the dose',
  'its visit': 'the visit of the dose',
  'what it rests on': 'a coverage, a diagnosis or another record that the line rests on',
}

function saidByTask(key: string, task: Task, about: About): readonly Said[] {
  if (about.bearing === 'another') return []
  const read = codedIn(key, task, 'status', TASK_STATUSES)
  if ('doubt' in read) return [{ says: read.doubt, element: 'status' }]
  if (read.code === 'entered-in-error') return []
  return OVER.has(read.code)
    ? saidByOver(key, { task, status: read.code }, about)
    : saidByOpen(key, { task, status: read.code }, about)
}

interface AsRead {
  readonly task: Task
  readonly status: string
}

/** Of open work about the dose, its visit or of its day only care is harmless; of the patient’s other work, what speaks of no charge. */
function saidByOpen(key: string, { task, status }: AsRead, about: About): readonly Said[] {
  const words = [...askedBy(task), ...toldBy(task)]
  const stop = [...words, ...lowerCodes([task.code])].find(stops)
  const named = quoted(stop ?? words.find((each) => !isOfCare(each, about.names)) ?? words[0] ?? 'without words', 80)
  if (stop !== undefined) {
    const isCertain = (isOfIt(about) && holdsCharge(stop)) || (about.bearing === 'this dose' && deniesDose(stop))
    return [{ says: `${key} (“${named}”, ${status}) keeps it from being charged.`, element: 'code', isCertain }]
  }
  const isStopped = status === 'on-hold' && about.bearing === 'this dose'
  const isCare = words.length > 0 && words.every((each) => isOfCare(each, about.names))
  const of = OF[about.bearing] ?? (about.isOfThatDay ? 'the patient, and of the day of the dose' : undefined)
  if (of === undefined || (isCare && !isStopped)) return []
  return [{ says: `${key} (“${named}”, ${status}) is open about ${of}.`, element: 'status' }]
}

/** Work that is over has said its word, and of what was called off only the reason counts. */
function saidByOver(key: string, { task, status }: AsRead, about: About): readonly Said[] {
  const words = status === 'cancelled' || status === 'rejected' ? toldBy(task) : [...askedBy(task), ...toldBy(task)]
  const unusual = isOfIt(about)
    ? words.find((each) => !isOfWorkDone(each, about.names))
    : words.find((each) => stopsForGood(each))
  const isFailed = status === 'failed' && about.bearing === 'this dose'
  if (unusual === undefined && !isFailed) return []
  const named = quoted(unusual ?? words[0] ?? 'without words', 80)
  return [{ says: `${key} (“${named}”, ${status}) may keep it from being charged.`, element: 'code' }]
}

const askedBy = ({ code, reasonCode, description }: Task): readonly string[] => [
  ...phrasesOf([code, reasonCode]),
  ...[text(description) ?? []].flat(),
]
const toldBy = ({ businessStatus, statusReason, note }: Task): readonly string[] => [
  ...phrasesOf([businessStatus, statusReason]),
  ...list(note).flatMap((each) => text(each.text) ?? []),
]

/** A message about the dose has to be plainly of care; of another one of that day counts what speaks of the dose, or against it. */
function saidByMessage(reading: Reading, key: string, message: Communication, about: About): readonly Said[] {
  if (message.status === 'entered-in-error' || message.status === 'not-done' || message.status === 'preparation')
    return []
  if (about.bearing === 'another' || (!isOfIt(about) && !isOfThatDay(reading, message))) return []
  const words = [
    ...phrasesOf([message.topic, ...list(message.category), ...list(message.reasonCode), message.statusReason]),
    ...list(message.payload).flatMap(({ contentString }) => text(contentString) ?? []),
    ...list(message.note).flatMap((each) => text(each.text) ?? []),
  ]
  const unusual = isOfIt(about)
    ? (words.find(stops) ?? words.find((each) => !isOfMessage(each, about.names)))
    : saidOfTheDose(reading, { words, called: words }, { names: about.names, isOfTheDose: false })
  if ((words.length > 0 || !isOfIt(about)) && unusual === undefined) return []
  const named = quoted(unusual ?? 'without words', 80)
  return [{ says: `${key} (“${named}”) may keep it from being charged.`, element: 'payload' }]
}

/** Categories of messages are usual as such. @see https://terminology.hl7.org/CodeSystem-communication-category.html */
const CATEGORIES: ReadonlySet<string> = new Set(['alert', 'notification', 'reminder', 'instruction'])
const isOfMessage = (phrase: string, names: ReadonlySet<string>): boolean =>
  CATEGORIES.has(phrase.toLowerCase()) || isOfCare(phrase, names)
