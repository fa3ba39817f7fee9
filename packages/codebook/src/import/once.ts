import { isDeepStrictEqual } from 'node:util'
import { ImportProblem } from './bulletin.ts'

/**
 * Takes each record that a release has of something once: a second that says the same is left out, and one that says something else
 * throws an {@link ImportProblem} at its line and column, since nothing says which is right.
 */
export function once<Row extends { readonly line: number }>() {
  const before = new Map<string, Row>()
  return (about: string, record: Row, column: number): readonly Row[] => {
    const other = before.get(about)
    if (other && !isDeepStrictEqual({ ...other, line: 0 }, { ...record, line: 0 })) {
      throw new ImportProblem(record.line, column, `${about} once: line ${other.line} says something else of it`, about)
    }
    before.set(about, record)
    return other ? [] : [record]
  }
}
