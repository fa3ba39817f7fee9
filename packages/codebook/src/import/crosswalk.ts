import { exact, isPositive, ndc11 } from '@doseline/dose'
import { type Bulletin, type CrosswalkRecord, ImportProblem } from './bulletin.ts'
import { type CsvRow, csvRows } from './csv-rows.ts'
import { checkTitle, spanIn } from './days.ts'
import { once } from './once.ts'

/** The first column is renamed every year: `_2026_CODE`. */
const CODE = { name: '_2026_CODE', like: /^_\d{4}_CODE$/ }
const COLUMNS = [
  'LABELER NAME',
  'NDC2',
  'Drug Name',
  'HCPCS dosage',
  'PKG SIZE',
  'PKG QTY',
  'BILLUNITS',
  'BILLUNITSPKG',
]
const KNOWN = [CODE, 'Short Description', ...COLUMNS]

/**
 * The NDC–HCPCS crosswalk, every column of it but the short description, which for vaccines is the AMA's.
 *
 * @see https://www.cms.gov/medicare/payment/part-b-drugs/asp-pricing-files
 */
export function crosswalk(text: string): Bulletin {
  const passedOver: ImportProblem[] = []
  const single = once<CrosswalkRecord>()
  const records = csvRows(text, [CODE, ...COLUMNS], KNOWN).flatMap((row): readonly CrosswalkRecord[] => {
    const { line, cell, at } = row
    const ndc = ndc11(cell('NDC2'))
    const code = codeOf(row)
    if (ndc)
      return single(`${code} with NDC ${ndc}`, { ndc, code, ...amountsOf(row), ...namesOf(row), line }, at('NDC2'))
    passedOver.push(new ImportProblem(line, at('NDC2'), 'an NDC in 5-4-2', cell('NDC2')))
    return []
  })
  const beginning = text.slice(0, 2_000)
  const span = spanIn(beginning)
  checkTitle(beginning, span)
  return { kind: 'NDC–HCPCS crosswalk', records, span, passedOver }
}

function codeOf({ line, cell, at }: CsvRow): string {
  const code = cell(CODE.name)
  if (!/^[A-Z0-9]\d{4}$/.test(code)) throw new ImportProblem(line, at(CODE.name), 'a HCPCS or CPT code', code)
  return code
}

const namesOf = ({ cell }: CsvRow) => ({
  drug: cell('Drug Name').replaceAll(/\s+/g, ' '),
  labeler: cell('LABELER NAME').replaceAll(/\s+/g, ' '),
  dosage: cell('HCPCS dosage').replaceAll(/\s+/g, ' '),
})

function amountsOf(row: CsvRow) {
  return {
    size: positive(row, 'PKG SIZE'),
    containers: positive(row, 'PKG QTY'),
    perContainer: positive(row, 'BILLUNITS'),
    perPackage: positive(row, 'BILLUNITSPKG'),
  }
}

function positive({ line, cell, at }: CsvRow, column: string): string {
  const written = cell(column)
  const amount = exact(written)
  if (amount && isPositive(amount)) return written
  throw new ImportProblem(line, at(column), 'a number above 0', written)
}
