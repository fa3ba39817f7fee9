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
      return { detail: 'This value is not allowed here.', remedy: `Use one of ${issue.values.join(', ')}.` }
    case 'invalid_format':
      return FORMATS[issue.format] ?? ownWords(issue.message)
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
      return { detail: 'This name is not allowed here.', ...nameOf(issue) }
    case 'invalid_union':
      return ofUnion(issue)
    default:
      return ownWords(issue.message)
  }
}

/**
 * What the schema says itself: a sentence about what is wrong, and after it what to write. What the library says by default is
 * not for a caller.
 */
function ownWords(message: string): IssueWords {
  if (/^(Invalid|Too (small|big)|Unrecognized|Unknown)\b/.test(message))
    return { detail: 'This is not in the required form.' }
  const end = message.indexOf('. ')
  return end < 0 ? { detail: message } : { detail: message.slice(0, end + 1), remedy: message.slice(end + 2) }
}

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

/** `null`, `a list` or `text`: of which kind a value is, and never what it holds. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return KINDS[typeof value] ?? 'of another kind'
}

function ofKind({ expected, input }: z.core.$ZodIssueInvalidType): IssueWords {
  const wanted = KINDS[expected] ?? expected
  if (input === undefined) return { detail: 'It is missing.', remedy: `Add it: it is ${wanted}.` }
  const detail = `It is ${kindOf(input)}, but must be ${wanted}.`
  if (input === null) return { detail, remedy: 'Leave it out where there is nothing to send.' }
  if (expected === 'array' && isBundle(input))
    return { detail, remedy: 'Send a Bundle as “bundle”, or the resources of its entries as a list.' }
  return WRITTEN[expected] === undefined ? { detail } : { detail, remedy: WRITTEN[expected] }
}

const isBundle = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'resourceType' in value && value.resourceType === 'Bundle'

/** How a kind is written in JSON. */
const WRITTEN: Readonly<Record<string, string>> = {
  string: 'Write it in quotation marks.',
  number: 'Write digits without quotation marks.',
  int: 'Write digits without quotation marks.',
  boolean: 'Write true or false without quotation marks.',
  object: 'Write its elements in braces: {…}.',
  record: 'Write its elements in braces: {…}.',
  array: 'Write its entries in square brackets: […].',
}

const FORMATS: Readonly<Record<string, IssueWords>> = {
  datetime: { detail: 'This is not a date and time.', remedy: 'Write it with its offset: 2026-03-02T10:00:00-05:00.' },
  date: { detail: 'This is not a calendar date.', remedy: 'Write it as 2026-03-02.' },
  uuid: { detail: 'This is not a UUID.' },
  url: { detail: 'This is not a full address.', remedy: 'Write all of it: https://ehr.example/fhir.' },
}
const SMALL: Readonly<Record<string, string>> = { string: 'short', array: 'short' }
const BIG: Readonly<Record<string, string>> = { string: 'long', array: 'long' }

function measured(origin: string, many: number | bigint): string {
  const of = { string: ['character', 'characters'], array: ['entry', 'entries'] }[origin]
  return of ? `${many} ${many === 1 ? of[0] : of[1]}` : `${many}`
}

/** What the name itself breaks, such as that it is no reference. */
function nameOf({ issues: [first] }: z.core.$ZodIssueInvalidKey): Pick<IssueWords, 'remedy'> {
  if (!first) return {}
  const { detail, remedy = detail } = inWords(first)
  return { remedy }
}

/** Of several shapes it has none: the one it comes nearest to says why. */
function ofUnion({ errors, message }: z.core.$ZodIssueInvalidUnion): IssueWords {
  const [nearest] = errors.toSorted((a, b) => a.length - b.length)
  const [first] = nearest ?? []
  return first ? inWords(first) : ownWords(message)
}

/** What to do about a name that nothing here has: the one that was meant, or what there is. */
export function remedyForName(name: string, known: readonly string[]): string {
  const meant = known.find((each) => isNear(each, name))
  if (meant !== undefined) return `Write “${meant}”.`
  return known.length > 0 ? `Leave it out. The elements are ${known.join(', ')}.` : 'Leave it out.'
}

/** `codeBook` for `codebook`, `resource` for `resources`. */
function isNear(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()]
  return a === b || a === `${b}s` || `${a}s` === b
}
