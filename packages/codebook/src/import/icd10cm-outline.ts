import { RowBytes } from '../releases/row-bytes.ts'
import { type Icd10cmOrder, ImportProblem } from './bulletin.ts'
import { fiscalYearIn, withDot } from './icd10cm-order.ts'

/** A chapter (`1`), a block of categories (`A00-A09`), or a code without its dot. */
const ROW = /^(?:\d{1,2}|[A-Z][0-9A-Z]{2}-[A-Z][0-9A-Z]{2}|([A-Z][0-9A-Z]{2,6}))$/

/**
 * An outline of the classification: chapters, blocks, categories and codes by their names alone, one a line, seventh characters
 * included. A claim takes the codes under which no other stands: that is how the tabular list defines a code of full length.
 *
 * @see https://www.cdc.gov/nchs/icd/icd-10-cm/files.html Official Guidelines, section I.B.2
 */
export function icd10cmOutline(text: string, name = ''): Icd10cmOrder {
  const lines = new Map<string, number>()
  for (const [index, row] of text.split('\n').entries()) {
    const found = ROW.exec(row.trim())
    if (!found && row.trim() !== '') throw new ImportProblem(index + 1, 1, 'a chapter, a block or a code', row)
    // Some categories are blocks of their own, and stand there as both.
    const [, code] = found ?? []
    if (code !== undefined && !lines.has(code)) lines.set(code, index + 1)
  }
  const codes = [...lines.keys()].toSorted()
  const rows = new RowBytes()
  for (const [at, code] of codes.entries()) {
    if (codes[at + 1]?.startsWith(code) !== true) rows.add(`${withDot(code)}\t${lines.get(code)}`)
  }
  if (rows.count === 0) throw new ImportProblem(1, 1, 'codes that a claim takes', '')
  return { kind: 'ICD-10-CM code list', rows, read: lines.size, fiscalYear: fiscalYearIn(name) }
}
