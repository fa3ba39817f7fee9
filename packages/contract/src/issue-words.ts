import type { z } from 'zod'

/** An issue of a schema in a caller's words: what is wrong, and what to write where that is known. */
export interface IssueWords {
  readonly detail: string
  readonly remedy?: string
}

/**
 * What is wrong with a value. Its kind is told and never what it holds: it may be of a patient. `issue.input` is set where
 * the schema was read with `reportInput`. A sentence that the schema gives itself stays as it is.
 */
export function inWords(issue: z.core.$ZodIssue): IssueWords {
  switch (issue.code) {
    case 'invalid_type':
      return ofKind(issue)
    case 'invalid_value':
      return { detail: 'This is none of the values it can have.', remedy: `Write one of ${issue.values.join(', ')}.` }
    case 'invalid_format':
      return FORMATS[issue.format] ?? { detail: ownWords(issue.message) }
    case 'too_small':
      return {
        detail: `This is too ${SMALL[issue.origin] ?? 'small'}.`,
        remedy: `At least ${measured(issue.origin, issue.minimum)}.`,
      }
    case 'too_big':
      return {
        detail: `This is too ${BIG[issue.origin] ?? 'large'}.`,
        remedy: `At most ${measured(issue.origin, issue.maximum)}.`,
      }
    case 'invalid_key':
      return { detail: 'The name of this element is none that is allowed here.', ...nameOf(issue) }
    case 'invalid_union':
      return ofUnion(issue)
    default:
      return { detail: ownWords(issue.message) }
  }
}

/** What the schema says itself; what the library says by default is not for a caller. */
const ownWords = (message: string): string =>
  /^(Invalid|Too (small|big)|Unrecognized|Unknown)\b/.test(message) ? 'This is not written as it has to be.' : message

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  date: 'a date',
  null: 'null',
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return KINDS[typeof value] ?? 'of another kind'
}

function ofKind({ expected, input, path }: z.core.$ZodIssueInvalidType): IssueWords {
  const wanted = KINDS[expected] ?? expected
  if (input === undefined) return { detail: 'It is missing.', remedy: `Add it: it is ${wanted}.` }
  const detail = `It is ${kindOf(input)}, and has to be ${wanted}.`
  if (path.length === 0 && Array.isArray(input))
    return { detail, remedy: 'Send an object with the resources of the chart: {"resources": […]}.' }
  return { detail }
}

const FORMATS: Readonly<Record<string, IssueWords>> = {
  datetime: { detail: 'This is no moment.', remedy: 'Write it with its offset: 2026-03-02T10:00:00-05:00.' },
  date: { detail: 'This is no day of the calendar.', remedy: 'Write it as 2026-03-02.' },
  uuid: { detail: 'This is no UUID.' },
  url: { detail: 'This is no address.', remedy: 'Write it whole: https://ehr.example/fhir.' },
}
const SMALL: Readonly<Record<string, string>> = { string: 'short', array: 'short' }
const BIG: Readonly<Record<string, string>> = { string: 'long', array: 'long' }

function measured(origin: string, many: number | bigint): string {
  const of = { string: ['character', 'characters'], array: ['entry', 'entries'] }[origin]
  return of ? `${many} ${many === 1 ? of[0] : of[1]}` : `${many}`
}

/** What the name itself breaks, such as that it is no reference. */
function nameOf({ issues: [first] }: z.core.$ZodIssueInvalidKey): Pick<IssueWords, 'remedy'> {
  const { detail } = first ? inWords(first) : { detail: undefined }
  return detail === undefined ? {} : { remedy: detail }
}

/** Of several shapes it has none: the one it comes nearest to says why. */
function ofUnion({ errors, message }: z.core.$ZodIssueInvalidUnion): IssueWords {
  const [nearest] = errors.toSorted((a, b) => a.length - b.length)
  const [first] = nearest ?? []
  return first ? inWords(first) : { detail: ownWords(message) }
}

/** What to do about a name that nothing here has: the one that was meant, or what there is. */
export function remedyForName(name: string, known: readonly string[]): string {
  const meant = known.find((each) => isNear(each, name))
  if (meant !== undefined) return `Write “${meant}”.`
  return known.length > 0 ? `Leave it out. There are ${known.join(', ')}.` : 'Leave it out.'
}

/** `codeBook` for `codebook`, `resource` for `resources`. */
function isNear(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()]
  return a === b || a === `${b}s` || `${a}s` === b
}
