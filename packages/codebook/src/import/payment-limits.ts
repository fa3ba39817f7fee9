import { exact, isNegative } from '@doseline/dose'
import { type Bulletin, ImportProblem } from './bulletin.ts'
import { csvRows } from './csv-rows.ts'
import { spanIn } from './days.ts'

/** Part B payment limits. A code that is not listed is not therefore not covered. */
export function paymentLimits(text: string): Bulletin {
  const rows = csvRows(text, ['HCPCS Code', 'Payment Limit']).filter(({ cell }) =>
    /^[A-Z0-9]{5}$/.test(cell('HCPCS Code')),
  )
  const records = rows.flatMap(({ line, cell, at }) => {
    const perUnit = cell('Payment Limit').replaceAll(/[$,]/g, '')
    if (perUnit === '' || perUnit === 'N/A') return []
    const amount = exact(perUnit)
    if (!amount || isNegative(amount)) {
      throw new ImportProblem(line, at('Payment Limit'), 'dollars such as 29.457', perUnit)
    }
    return [{ code: cell('HCPCS Code'), perUnit, line }]
  })
  return { kind: 'Part B payment limits', records, span: spanIn(text.slice(0, 2_000)) }
}
