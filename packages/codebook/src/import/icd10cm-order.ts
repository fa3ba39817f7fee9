import { RowBytes } from '../releases/row-bytes.ts'
import { type Icd10cmOrder, ImportProblem } from './bulletin.ts'
import type { LineReader } from './source-file.ts'

/** How a row of the list is kept. */
export const ICD_COLUMNS = ['code', 'line'] as const

const ROW = /^(\d{5}) ([0-9A-Z ]{7}) ([01]) (\S.*)$/
const CODE = /^[A-Z][0-9A-Z]{2,6} *$/
/** The long description begins in column 78: a shorter row was cut. */
const LEAST_LENGTH = 78
/** `00001 A00     0 Cholera`: code in columns 7 to 13, 0 (a header) or 1 (valid) in column 15, long description from 78 on. */
const PLACES = [
  { at: 1, through: 5, fits: /^\d{5}$/, expected: 'the order number, five digits' },
  { at: 7, through: 13, fits: CODE, expected: 'an ICD-10-CM code without its dot' },
  { at: 15, through: 15, fits: /^[01]$/, expected: '0 (a header) or 1 (a code that a claim takes)' },
  { at: 78, through: 78, fits: /^\S$/, expected: 'the long description' },
] as const

/**
 * `icd10cm_order_<year>.txt` (`icd10cm-order-<year>.txt` since 2026). The order numbers follow one another, so that rows which
 * are missing or were moved are seen.
 *
 * @see https://www.cms.gov/medicare/coding-billing/icd-10-codes
 */
export function icd10cmOrder(name: string): LineReader<Icd10cmOrder> {
  const rows = new RowBytes()
  let last = 0
  return {
    line(text, line) {
      if (text.trim() === '') return
      const [, order = '', written = '', valid = ''] = ROW.exec(text) ?? []
      if (!CODE.test(written) || text.length < LEAST_LENGTH) throw whatIsWrong(text, line)
      if (Number(order) !== last + 1) {
        throw new ImportProblem(line, 1, `the order number ${String(last + 1).padStart(5, '0')}`, order)
      }
      last += 1
      if (valid === '1') rows.add(`${withDot(written.trim())}\t${line}`)
    },
    end(count) {
      if (rows.count === 0) throw new ImportProblem(count, 1, 'codes that a claim takes', '')
      return { kind: 'ICD-10-CM code list', rows, read: last, fiscalYear: fiscalYearIn(name) }
    },
  }
}

/** The fiscal year that the name of an ICD-10-CM file states. */
export const fiscalYearIn = (name: string): string | undefined =>
  /icd10cm[-_](?:order|codes)[-_](20\d{2})/i.exec(name)?.[1]

/** `M8180` is written M81.80 on a claim. */
export const withDot = (code: string): string => (code.length > 3 ? `${code.slice(0, 3)}.${code.slice(3)}` : code)

function whatIsWrong(text: string, line: number): ImportProblem {
  const wrong = PLACES.find(({ at, through, fits }) => !fits.test(text.slice(at - 1, through)))
  const { at, expected } = wrong ?? { at: 1, expected: 'a row of the order file' }
  return new ImportProblem(line, at, expected, text.slice(at - 1, at + 40))
}
