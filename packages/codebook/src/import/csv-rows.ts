import { CsvError, parse } from 'csv-parse/sync'
import { ImportProblem } from './bulletin.ts'

/** One row below the header: its cells by column, and the line it ends on. */
export interface CsvRow {
  readonly line: number
  /** The cell of a column, trimmed. */
  cell(column: string): string
  /** The place of a column, counted from 1. */
  at(column: string): number
}

/**
 * The rows below the header, which is the first row that holds every wanted column; what stands above it is a preamble.
 * Throws {@link ImportProblem} where there is no such header, or the file is no CSV.
 */
export function csvRows(text: string, wanted: readonly (string | RegExp)[]): CsvRow[] {
  const all = rowsOf(text)
  const fits = (cell: string, name: string | RegExp) => (typeof name === 'string' ? cell === name : name.test(cell))
  const headAt = all.findIndex(({ record }) => wanted.every((name) => record.some((cell) => fits(plain(cell), name))))
  const head = all[headAt]
  if (!head) throw new ImportProblem(1, 1, `a header with ${wanted.join(', ')}`, text.split('\n')[0] ?? '')
  const columns = head.record.map(plain)
  const placeOf = (column: string) =>
    columns.findIndex((cell) => fits(cell, wanted.find((name) => String(name) === column) ?? column))
  return all
    .slice(headAt + 1)
    .filter(({ record }) => record.some((cell) => cell.trim() !== ''))
    .map(({ record, info }) => ({
      line: info.lines,
      cell: (column) => (record[placeOf(column)] ?? '').trim(),
      at: (column) => placeOf(column) + 1,
    }))
}

const plain = (cell: string): string => cell.replace(/\s+/g, ' ').trim()

interface Parsed {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

function rowsOf(text: string): Parsed[] {
  try {
    return parse(text, { info: true, relax_column_count: true }) as unknown as Parsed[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error.lines === 'number' ? error.lines : 1
    throw new ImportProblem(line, 1, 'a row of a CSV file with its quotes closed', text.split('\n')[line - 1] ?? '')
  }
}
