import { exact, isNegative } from '@doseline/dose'
import { type Bulletin, ImportProblem, type LimitRecord } from './bulletin.ts'
import { type CsvRow, csvRows } from './csv-rows.ts'
import { spanIn } from './days.ts'
import { once } from './once.ts'

const COLUMNS = [
  'HCPCS Code',
  'Short Description',
  'HCPCS Code Dosage',
  'Payment Limit',
  'Co-insurance Percentage',
  'Vaccine AWP%',
  'Vaccine Limit',
  'Blood AWP%',
  'Blood limit',
  'Clotting Factor',
  'Notes',
]

/**
 * Part B payment limits, every column. A code that is not listed is not therefore not covered.
 *
 * @see https://www.cms.gov/medicare/payment/part-b-drugs/asp-pricing-files
 */
export function paymentLimits(text: string): Bulletin {
  const single = once<LimitRecord>()
  const records = csvRows(text, COLUMNS, COLUMNS).flatMap((row) => {
    const limit = limitOf(row)
    return single(limit.code, limit, row.at('HCPCS Code'))
  })
  return { kind: 'Part B payment limits', records, span: spanIn(text.slice(0, 2_000)) }
}

function limitOf(row: CsvRow): LimitRecord {
  const { line, cell, at } = row
  const [code, short] = [cell('HCPCS Code'), cell('Short Description').replaceAll(/\s+/g, ' ')]
  const perUnit = dollars(row, 'Payment Limit')
  const coinsurance = dollars(row, 'Co-insurance Percentage')
  if (!/^[A-Z0-9]{5}$/.test(code)) throw new ImportProblem(line, at('HCPCS Code'), 'a HCPCS or CPT code', code)
  for (const column of ['Payment Limit', 'Co-insurance Percentage'] as const) {
    if (cell(column) === '') throw new ImportProblem(line, at(column), 'a number such as 29.457, or N/A', '')
  }
  if (coinsurance !== undefined && Number(coinsurance) > 100) {
    const column = at('Co-insurance Percentage')
    throw new ImportProblem(line, column, 'a share of at most 100 per cent', coinsurance)
  }
  const vaccine = priced(row, 'Vaccine AWP%', 'Vaccine Limit')
  const blood = priced(row, 'Blood AWP%', 'Blood limit')
  return {
    code,
    ...(isCpt(code) || short === '' ? {} : { short }),
    dosage: cell('HCPCS Code Dosage').replaceAll(/\s+/g, ' '),
    ...(perUnit !== undefined && { perUnit }),
    ...(coinsurance !== undefined && { coinsurance }),
    ...(vaccine && { vaccine }),
    ...(blood && { blood }),
    ...(cell('Clotting Factor') === '1' && { clottingFactor: true }),
    notes: notesOf(cell('Notes')),
    line,
  }
}

const isCpt = (code: string): boolean => /^\d/.test(code)

function priced(row: CsvRow, share: string, price: string): LimitRecord['vaccine'] {
  const [ofAwp, limit] = [dollars(row, share), dollars(row, price)]
  return ofAwp !== undefined && limit !== undefined ? { ofAwp, limit } : undefined
}

/** A cell of a number; undefined where it is empty or says `N/A`. */
function dollars({ line, cell, at }: CsvRow, column: string): string | undefined {
  const written = cell(column).replaceAll(/[$,]/g, '')
  if (written === '' || written === 'N/A') return undefined
  const amount = exact(written)
  if (amount && !isNegative(amount)) return written
  throw new ImportProblem(line, at(column), 'a number such as 29.457', written)
}

/** Two facts stand in one cell, on lines of their own or with ` - ` between them. */
const notesOf = (written: string): readonly string[] =>
  written
    .split(/\n| - /)
    .map((note) => note.replaceAll(/\s+/g, ' ').trim())
    .filter(Boolean)
