import type { RecordBeside } from '@doseline/dose'
import type { Communication, Flag, Identifier, Task } from 'fhir/r4'
import { codedIn } from '../../coded.ts'
import { list, quoted, text } from '../../shape.ts'
import { BASE } from '../../systems.ts'
import type { Reading } from '../reading.ts'
import {
  aboutThePatient,
  type Bearing,
  bearingOf,
  lowerCodes,
  mayHoldTheDose,
  phrasesOf,
  recordOf,
  type Said,
} from './said.ts'

/**
 * Work that somebody was given, and messages, that keep the dose from being charged.
 * @see https://hl7.org/fhir/R4/task.html
 * @see https://hl7.org/fhir/R4/communication.html
 */
export const workBeside = (reading: Reading): readonly RecordBeside[] => [
  ...aboutThePatient(reading, 'Task')
    .filter(({ resource }) => !isOurs(resource.identifier) && !isSuggestedByUs(resource))
    .flatMap(({ key, resource }) =>
      saidByTask(key, resource, bearingOf(reading, aboutOf(resource))).map((said) => recordOf(key, 'work', said)),
    ),
  ...aboutThePatient(reading, 'Communication')
    .filter(({ resource }) => !isOurs(resource.identifier))
    .flatMap(({ key, resource }) =>
      saidByMessage(key, resource, bearingOf(reading, aboutMessage(resource))).map((said) =>
        recordOf(key, 'work', said),
      ),
    ),
]

/** A warning that somebody set on the chart: only what it says of charging counts. @see https://hl7.org/fhir/R4/flag.html */
export const flagsBeside = (reading: Reading): readonly RecordBeside[] =>
  aboutThePatient(reading, 'Flag')
    .filter(({ resource }) => !isOurs(resource.identifier) && !IS_OVER.has(resource.status))
    .filter(({ resource }) => mayHoldTheDose(reading, resource.period) || resource.period?.end === undefined)
    .flatMap(({ key, resource }) => saidByFlag(key, resource).map((said) => recordOf(key, 'work', said)))

const IS_OVER: ReadonlySet<unknown> = new Set(['inactive', 'entered-in-error'])

function saidByFlag(key: string, { code, category }: Flag): readonly Said[] {
  const stop = phrasesOf([code, ...list(category)]).find((each) => STOPS.test(each))
  return stop === undefined
    ? []
    : [{ says: `${key}, a flag of the patient, reads “${quoted(stop, 80)}”.`, element: 'code' }]
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

function saidByTask(key: string, task: Task, bearing: Bearing): readonly Said[] {
  if (bearing === 'another') return []
  const read = codedIn(key, task, 'status', TASK_STATUSES)
  if ('doubt' in read) return [{ says: read.doubt, element: 'status' }]
  if (read.code === 'entered-in-error') return []
  const words = wordsOfTask(task)
  const stop = words.find((each) => STOPS.test(each))
  const named = quoted(stop ?? words[0] ?? 'without words', 80)
  const isOfIt = bearing === 'this dose' || bearing === 'its visit'
  if (stop !== undefined && read.code !== 'cancelled' && read.code !== 'rejected') {
    // Work that is done has said its word: only that nothing is to be charged goes on.
    if (OVER.has(read.code) && !NEVER_CHARGED.test(stop)) return []
    return [
      { says: `${key} (“${named}”, ${read.code}) keeps it from being charged.`, element: 'code', isCertain: isOfIt },
    ]
  }
  if (OVER.has(read.code)) return []
  const isStopped = read.code === 'on-hold' && bearing === 'this dose'
  const isFulfilled = lowerCodes([task.code]).every((code) => code === 'fulfill') && words.every(isUsual)
  if (!isStopped && (!isOfIt || isFulfilled || (words.length > 0 && words.every(isUsual)))) return []
  const about = bearing === 'this dose' ? 'the dose' : 'the visit of the dose'
  return [{ says: `${key} (“${named}”, ${read.code}) is open about ${about}.`, element: 'status' }]
}

const wordsOfTask = ({
  code,
  businessStatus,
  statusReason,
  description,
  reasonCode,
  note,
}: Task): readonly string[] => [
  ...phrasesOf([code, businessStatus, statusReason, reasonCode]),
  ...[text(description) ?? []].flat(),
  ...list(note).flatMap((each) => text(each.text) ?? []),
]

/** Words that keep a charge back, wherever a task holds them. */
const STOPS =
  /\b(do not|don't|dont|never|stop|hold|on hold|holding|held|pend|suspend)\W+(\w+\W+){0,3}(bill\w*|charg\w*|claim\w*|cod(e|ing))\b|\b(bill\w*|charg\w*|claim\w*|account|cod(e|ing))\W+(\w+\W+){0,2}(hold|held|on hold|edit|query|review|correction|denied|denial|credit\w*|void\w*)\b|\bon hold\b|\b(non-?billable|not billable|no charge|write[- ]?off|charge (error|correction|review)|wrong (drug|patient|dose|charge)|not (given|administered)|recall(ed)?|duplicate charge|coding query|suspend|abort)\b/i
const NEVER_CHARGED =
  /\b(do not|don't|never)\W+(\w+\W+){0,2}(bill|charge)\b|\b(non-?billable|not billable|no charge|write[- ]?off)\b/i

/** What is usually left to do after a dose, and bears on nothing that is charged. */
const isUsual = (phrase: string): boolean =>
  /\b(fulfill|schedul\w*|appointment|follow[- ]?up|call (the )?patient|remind\w*|educat\w*|teach\w*|survey|transport\w*|labs?|blood|draw|calcium|dexa|refill|next (dose|visit)|prepare|administer|give|dispense|verify (the )?order|vitals?|weight|discharge instructions)\b/i.test(
    phrase,
  )

function saidByMessage(key: string, message: Communication, bearing: Bearing): readonly Said[] {
  // Of messages about something else, or about nothing in particular, nothing is read.
  if (bearing !== 'this dose' && bearing !== 'its visit') return []
  if (message.status === 'entered-in-error' || message.status === 'not-done' || message.status === 'preparation')
    return []
  const words = [
    ...phrasesOf([message.topic, ...list(message.category), ...list(message.reasonCode), message.statusReason]),
    ...list(message.payload).flatMap(({ contentString }) => text(contentString) ?? []),
    ...list(message.note).flatMap((each) => text(each.text) ?? []),
  ]
  const stop = words.find((each) => STOPS.test(each))
  return stop === undefined
    ? []
    : [{ says: `${key} (“${quoted(stop, 80)}”) keeps it from being charged.`, element: 'payload' }]
}
