import { type CalendarDate, routeInWord } from '@doseline/dose'
import { LONGEST, SENTENCE_END, tokens } from './read.ts'
import {
  AFTER_DOSE_NOUN,
  BEFORE_COMPLAINTS,
  type ClauseKind,
  COMPLAINTS,
  DENIES,
  KINDS,
  MONTHS,
  OF_COMPLAINTS,
} from './usual-clauses.ts'

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** What a note is held against. */
export interface NoteOf {
  /** Words of the drug's own names. */
  readonly names: ReadonlySet<string>
  readonly administeredOn: CalendarDate | undefined
  /** How long the infusions of the day ran, together and each. */
  readonly minutes: readonly number[] | undefined
}

/** `given by J. Smith, RN`: whose name it is does not matter, as long as it is one of the staff. */
const BY_STAFF =
  /\b(?:by|with|witness:?|cosigner:?)\s{1,3}(?:[A-Z][A-Za-z'.-]{0,24},?\s{1,3}){1,3}(?:RN|LPN|LVN|CMA|RMA|MA|NP|APRN|PA-?C|MD|DO|PharmD|RPh)\b/g
const BY_ORDER = /\bper\s{1,3}(?:Dr\.?\s{1,3})?[A-Z][a-z]{1,24}(?:['’]s)?\s{1,3}orders?\b/g
const NOT_340B = /\b(?:non|not|no)[- ]{1,3}340b(?:\s{1,3}stock)?\b/gi
/** A lot is read from its own element. */
const LOT = /\blot\b[\s:#.]{0,4}(?=[A-Z0-9/-]{0,20}\d)[A-Z0-9/-]{2,20}/gi
/** An expiry that is not before the dose says no more than the element has. */
const EXPIRY = /\bexp\b[\s:#.]{0,4}(?=[A-Z0-9/-]{0,20}\d)([A-Z0-9/-]{2,20})/gi

/** `01/2026`, `12/24`, `02/28/2026`, `2026-01`, `2026-01-31`: month, day and year, where there is one. */
const EXPIRES: readonly RegExp[] = [
  /^(?<month>\d{1,2})[/-](?:(?<day>\d{1,2})[/-])?(?<year>\d{4}|\d{2})$/,
  /^(?<year>\d{4})[/-](?<month>\d{1,2})(?:[/-](?<day>\d{1,2}))?$/,
  /^(?:(?<day>\d{1,2})-?)?(?<name>[A-Z]{3})-?(?<year>\d{4}|\d{2})$/i,
]

/** Whether a drug that expires then may be given on a day; a month lasts until its end. What cannot be read may not. */
function lasts(expiry: string, administeredOn: CalendarDate | undefined): boolean {
  const {
    year = '',
    month,
    name,
    day = '31',
  } = EXPIRES.map((each) => each.exec(expiry)?.groups).find((groups) => groups !== undefined) ?? {}
  const itsMonth = name === undefined ? Number(month) : monthOf(name.toLowerCase())
  if (!(itsMonth >= 1 && itsMonth <= 12)) return false
  const until = `${year.padStart(4, '20')}-${String(itsMonth).padStart(2, '0')}-${day.padStart(2, '0')}`
  return administeredOn === undefined || until >= administeredOn
}

/** Letters, figures and marks of plain English text; of another script or a symbol nobody knows here what it says. */
const PLAIN = /^[\p{ASCII}‘’“”–—…½°µ·•→≥≤±é]*$/u

/** A time by the clock: when what ran, only a person can hold against the record. */
const CLOCK = /\b\d{1,2}:\d{2}\b/

/**
 * Whether a note has to be read by a person: it says anything but what nurses usually write of a dose that went well.
 * `isAsked`: whether something else asks about what these words say; whoever answers that has read them.
 */
export function isUnusualNote(note: string, of: NoteOf, isAsked: (words: readonly string[]) => boolean): boolean {
  if (note.length > LONGEST || !PLAIN.test(note)) return true
  if ([...note.matchAll(EXPIRY)].some(([, expiry = '']) => !lasts(expiry, of.administeredOn))) return true
  const plain = [NOT_340B, BY_STAFF, BY_ORDER, LOT, EXPIRY].reduce((left, each) => left.replaceAll(each, ' '), note)
  return plain
    .replaceAll('µ', 'u')
    .split(SENTENCE_END)
    .some((sentence) => {
      const spoken = tokens(sentence)
      if (spoken.length === 0) return /\S/.test(sentence) && /\p{L}/u.test(sentence)
      return !isAsked(spoken) && (CLOCK.test(sentence) || hasUnusualClause(sentence, of, isAsked))
    })
}

function hasUnusualClause(sentence: string, of: NoteOf, isAsked: (words: readonly string[]) => boolean): boolean {
  let isDenial = false
  return sentence
    .split(',')
    .map(tokens)
    .filter((clause) => clause.length > 0)
    .some((clause) => {
      // “No swelling, redness or pain”: what is denied goes on behind the comma.
      const goesOn = isDenial && isComplaint(clause)
      isDenial = goesOn || clause.some((word) => DENIES.has(word))
      return !goesOn && (isAsked(clause) || !isUsual(clause, of))
    })
}

/** Whether a clause is of one kind, or two that `and` or `with` joins are of one each. */
function isUsual(clause: readonly string[], of: NoteOf): boolean {
  if (isOfAnotherDay(clause, of.administeredOn) || isOfAnotherTime(clause, of.minutes)) return false
  if (KINDS.some((kind) => isOfKind(clause, kind, of))) return true
  const at = clause.findIndex((word, place) => place > 0 && (word === 'and' || word === 'with'))
  if (at < 0) return false
  return KINDS.some((kind) => isOfKind(clause.slice(0, at), kind, of)) && isUsual(clause.slice(at + 1), of)
}

function isOfKind(clause: readonly string[], kind: ClauseKind, of: NoteOf): boolean {
  const denial = clause.findIndex((word) => DENIES.has(word))
  const said = denial < 0 ? clause : clause.slice(0, denial)
  if (denial >= 0 && !(kind.denies && isComplaint(clause.slice(denial + 1)))) return false
  // “No complaints”, “patient denies pain”: nothing else is said.
  if (denial >= 0 && said.every((word) => word === 'patient' || word === 'pt' || word === 'has' || word === 'with'))
    return true
  const isKnown = (word: string): boolean =>
    kind.words.has(word) || (kind.figures && isFigure(word)) || (kind.names === true && of.names.has(word))
  if (!said.every(isKnown)) return false
  if (kind.measured && said.some((word, at) => isFigure(word) && !MEASURES.has(said[at + 1] ?? ''))) return false
  if (kind.needs && !said.some((word) => kind.needs?.has(word) || (kind.names === true && of.names.has(word))))
    return false
  if (kind.oneRoute && new Set(said.flatMap((word) => routeInWord(word) ?? [])).size > 1) return false
  return !isStillToCome(said)
}

const MEASURES = set('mg mcg g ml mls cc min mins minute minutes hr hrs hour hours mg/ml ml/hr mg/kg gauge ga')

/** Not four digits in a row: they are a time by the clock, or a year. */
const isFigure = (word: string): boolean => /^(\d{1,3}(\.\d{1,3})?|\d{1,3}\/\d{1,3}(\/\d{2,4})?)$/.test(word)

/** Whether all of it is what may be denied: a complaint, and an infusion only as in “infusion reaction”. */
function isComplaint(words: readonly string[]): boolean {
  return (
    words.some((word) => COMPLAINTS.has(word)) &&
    words.every((word, at) => {
      if (BEFORE_COMPLAINTS.has(word)) return AFTER_DOSE_NOUN.has(words[at + 1] ?? '')
      return COMPLAINTS.has(word) || OF_COMPLAINTS.has(word) || DENIES.has(word) || isFigure(word)
    })
  )
}

const LATER = set('next due scheduled schedule will return returns rtc be again follow')
const DOSE_NOUNS = set('injection injections infusion infusions dose doses treatment medication med inj shot')
const PERIODS = set('weeks wk wks months month mo mos years year yr')

/** Whether a dose is spoken of that is still to come, and not in so many weeks or on another day: it may be this one. */
function isStillToCome(words: readonly string[]): boolean {
  if (!words.some((word) => LATER.has(word)) || !words.some((word) => DOSE_NOUNS.has(word))) return false
  return !words.some(
    (word, at) =>
      ((isFigure(word) || word === 'six' || word === 'one') && PERIODS.has(words[at + 1] ?? '')) ||
      word === '6mo' ||
      word === 'q6mo' ||
      (isFigure(word) && word.includes('/')) ||
      monthOf(word) > 0,
  )
}

/** Its number, of a month or its short form. */
const monthOf = (word: string): number =>
  word.length < 3 ? 0 : MONTHS.findIndex((month) => month === word || (month.startsWith(word) && word.length <= 4)) + 1

/** Right before a day these say that it is none of the dose: the next visit, a lab, the last dose. */
const OF_ANOTHER_DAY = set(
  'next due appointment appt appts scheduled return follow followup rtc dexa labs lab calcium ca creatinine vitamin weight dated results result from',
)

/** Whether a day stands there that is not the day of the dose, in a clause about nothing else. */
function isOfAnotherDay(clause: readonly string[], administeredOn: CalendarDate | undefined): boolean {
  if (clause.some((word) => OF_ANOTHER_DAY.has(word)) && !clause.some((word) => GIVES.has(word))) return false
  const [year, month, day] = (administeredOn ?? '').split('-').map(Number)
  return clause.some((word, at) => {
    const figures = /^(\d{1,2})[/.](\d{1,2})(?:[/.](\d{2}|\d{4}))?$/.exec(word)
    if (figures && word.includes('/') && Number(figures[1]) <= 12 && Number(figures[2]) <= 31) {
      const [, itsMonth, itsDay, itsYear] = figures.map(Number)
      const isYear = figures[3] === undefined || itsYear === year || itsYear === (year ?? 0) % 100
      return itsMonth !== month || itsDay !== day || !isYear
    }
    // Of a month by its name the day may stand on either side; alone it is another.
    const named = monthOf(word)
    if (named === 0) return false
    const beside = [clause[at - 1], clause[at + 1]].map((each) => (/^\d{1,2}$/.test(each ?? '') ? Number(each) : 0))
    return named !== month || !beside.includes(day ?? -1)
  })
}
const GIVES = set('given administered injected infused')
const BEGINS = set('start starting starts begin beginning begins')
const NOT_THE_DAY = set('until through thru to end ending ends exp expires lot by')

/** Whether directions say that it was given on another day than the dose, or is to begin after it. */
export function isGivenOnAnotherDay(sentence: readonly string[], administeredOn: CalendarDate | undefined): boolean {
  if (administeredOn === undefined) return false
  const [isGiven, begins] = [GIVES, BEGINS].map((words) => sentence.some((word) => words.has(word)))
  return sentence.some((word, at) => {
    const figures = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})$/.exec(word)
    if (!figures || NOT_THE_DAY.has(sentence[at - 1] ?? '')) return false
    const [, month = '', day = '', year = ''] = figures
    const on = `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    return begins ? on > administeredOn : isGiven && on !== administeredOn
  })
}

/** What the patient did, or will do, for so long: nothing of the infusion. */
const NOT_OF_THE_INFUSION = set(
  'monitor monitored observed observation waited remained stayed after prior before return follow due',
)
const PER_UNIT: Readonly<Record<string, number>> = {
  min: 1,
  mins: 1,
  minute: 1,
  minutes: 1,
  hr: 60,
  hrs: 60,
  hour: 60,
  hours: 60,
}

/** Whether a clause times the infusion, and not as it is charted; `IV push` is of fifteen minutes at most. */
function isOfAnotherTime(clause: readonly string[], minutes: readonly number[] | undefined): boolean {
  if (!minutes) return false
  if (clause.some((word) => word === 'ivp' || word === 'push') && minutes.some((each) => each > 15)) return true
  if (clause.some((word) => NOT_OF_THE_INFUSION.has(word))) return false
  return clause.some((word, at) => {
    const unit = PER_UNIT[clause[at + 1] ?? '']
    if (unit === undefined || !/^\d{1,3}(\.\d)?$/.test(word)) return false
    const ran = Math.round(Number(word) * unit)
    return !minutes.some((each) => Math.abs(each - ran) <= 1)
  })
}
