import { ImportProblem } from './bulletin.ts'

/** Where the wanted columns of a tab-separated file are. */
export interface TabColumns {
  /** The cells of a row, as many as the header has. Throws {@link ImportProblem} where there are fewer or more. */
  cells(text: string, line: number): readonly string[]
  /** The place of a column, counted from 0. */
  at(column: string): number
}

/**
 * The columns of a header that has to be as its publisher documents it: one that is missing, moved or new is named, since
 * then nobody has looked at what the others mean. `mayEndEarly`: trailing cells that are empty may be left out of a row.
 */
export function tabColumns(
  header: string,
  line: number,
  { expected, mayEndEarly = 0 }: { readonly expected: readonly string[]; readonly mayEndEarly?: number },
): TabColumns {
  const written = header.split('\t').map((cell) => cell.trim())
  const wrong = [...expected, ''].findIndex((name, at) => (written[at] ?? '') !== name)
  if (wrong >= 0 && (wrong < expected.length || written.length > expected.length)) {
    const wanted = expected[wrong]
    const says = wanted === undefined ? 'the end of the header' : `the column ${wanted}`
    throw new ImportProblem(line, wrong + 1, says, written[wrong] ?? '')
  }
  return {
    cells: (text, at) => {
      const cells = text.split('\t')
      const missing = expected.length - cells.length
      if (missing > mayEndEarly || missing < 0) {
        const column = Math.min(cells.length, expected.length) + 1
        throw new ImportProblem(at, column, `${expected.length} columns`, cells.at(-1) ?? '')
      }
      return cells
    },
    at: (column) => expected.indexOf(column),
  }
}
