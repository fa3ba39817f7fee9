import type { z } from 'zod'
import type { Element, ElementsAt } from './elements.ts'
import { insteadOf } from './nearest.ts'
import type { Path } from './read-yaml.ts'

/** Something wrong with the shape of a file, in words of its author. */
export interface ShapeFault {
  readonly path: Path
  readonly problem: string
  readonly todo: string
}

type Issue = z.core.$ZodIssue

/** What is wrong, element by element: never in the words of a library. `value` is the whole file. */
export function inShapeWords(issue: Issue, value: unknown, elements: ElementsAt): readonly ShapeFault[] {
  const path = pathOf(issue)
  const found = inside(value, path)
  const element = mergedAt(path, elements)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        problem: `There is no element “${key}” here.`,
        todo: insteadOf(key, Object.keys(element.properties ?? {})),
      }))
    case 'invalid_type':
      return [
        found === undefined
          ? missing(path, elements)
          : withElement(element, { path, ...ofAnotherKind(issue.expected, found) }),
      ]
    case 'invalid_value':
      return [found === undefined ? missing(path, elements) : { path, ...noneOf(found, issue.values.map(String)) }]
    case 'too_small':
    case 'too_big':
      return [withElement(element, { path, ...ofSize(issue, found) })]
    case 'invalid_union':
      return ofUnion(issue, value, elements)
    case 'invalid_key':
      return [
        {
          path,
          problem: `“${path.at(-1)}” ${ownWords(issue.issues[0]?.message)}.`,
          todo: 'Correct the name of the element.',
        },
      ]
    default:
      return [withElement(element, { path, ...inOwnWords(issue.message, found) })]
  }
}

const pathOf = ({ path }: Issue): Path => path.map((step) => (typeof step === 'number' ? step : String(step)))

export function inside(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (held, step) => (typeof held === 'object' && held !== null ? (held as Record<string, unknown>)[step] : undefined),
    value,
  )
}

/** What can be said of an element that is one of several shapes. */
function mergedAt(path: Path, elements: ElementsAt): Element {
  const found = elements(path)
  const properties = Object.assign({}, ...found.map((each) => each.properties)) as Element['properties']
  return { ...found[0], ...(found.length > 0 && properties && { properties }) }
}

function missing(path: Path, elements: ElementsAt): ShapeFault {
  const element = mergedAt(path, elements)
  const choices = element.enum ? `one of ${element.enum.join(', ')}` : undefined
  const example = choices ?? (element.examples ? `such as ${element.examples[0]}` : undefined)
  return {
    path,
    problem: `“${path.at(-1)}” is missing.`,
    todo: sentence(`Add it${example === undefined ? '' : `, ${example}`}`, element.description),
  }
}

function ofAnotherKind(expected: string, found: unknown): Omit<ShapeFault, 'path'> {
  if (expected === 'string' && (typeof found === 'number' || typeof found === 'boolean'))
    return {
      problem: `${found} is read as ${KINDS[typeof found]}, and has to be text.`,
      todo: `Put it in quotation marks: "${found}".`,
    }
  const wanted = KINDS[expected] ?? 'of another kind'
  return { problem: `${shown(found)} has to be ${wanted}.`, todo: WRITTEN[expected] ?? '' }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an element with elements of its own',
  record: 'an element with elements of its own',
  array: 'a list',
}
/** How a kind is written in YAML. */
const WRITTEN: Readonly<Record<string, string>> = {
  object: 'Write its elements below it, each with a colon, indented by two spaces.',
  record: 'Write its elements below it, each with a colon, indented by two spaces.',
  array: 'Begin each entry on a line of its own with a hyphen, or write the entries in square brackets.',
  number: 'Write digits without quotation marks.',
  int: 'Write digits without quotation marks.',
}

function noneOf(found: unknown, values: readonly string[]): Omit<ShapeFault, 'path'> {
  const todo = values.length === 1 ? `Write ${values[0]}, or leave it out.` : insteadOf(String(found), values)
  return { problem: `${shown(found)} is none of the values it can have.`, todo }
}

