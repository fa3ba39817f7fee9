import type { PaysByRecord } from '@doseline/dose'
import { keyOf, resolve } from '../../references.ts'
import { list, text } from '../../shape.ts'
import { payorFrom } from '../payor.ts'
import { placeOn, type Reading } from '../reading.ts'

/** Who pays, as the order of the dose has it: coverages of the chart, and what it names without one. */
export function orderOfPayers(reading: Reading): readonly PaysByRecord[] {
  const { chart, given, key } = reading
  const order = resolve(chart, given.request, { key, resource: given })
  if (order?.resource.resourceType !== 'MedicationRequest') return []
  const named = list(order.resource.insurance)
  const record = { reference: order.key, kind: 'account' as const, place: placeOn(order, 'insurance') }
  const coverages = named.flatMap((each) => {
    const reference = keyOf(chart, each)
    return reference?.startsWith('Coverage/') ? [{ reference }] : []
  })
  const inWords = named.filter((each) => keyOf(chart, each) === undefined && text(each.display) !== undefined)
  return [
    ...(coverages.length > 0 ? [{ ...record, coverages }] : []),
    ...inWords.map((each) => ({ ...record, coverages: [], insurer: payorFrom(reading, order, each) })),
  ]
}
