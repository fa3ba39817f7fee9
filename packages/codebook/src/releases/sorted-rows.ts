/** Rows of a release that stand in the order of their first cells: one is found without reading the others. */
export interface SortedRows {
  /** Every row whose cells begin with these. */
  of(...cells: readonly string[]): readonly (readonly string[])[]
  /** The first rows whose first cell begins with these characters and goes on, at most so many. */
  startingWith(characters: string, most: number): readonly (readonly string[])[]
}

const [NEWLINE, TAB] = [10, 9]

/**
 * Looks rows up in the bytes of a release, of which the first row begins at `start`. The bytes stay as they are: a directory of
 * two hundred thousand packages is 20 MB so, and ten times that as cells.
 */
export function sortedRows(bytes: Buffer, start: number): SortedRows {
  const lineFrom = (at: number): number => {
    const before = at <= start ? -1 : bytes.lastIndexOf(NEWLINE, at - 1)
    return before < start ? start : before + 1
  }
  const lineEnd = (from: number): number => {
    const end = bytes.indexOf(NEWLINE, from)
    return end < 0 ? bytes.length : end
  }
  /** Where the first row that does not stand before the key begins. */
  const firstFrom = (key: Buffer): number => {
    let [low, high] = [start, bytes.length]
    while (low < high) {
      const from = lineFrom((low + high) >> 1)
      const end = lineEnd(from)
      if (bytes.compare(key, 0, key.length, from, Math.min(end + 1, from + key.length)) < 0) low = end + 1
      else high = from
    }
    return low
  }
  const rowsFrom = (key: Buffer, most: number): string[][] => {
    const found: string[][] = []
    for (let from = firstFrom(key); from < bytes.length && found.length < most; ) {
      const end = lineEnd(from)
      if (bytes.compare(key, 0, key.length, from, from + key.length) !== 0) break
      found.push(bytes.toString('utf8', from, end).split(String.fromCharCode(TAB)))
      from = end + 1
    }
    return found
  }
  return {
    of: (...cells) => rowsFrom(Buffer.from(`${cells.join('\t')}\t`), Number.POSITIVE_INFINITY),
    startingWith: (characters, most) =>
      rowsFrom(Buffer.from(characters), most + 1)
        .filter(([first]) => first !== characters)
        .slice(0, most),
  }
}
