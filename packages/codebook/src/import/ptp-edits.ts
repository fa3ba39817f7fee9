import type { CalendarDate } from '@doseline/dose'
import { RowBytes } from '../releases/row-bytes.ts'
import { ImportProblem, type PtpPart, type PtpTable, type Span } from './bulletin.ts'
import { hcpcsDay } from './days.ts'
import type { LineReader } from './source-file.ts'

/** How a row of an edit is kept. */
export const PTP_COLUMNS = ['column1', 'column2', 'effective', 'deleted', 'modifier', 'part', 'line'] as const

/**
 * `ccipra-v323r0-f1.txt`: practitioners or hospital, the version, the part. The rows of both tables are alike, and no row says
 * the quarter: the name alone does. Version 32.3 is that of the fourth quarter of 2026.
 */
const NAME = /cci(pra|oph)[-_]?v(\d{2})([0-3])r\d+(?:[-_]f(\d{1,2}))?/i
/** The year of version 0. */
const FIRST_YEAR = 1994
const QUARTERS = ['01-01', '04-01', '07-01', '10-01']
const ENDS = ['03-31', '06-30', '09-30', '12-31']

/** How the header begins in each column: it stands in one row or over four, by how the table was saved. */
const HEADER = [
  /^column 1/i,
  /^column 2/i,
  /^\*\s*=\s*in existence/i,
  /^effective/i,
  /^deletion/i,
  /^modifier/i,
  /^(?:ptp )?edit rationale/i,
]
const CALLED = [
  'Column 1',
  'Column 2',
  '*=in existence prior to 1996',
  'Effective Date',
  'Deletion Date',
  'Modifier',
  'PTP Edit Rationale',
]
/** A copyright notice and a title come first. */
const MOST_PREAMBLE = 20
const CODE = /^[0-9A-Z]{5}$/

/**
 * A file of NCCI procedure-to-procedure edits: tab-separated, a notice and a header of several lines first. Of the codes in
 * `wanted` each edit is kept, those that were deleted too. `of`: whose claims, where the name of the file does not say.
 *
 * @see https://www.cms.gov/medicare/coding-billing/national-correct-coding-initiative-ncci-edits/medicare-ncci-procedure-procedure-ptp-edits
 */
export function ptpEdits(name: string, wanted: ReadonlySet<string>, of: PtpTable | undefined): LineReader<PtpPart> {
  const named = NAME.exec(name)
  const table = of ?? (named && (named[1]?.toLowerCase() === 'pra' ? 'practitioner' : 'outpatient'))
  if (!table)
    throw new ImportProblem(1, 1, 'a name such as ccipra-v323r0-f1.txt or ccioph-…, since no row says it', name)
  const span = spanOf(named)
  const part = named?.[4] === undefined ? undefined : Number(named[4])
  const rows = new RowBytes()
  const days = dayReader()
  let [headAt, read] = [0, 0]
  let last = ''
  const isOfHeader = (cells: readonly string[], line: number): boolean => {
    if (headAt > 0) return line <= headAt + 3 && (cells[0] ?? '').trim() === '' && (cells[1] ?? '').trim() === ''
    if (HEADER[0]?.test(cells[0]?.trim() ?? '') && cells.length > 1 && (cells[1] ?? '').trim() !== '') {
      checkHeader(cells, line)
      headAt = line
      return true
    }
    if (line < MOST_PREAMBLE) return true
    throw new ImportProblem(
      line,
      1,
      `a header with ${CALLED.join(', ')} in the first ${MOST_PREAMBLE} lines`,
      cells[0] ?? '',
    )
  }
  return {
    line(text, line) {
      if (text === '') return
      const cells = text.split('\t')
      if (isOfHeader(cells, line)) return
      const edit = editIn(cells, line, days)
      read += 1
      if (edit.column1 > last) last = edit.column1
      if (span.through !== undefined && edit.effective > span.through) {
        throw new ImportProblem(
          line,
          4,
          `an edit of the quarter that ends on ${span.through}, as its name says`,
          edit.effective,
        )
      }
      const { column1, column2, effective, deleted, modifier } = edit
      if (!wanted.has(column1) && !wanted.has(column2)) return
      rows.add([column1, column2, effective, deleted, modifier, part ?? '', line].join('\t'))
    },
    end(count) {
      if (headAt === 0) throw new ImportProblem(count, 1, `a header with ${CALLED.join(', ')}`, '')
      if (read === 0) throw new ImportProblem(count, 1, 'edits below the header', '')
      return { kind: 'NCCI PTP edits', of: table, part, span, rows, read, last }
    },
  }
}

function spanOf(named: RegExpExecArray | null): Span {
  if (!named) return { from: undefined, through: undefined }
  const [year, quarter] = [FIRST_YEAR + Number(named[2]), Number(named[3])]
  return { from: `${year}-${QUARTERS[quarter]}` as CalendarDate, through: `${year}-${ENDS[quarter]}` as CalendarDate }
}

function checkHeader(cells: readonly string[], line: number): void {
  const wrong = HEADER.findIndex((begins, at) => !begins.test((cells[at] ?? '').replaceAll(/\s+/g, ' ').trim()))
  if (wrong >= 0) throw new ImportProblem(line, wrong + 1, `the column ${CALLED[wrong]}`, cells[wrong] ?? '')
  const beyond = cells.findIndex((cell, at) => at >= HEADER.length && cell.trim() !== '')
  if (beyond >= 0) throw new ImportProblem(line, beyond + 1, 'no further column', cells[beyond] ?? '')
}

function editIn(cells: readonly string[], line: number, days: DayReader) {
  if (cells.length < HEADER.length) throw new ImportProblem(line, cells.length + 1, 'seven columns', cells.at(-1) ?? '')
  const [column1 = '', column2 = '', prior = '', effective = '', deleted = '', modifier = ''] = cells.map((cell) =>
    cell.trim(),
  )
  if (!CODE.test(column1)) throw new ImportProblem(line, 1, 'a HCPCS or CPT code', column1)
  if (!CODE.test(column2)) throw new ImportProblem(line, 2, 'a HCPCS or CPT code', column2)
  if (prior !== '' && prior !== '*') throw new ImportProblem(line, 3, '* or nothing', prior)
  if (effective === '') throw new ImportProblem(line, 4, 'a day (yyyymmdd)', effective)
  if (!/^[019]$/.test(modifier)) throw new ImportProblem(line, 6, '0, 1 or 9', modifier)
  return {
    column1,
    column2,
    effective: days(effective, line, 4),
    deleted: deleted === '' || deleted === '*' ? '' : days(deleted, line, 5),
    modifier,
  }
}

type DayReader = (written: string, line: number, column: number) => string

/** A table has few days in it: each is looked at once. */
function dayReader(): DayReader {
  const read = new Map<string, string>()
  return (written, line, column) => {
    const day = read.get(written) ?? hcpcsDay(written, line, column) ?? ''
    read.set(written, day)
    return day
  }
}
