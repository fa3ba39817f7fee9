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

/** A column whose name goes by the year or the table: what it is called in an error, and what it looks like. */
export interface VaryingColumn {
  readonly name: string
  readonly like: RegExp
}

type Column = string | VaryingColumn

/**
 * The rows below the header, which is the first row that holds every wanted column; what stands above it is a preamble.
 * `known` are all columns that a header may have, in their order: one that is moved or new is named, since then nobody has looked
 * at what the others mean. Throws {@link ImportProblem} where there is no such header, the file is no CSV or ends within a row, or
 * something is written where the header has no column.
 */
export function csvRows(text: string, wanted: readonly Column[], known: readonly Column[] = wanted): CsvRow[] {
  const all = rowsOf(text)
  const headAt = all.findIndex(({ record }) => wanted.every((name) => record.some((cell) => fits(plain(cell), name))))
  const head = all[headAt]
  if (!head) throw noHeader(all, wanted, known)
  const columns = head.record.map(plain)
  checkOrder(columns, known, head.info.lines)
  const placeOf = (column: string) =>
    columns.findIndex((cell) => fits(cell, wanted.find((each) => nameOf(each) === column) ?? column))
  const rows = all.slice(headAt + 1).filter(({ record }) => record.some((cell) => cell.trim() !== ''))
  for (const row of rows) checkColumns(row, columns)
  if (!text.endsWith('\n')) checkEnd(rows.at(-1), columns)
  return rows.map(({ record, info }) => ({
    line: info.lines,
    cell: (column) => (record[placeOf(column)] ?? '').trim(),
    at: (column) => placeOf(column) + 1,
  }))
}

/** Names of columns, as an error shows them. */
const listed = (columns: readonly Column[]): string => columns.map(nameOf).join(', ')
const nameOf = (column: Column): string => (typeof column === 'string' ? column : column.name)
const fits = (cell: string, column: Column): boolean =>
  typeof column === 'string' ? cell === column : column.like.test(cell)

/** Whatever stands under no column is of a column that nobody has looked at, or of another row. */
function checkColumns({ record, info }: Parsed, columns: readonly string[]): void {
  const at = record.findIndex((cell, place) => cell.trim() !== '' && (columns[place] ?? '') === '')
  if (at >= 0) throw new ImportProblem(info.lines, at + 1, 'nothing, since the header has no column', record[at] ?? '')
}

/** A file that ends without a line break may end within its last row. */
function checkEnd(last: Parsed | undefined, columns: readonly string[]): void {
  if (!last) return
  const { record, info } = last
  const named = columns.findLastIndex((name) => name !== '')
  if (record.length > named) return
  const expected = `${columns.length} columns, as the header has: the file ends within a row`
  throw new ImportProblem(info.lines, record.length, expected, record.at(-1) ?? '')
}

/** The row that holds most of the wanted columns, and the first that it lacks: at a name that nobody knows, or where it belongs. */
function noHeader(all: readonly Parsed[], wanted: readonly Column[], known: readonly Column[]): ImportProblem {
  const isIn = (record: readonly string[]) => (column: Column) => record.some((cell) => fits(plain(cell), column))
  const held = (record: readonly string[]) => wanted.filter(isIn(record)).length
  const [nearest] = all.slice(0, MOST_PREAMBLE).toSorted((a, b) => held(b.record) - held(a.record))
  if (nearest === undefined || held(nearest.record) === 0) {
    return new ImportProblem(1, 1, `a header with ${listed(wanted)}`, plain(all[0]?.record[0] ?? ''))
  }
  const cells = nearest.record.map(plain)
  const lacking = wanted.find((column) => !isIn(cells)(column)) ?? ''
  const strange = cells.findIndex((cell) => cell !== '' && !known.some((column) => fits(cell, column)))
  const before = known.slice(0, known.indexOf(lacking)).findLast(isIn(cells))
  const belongs = before === undefined ? 0 : cells.findIndex((cell) => fits(cell, before)) + 1
  const at = strange < 0 ? belongs : strange
  return new ImportProblem(nearest.info.lines, at + 1, `the column ${nameOf(lacking)}`, cells[at] ?? '')
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
      const says = moved ? `the columns in the order ${listed(known)}` : `one of the columns ${listed(known)}`
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
