import type { Path } from '@doseline/yaml-files'

/** An entry with a day, as YAML has it. */
export interface RawEntry {
  readonly from?: string
  readonly checkedOn?: string
  readonly through?: string
  readonly source: string
  readonly confidence?: string
  readonly overrides?: string
  readonly [element: string]: unknown
}

/** A list of entries that follow each other in time, and where it is. */
export interface DatedList {
  readonly path: Path
  readonly entries: readonly RawEntry[]
}

/** Whether a list is of entries with a day: each of those cites its source. */
export const isDatedList = (value: unknown): value is readonly RawEntry[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => isRecord(each) && typeof each.source === 'string')

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every dated list of a file. */
export function* datedLists(value: unknown, path: Path = []): Generator<DatedList> {
  if (isDatedList(value)) yield { path, entries: value }
  else if (isRecord(value)) for (const [name, each] of Object.entries(value)) yield* datedLists(each, [...path, name])
}

/** The first day an entry holds for; one that was only looked up holds from the beginning. */
export const startOf = ({ from = '' }: RawEntry): string => from

/** What is wrong with the days of a list: each entry begins after the one before it, which has ended or is replaced by it. */
export function* outOfOrder({
  path,
  entries,
}: DatedList): Generator<{ readonly path: Path; readonly problem: string; readonly todo: string }> {
  for (const [at, entry] of entries.entries()) {
    const place = [...path, at]
    const { from, through } = entry
    if (from !== undefined && through !== undefined && through < from)
      yield {
        path: [...place, 'through'],
        problem: `It ends on ${through}, before it begins on ${from}.`,
        todo: 'Correct one of the two days.',
      }
    const before = entries[at - 1]
    if (!before) continue
    if (startOf(entry) === startOf(before))
      yield {
        path: place,
        problem: `It begins ${from === undefined ? 'when' : `on ${from}, as`} the entry before it does: two overlap in time.`,
        todo: 'Keep one of them, or give each its own first day.',
      }
    else if (startOf(entry) < startOf(before))
      yield {
        path: place,
        problem: `It begins ${from === undefined ? 'before every day' : `on ${from}`}, before the entry above it (${startOf(before)}).`,
        todo: 'Put entries in the order of their days, the earliest first.',
      }
    else if (before.through !== undefined && from !== undefined && before.through >= from)
      yield {
        path: place,
        problem: `It begins on ${from}, and the entry above it speaks until ${before.through}: they overlap in time.`,
        todo: `End the one above before ${from}, or begin this one later.`,
      }
  }
}

/** Two lists of one thing, of which some entry of one speaks for a day that some entry of the other speaks for. */
export function overlap(one: readonly RawEntry[], other: readonly RawEntry[]): RawEntry | undefined {
  return other.find((entry) =>
    one.some((each) => startOf(each) <= (entry.through ?? END) && startOf(entry) <= (each.through ?? END)),
  )
}
const END = '9999-12-31'
