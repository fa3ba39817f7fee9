/** As many entries as one resource holds: a server stores such a one within its limits, and a person can still open it. */
export const MOST_IN_ONE = 1000

/** A piece of a list, with its place among the pieces. */
export interface PartOf<Entry> {
  readonly entries: readonly [Entry, ...Entry[]]
  /** `03`: it is part of the id, and ids sort as their entries do. */
  readonly number: string
  readonly of: number
}

/** A list in pieces of at most {@link MOST_IN_ONE}, in its order; an entry is never divided. */
export function inParts<Entry>(all: readonly Entry[]): readonly PartOf<Entry>[] {
  const of = Math.ceil(all.length / MOST_IN_ONE)
  return Array.from({ length: of }, (_, at) => all.slice(at * MOST_IN_ONE, (at + 1) * MOST_IN_ONE)).flatMap(
    ([first, ...others], at) =>
      first === undefined
        ? []
        : [{ entries: [first, ...others] as const, number: String(at + 1).padStart(2, '0'), of }],
  )
}
