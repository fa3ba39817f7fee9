import type { Authorization } from '@doseline/dose'
import { codeFrom } from '../concepts.ts'
import { type Extensible, extensionsEnding } from '../extensions.ts'
import { resolve } from '../references.ts'
import { isObject, text } from '../shape.ts'
import type { Reading } from './reading.ts'
import { spanOfPeriodEnd } from './span-of-days.ts'

/**
 * What a payer answered by CDS Hooks when the drug was ordered: an authorization it considers satisfied, with its number.
 * @see https://hl7.org/fhir/us/davinci-crd/StructureDefinition-ext-coverage-information.html
 */
export function authorizationFromOrder(reading: Reading): readonly Authorization[] {
  const order = resolve(reading.chart, reading.given.request, { key: reading.key, resource: reading.given })
  if (order?.resource.resourceType !== 'MedicationRequest') return []
  return extensionsEnding(order.resource, '/ext-coverage-information').flatMap((information) => {
    const part = (name: string) => extensionsEnding(information satisfies Extensible, name)[0]
    const number = text(part('satisfied-pa-id')?.valueString)
    const needed = text(part('pa-needed')?.valueCode)
    if (number === undefined || (needed !== undefined && needed !== 'satisfied')) return []
    const coding = part('billingCode')?.valueCoding
    const until = spanOfPeriodEnd(part('expiry-date')?.valueDate, reading.timeZone)?.latest
    return [
      {
        reference: order.key,
        number,
        outcome: 'approved' as const,
        ...(until && { until }),
        codes: isObject(coding) ? [codeFrom(coding)] : [],
        place: { resource: order.key, element: "extension('ext-coverage-information')", shows: number },
      },
    ]
  })
}
