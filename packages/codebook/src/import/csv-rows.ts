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

/** A column by its name, or by what its name begins or ends with where that goes by the year. */
type Column = string | RegExp

/**
 * The rows below the header, which is the first row that holds every wanted column; what stands above it is a preamble.
 * `known` are all columns that a header may have, in their order: one that is moved or new is named, since then nobody has looked
 * at what the others mean. Throws {@link ImportProblem} where there is no such header, or the file is no CSV.
 */
export function csvRows(text: string, wanted: readonly Column[], known: readonly Column[] = wanted): CsvRow[] {
  const all = rowsOf(text)
  const headAt = all.findIndex(({ record }) => wanted.every((name) => record.some((cell) => fits(plain(cell), name))))
  const head = all[headAt]
  if (!head) throw noHeader(all, wanted)
  const columns = head.record.map(plain)
  checkOrder(columns, known, head.info.lines)
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

const fits = (cell: string, name: Column): boolean => (typeof name === 'string' ? cell === name : name.test(cell))

/** The row that holds most of the wanted columns, and the first that it lacks. */
function noHeader(all: readonly Parsed[], wanted: readonly Column[]): ImportProblem {
  const held = (record: readonly string[]) => wanted.filter((name) => record.some((cell) => fits(plain(cell), name)))
  const [nearest] = all.slice(0, MOST_PREAMBLE).toSorted((a, b) => held(b.record).length - held(a.record).length)
  const lacks = wanted.findIndex((name) => !nearest?.record.some((cell) => fits(plain(cell), name)))
  const isNear = nearest !== undefined && held(nearest.record).length > 0
  if (!isNear) return new ImportProblem(1, 1, `a header with ${wanted.join(', ')}`, plain(all[0]?.record[0] ?? ''))
  return new ImportProblem(
    nearest.info.lines,
    lacks + 1,
    `the column ${wanted[lacks]}`,
    plain(nearest.record[lacks] ?? ''),
  )
}

const MOST_PREAMBLE = 40

/** A header is some of the known columns in their order. */
function checkOrder(columns: readonly string[], known: readonly Column[], line: number): void {
  let next = 0
  for (const [at, cell] of columns.entries()) {
    if (cell === '') continue
    const found = known.findIndex((name, index) => index >= next && fits(cell, name))
    if (found < 0) {
      const moved = known.some((name) => fits(cell, name))
      const says = moved ? `the columns in the order ${known.join(', ')}` : `one of the columns ${known.join(', ')}`
      throw new ImportProblem(line, at + 1, says, cell)
    }
    next = found + 1
  }
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
