import { exact, isNegative } from '@doseline/dose'
import { type AddendumRecord, type Bulletin, ImportProblem } from './bulletin.ts'
import { type CsvRow, csvRows, type VaryingColumn } from './csv-rows.ts'

const [CODE, STATUS, APC, RATE, COPAY] = [
  'HCPCS Code',
  'SI',
  'APC',
  'Payment Rate',
  'Minimum Unadjusted Copayment',
] as const

const LOWER: VaryingColumn = {
  name: 'Note: Actual copayments would be lower',
  like: /^Note: Actual copayments would be lower/,
}

/** Columns that it has had: the coinsurance by inflation and the adjusted copayment came in 2023, and go by other cases. */
const KNOWN: readonly (string | VaryingColumn)[] = [
  CODE,
  'Short Descriptor',
  STATUS,
  APC,
  'Relative Weight',
  RATE,
  'National Unadjusted Copayment',
  COPAY,
  { name: 'IRA Coinsurance Percentage', like: /^IRA Coinsurance percentage$/i },
  'Adjusted Beneficiary Copayment',
  LOWER,
  'Drug and Device Pass-Through Expiration during Calendar Year',
  'Note',
  LOWER,
  { name: '* Indicates a Change', like: /^\* Indicates a Change/ },
]

/** One letter, with a digit where it has several: `K`, `N`, `J1`, `Q3`. */
const INDICATOR = /^[A-Z]\d?$/

/**
 * OPPS Addendum B: how a hospital outpatient department is paid for a code. Descriptors are the AMA's for CPT codes and are
 * not kept. A title of a few rows comes first; it says the year and not the quarter.
 *
 * @see https://www.cms.gov/medicare/payment/prospective-payment-systems/hospital-outpatient-pps/quarterly-addenda-updates
 */
export function addendumB(text: string): Bulletin {
  const records: AddendumRecord[] = []
  const before = new Map<string, AddendumRecord>()
  for (const row of csvRows(text, [CODE, STATUS, APC, RATE, COPAY], KNOWN)) {
    if (row.cell(CODE) === '') continue
    const record = recordOf(row)
    const other = before.get(record.code)
    if (other && !isSaidAlike(record, other)) {
      const expected = `${record.code} once: line ${other.line} says something else of it`
      throw new ImportProblem(row.line, row.at(CODE), expected, row.cell(CODE))
    }
    if (other) continue
    before.set(record.code, record)
    records.push(record)
  }
  const year = /OPPS Payment by HCPCS Code for CY (20\d{2})/.exec(text.slice(0, 2_000))?.[1]
  return { kind: 'OPPS Addendum B', records, year }
}

const isSaidAlike = (one: AddendumRecord, other: AddendumRecord): boolean =>
  one.status === other.status && one.apc === other.apc && one.rate === other.rate && one.copay === other.copay

function recordOf(row: CsvRow): AddendumRecord {
  const { line, cell, at } = row
  // Two rows of January 2026 have a byte 255 behind the code.
  const code = cell(CODE).replace(/ÿ$/, '')
  if (!/^[A-Z0-9]{5}$/.test(code)) throw new ImportProblem(line, at(CODE), 'a HCPCS or CPT code', cell(CODE))
  const status = cell(STATUS)
  if (!INDICATOR.test(status)) throw new ImportProblem(line, at(STATUS), 'a status indicator such as K or N', status)
  const apc = cell(APC)
  if (!/^\d{0,5}$/.test(apc)) throw new ImportProblem(line, at(APC), 'the number of an APC or nothing', apc)
  const [rate, copay] = [dollars(row, RATE), dollars(row, COPAY)]
  return {
    code,
    status,
    line,
    ...(apc !== '' && { apc }),
    ...(rate !== undefined && { rate }),
    ...(copay !== undefined && { copay }),
  }
}

/** `"$3,307.24 "`; a full stop alone is none, and is no zero. */
function dollars({ line, cell, at }: CsvRow, column: string): string | undefined {
  const written = cell(column).replaceAll(/[$,\s]/g, '')
  if (written === '' || written === '.') return undefined
  const amount = exact(written)
  if (amount && !isNegative(amount)) return written
  throw new ImportProblem(line, at(column), 'dollars or nothing', cell(column))
}
