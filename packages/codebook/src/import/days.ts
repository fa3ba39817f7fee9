import { type CalendarDate, calendarDate } from '@doseline/dose'
import { ImportProblem, type Span } from './bulletin.ts'

/** A day as HCPCS writes it, `20190101`; undefined where the column is empty. Throws {@link ImportProblem}. */
export function hcpcsDay(written: string, line: number, column: number): CalendarDate | undefined {
  const text = written.trim()
  if (text === '') return undefined
  const day = calendarDate(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`)
  if (!day) throw new ImportProblem(line, column, 'a day (yyyymmdd) or nothing', text)
  return day
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const SPAN = /Effective (\w{3,9}) (\d{1,2}),? (\d{4}) through (\w{3,9}) (\d{1,2}),? (\d{4})/

/**
 * `Effective January 1, 2026 through March 31, 2026`, as CMS heads its quarterly files. Throws {@link ImportProblem} where that ends
 * before it begins.
 */
export function spanIn(text: string): Span {
  const span = spanOf(text)
  const { from, through } = span
  const said = SPAN.exec(text)
  const line = text.slice(0, said?.index ?? 0).split('\n').length
  if (from && through && through < from) throw new ImportProblem(line, 1, 'a last day after the first', said?.[0] ?? '')
  return span
}

const TITLE = /\b(January|February|March|April|May|June|July|August|September|October|November|December) (\d{4}) ASP\b/

/** `January 2026 ASP NDC - HCPCS Crosswalk` is of the month in which the file begins. Throws {@link ImportProblem} where it is not. */
export function checkTitle(text: string, { from }: Span): void {
  const [title, month = '', year = ''] = TITLE.exec(text) ?? []
  if (title === undefined || from === undefined) return
  const named = `${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}`
  if (from.startsWith(named)) return
  const line = text.slice(0, text.indexOf(title)).split('\n').length
  throw new ImportProblem(line, 1, `a title of the month that begins on ${from}, as the days below it say`, title)
}

function spanOf(text: string): Span {
  const [, month = '', day = '', year = '', lastMonth = '', lastDay = '', lastYear = ''] = SPAN.exec(text) ?? []
  const at = (y: string, m: string, d: string) =>
    calendarDate(`${y}-${String(MONTHS.indexOf(m) + 1).padStart(2, '0')}-${d.padStart(2, '0')}`)
  return { from: at(year, month, day), through: at(lastYear, lastMonth, lastDay) }
}
