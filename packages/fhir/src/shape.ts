/**
 * Charts come over a wire, and what TypeScript calls a `Condition` is what somebody's server sent. These few readers
 * make every shape safe to look at, so that a wrong one is a missing fact and never an exception.
 */

/** True for a JSON object. */
export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An absent value, an empty text, and a list or element of nothing else. */
export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  return typeof value === 'object' && Object.values(value).every(isNothing)
}

/** The objects of a repeating element. A lone object counts as a list of one: some servers drop the brackets. */
export function list<T extends object>(value: readonly T[] | T | null | undefined): readonly T[] {
  if (value === undefined || value === null) return NOTHING
  if (!Array.isArray(value)) return isObject(value) ? [value as T] : NOTHING
  const all: readonly unknown[] = value
  // Nearly every list is as FHIR says: that one needs no copy.
  return all.every(isObject) ? value : all.filter((one): one is T => isObject(one))
}

const NOTHING: readonly never[] = []

/** The text, trimmed; undefined where there is none, or where something else than a text stands. */
export function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const trimmed = value.trim()
  return trimmed === '' ? undefined : trimmed
}

/** At most `length` characters of a text, for quoting it in a sentence. */
export function quoted(value: string, length = 120): string {
  const line = value.replace(/\s+/g, ' ').trim()
  return line.length > length ? `${line.slice(0, length - 1)}…` : line
}

/** Orders texts by code unit: the same everywhere, whatever the machine's language. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** `a`, `a and b`, `a, b and c`. */
export const listedWords = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
