import { RowBytes } from '../releases/row-bytes.ts'
import { ImportProblem, type RxnormNdcs } from './bulletin.ts'
import type { LineReader } from './source-file.ts'

/** How an NDC of an RxNorm code is kept. */
export const RXNORM_COLUMNS = ['rxcui', 'ndc', 'line'] as const

/** The columns of `RXNSAT.RRF`, each ended by a bar. */
const COLUMNS = 'RXCUI LUI SUI RXAUI STYPE CODE ATUI SATUI ATN SAB ATV SUPPRESS CVF'.split(' ')
const [RXCUI, NAME, SOURCE, VALUE, SUPPRESS] = ['RXCUI', 'ATN', 'SAB', 'ATV', 'SUPPRESS'].map((column) =>
  COLUMNS.indexOf(column),
) as [number, number, number, number, number]

/** A row of that file, near its beginning. */
export const RXNSAT_ROW = /^\d{1,8}(?:\|[^|\n]{0,300}){12}\|\r?$/m

/**
 * `RXNSAT.RRF` of a RxNorm release, full or of prescribable content: of its attributes the NDCs that RxNorm itself gives a code, in
 * eleven digits and not suppressed. `archive`, such as `RxNorm_full_11032025.zip`, says the day of the release.
 *
 * @see https://www.nlm.nih.gov/research/umls/rxnorm/docs/techdoc.html
 */
export function rxnormNdcs(archive: string | undefined): LineReader<RxnormNdcs> {
  const rows = new RowBytes()
  let read = 0
  return {
    line(text, line) {
      if (text === '') return
      const cells = text.split('|')
      if (cells.length !== COLUMNS.length + 1 || cells.at(-1) !== '') {
        const column = Math.min(cells.length, COLUMNS.length + 1)
        throw new ImportProblem(line, column, `${COLUMNS.length} columns, each ended by a bar`, cells.at(-1) ?? '')
      }
      read += 1
      if (cells[NAME] !== 'NDC' || cells[SOURCE] !== 'RXNORM' || cells[SUPPRESS] !== 'N') return
      const [rxcui = '', ndc = ''] = [cells[RXCUI], cells[VALUE]]
      if (!/^\d{1,8}$/.test(rxcui)) throw new ImportProblem(line, RXCUI + 1, 'an RxNorm code', rxcui)
      if (!/^\d{11}$/.test(ndc)) throw new ImportProblem(line, VALUE + 1, 'an NDC of eleven digits', ndc)
      rows.add(`${rxcui}\t${ndc}\t${line}`)
    },
    end(count) {
      if (rows.count === 0) throw new ImportProblem(count, NAME + 1, 'rows of NDC that are RxNorm’s own', '')
      return { kind: 'RxNorm NDCs', rows, read, span: { from: releaseDay(archive), through: undefined } }
    },
  }
}

/** `RxNorm_full_11032025.zip` is of 2025-11-03. */
function releaseDay(archive: string | undefined): RxnormNdcs['span']['from'] {
  const [, month, date, year] = /RxNorm_\w{1,30}_(\d{2})(\d{2})(20\d{2})/i.exec(archive ?? '') ?? []
  return year === undefined ? undefined : (`${year}-${month}-${date}` as RxnormNdcs['span']['from'])
}
