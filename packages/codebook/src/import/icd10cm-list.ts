import { RowBytes } from '../releases/row-bytes.ts'
import { type Icd10cmOrder, ImportProblem } from './bulletin.ts'
import { fiscalYearIn, withDot } from './icd10cm-order.ts'

/** Categories such as `QA0` have no digit in the second place. */
const ROW = /^([A-Z][0-9A-Z]{2,6})\s+\S/

/** `icd10cm_codes_<year>.txt`: a code without its dot, blanks, its description. Full-length codes only. */
export function icd10cmList(text: string, name = ''): Icd10cmOrder {
  const rows = new RowBytes()
  for (const [index, row] of text.split('\n').entries()) {
    if (row.trim() === '') continue
    const [, code] = ROW.exec(row) ?? []
    if (code === undefined)
      throw new ImportProblem(index + 1, 1, 'an ICD-10-CM code without its dot, then its description', row)
    rows.add(`${withDot(code)}\t${index + 1}`)
  }
  return { kind: 'ICD-10-CM code list', rows, read: rows.count, fiscalYear: fiscalYearIn(name) }
}