/** Of several shapes it has none: the one that lacks least says why; where nothing tells them apart, what does. */
function ofUnion(
  { errors, path: around, ...issue }: z.core.$ZodIssueInvalidUnion,
  value: unknown,
  elements: ElementsAt,
): readonly ShapeFault[] {
  const path = around.map((step) => (typeof step === 'number' ? step : String(step)))
  if (errors.length === 0) {
    const discriminator = 'discriminator' in issue ? String(issue.discriminator) : 'way'
    const at = path.at(-1) === discriminator ? path : [...path, discriminator]
    const found = inside(value, at)
    const choices = elements(at).flatMap(({ const: only, enum: several = [] }) =>
      only === undefined ? several.map(String) : [String(only)],
    )
    return [
      found === undefined
        ? { ...missing(at, elements), todo: `Add it: one of ${choices.join(', ')}.` }
        : { path: at, ...noneOf(found, choices) },
    ]
  }
  const own = ownWords(issue.message)
  if (issue.message !== undefined && own === issue.message)
    return [withElement(mergedAt(path, elements), { path, ...inOwnWords(own, inside(value, path)) })]
  const [nearest = []] = errors.toSorted((a, b) => fromAfar(a) - fromAfar(b) || a.length - b.length)
  return nearest.flatMap((each) => inShapeWords({ ...each, path: [...around, ...each.path] } as Issue, value, elements))
}

/** 1 of a shape that the value as a whole has not: what is wrong inside of another shape says more. */
const fromAfar = (issues: readonly Issue[]): 0 | 1 =>
  issues.some(({ path, code }) => path.length === 0 && code !== 'unrecognized_keys') ? 1 : 0

/** What the schema says itself, such as `is not a day (yyyy-mm-dd)`. */
function inOwnWords(message: string, found: unknown): Omit<ShapeFault, 'path'> {
  const own = ownWords(message)
  if (typeof found === 'object')
    return { problem: `This entry ${own}.`, todo: 'Add what is missing, or remove what is too much.' }
  const problem = /^(is|needs) /.test(own) ? `${shown(found)} ${own}.` : `${own}.`
  return { problem, todo: '' }
}

/** What a library says by default is not for an author. */
const ownWords = (message = ''): string =>
  message === '' || /^(Invalid|Too (small|big)|Unrecognized|Unknown|Expected)\b/.test(message)
    ? 'is not written as it has to be'
    : message

function ofSize(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, found: unknown): Omit<ShapeFault, 'path'> {
  const isNumber = typeof found === 'number'
  if (issue.code === 'too_big') {
    const problem = `${shown(found)} is too ${isNumber ? 'large' : 'long'}.`
    return { problem, todo: `Write at most ${counted(issue.maximum, found)}.` }
  }
  const least = issue.inclusive === false ? 'more than' : 'at least'
  const problem = `${shown(found)} is too ${isNumber ? 'small' : 'short'}.`
  return { problem, todo: `Write ${least} ${counted(issue.minimum, found)}.` }
}

/** A limit with what it counts: entries of a list, characters of a text. */
function counted(limit: number | bigint, found: unknown): string {
  if (Array.isArray(found)) return `${limit} ${Number(limit) === 1 ? 'entry' : 'entries'}`
  if (typeof found === 'string') return `${limit} ${Number(limit) === 1 ? 'character' : 'characters'}`
  return String(limit)
}

/** With what the element is, and how it is written where nothing better is known. */
function withElement({ description, examples }: Element, fault: ShapeFault): ShapeFault {
  const example = fault.todo === '' && examples ? `Write it as ${examples[0]}.` : fault.todo
  return { ...fault, todo: sentence(example, description) }
}

const shown = (value: unknown): string =>
  Array.isArray(value)
    ? 'The list'
    : typeof value === 'object' && value !== null
      ? 'This'
      : value === null
        ? 'Nothing'
        : `“${shortened(String(value))}”`

const SHOWN = 60
const shortened = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text)

/** Sentences, each with its period. */
const sentence = (...parts: readonly (string | undefined)[]): string =>
  parts
    .filter((each) => each !== undefined && each !== '')
    .map((each) => (/[.!?]$/.test(each ?? '') ? each : `${each}.`))
    .join(' ')
