import type { Authorization, Code, CoverageStatement } from '@doseline/dose'
import type { Extension } from 'fhir/r4'
import { codeFrom } from '../concepts.ts'
import { type Extensible, extensionsEnding } from '../extensions.ts'
import { keyOf, resolve } from '../references.ts'
import { isObject, text } from '../shape.ts'
import type { Reading } from './reading.ts'
import { spanOfPeriodEnd } from './span-of-days.ts'

/** One answer of a payer, with the order it is on. */
interface Information {
  readonly key: string
  readonly part: (name: string) => Extension | undefined
  readonly parts: (name: string) => readonly Extension[]
}

/** What payers answered by CDS Hooks on the order of the dose. */
function informationOn(reading: Reading): readonly Information[] {
  const order = resolve(reading.chart, reading.given.request, { key: reading.key, resource: reading.given })
  if (order?.resource.resourceType !== 'MedicationRequest') return []
  return extensionsEnding(order.resource, '/ext-coverage-information').map((information) => {
    const parts = (name: string) => extensionsEnding(information satisfies Extensible, name)
    return { key: order.key, parts, part: (name: string) => parts(name)[0] }
  })
}

/**
 * What a payer answered by CDS Hooks when the drug was ordered: whether it covers it, for which code, and whether it asks
 * for an authorization.
 * @see https://hl7.org/fhir/us/davinci-crd/StructureDefinition-ext-coverage-information.html
 */
export function coverageStatements(reading: Reading): readonly CoverageStatement[] {
  return informationOn(reading).map(({ key, part, parts }) => {
    const covered = text(part('covered')?.valueCode)
    const authorization = text(part('pa-needed')?.valueCode)
    const on = spanOfPeriodEnd(part('date')?.valueDate, reading.timeZone)?.latest
    const coverage = keyOf(reading.chart, part('coverage')?.valueReference)
    return {
      reference: key,
      ...(covered && { covered }),
      ...(authorization && { authorization }),
      ...(on && { on }),
      ...(coverage && { coverage }),
      codes: codesIn(parts),
      place: { resource: key, element: "extension('ext-coverage-information')", shows: covered ?? 'not stated' },
    }
  })
}

const codesIn = (parts: Information['parts']): readonly Code[] =>
  parts('billingCode').flatMap(({ valueCoding }) => (isObject(valueCoding) ? [codeFrom(valueCoding)] : []))

/** The authorization that such an answer considers satisfied, with its number. */
export function authorizationFromOrder(reading: Reading): readonly Authorization[] {
  return informationOn(reading).flatMap(({ key, part, parts }) => {
    const number = text(part('satisfied-pa-id')?.valueString)
    const needed = text(part('pa-needed')?.valueCode)
    if (number === undefined || (needed !== undefined && needed !== 'satisfied')) return []
    const coverage = keyOf(reading.chart, part('coverage')?.valueReference)
    const answeredOn = spanOfPeriodEnd(part('date')?.valueDate, reading.timeZone)?.latest
    const until = spanOfPeriodEnd(part('expiry-date')?.valueDate, reading.timeZone)?.latest
    return [
      {
        reference: key,
        number,
        outcome: 'approved' as const,
        ...(until && { until }),
        codes: codesIn(parts),
        isForThisDose: true as const,
        ...(answeredOn && { answeredOn }),
        ...(coverage && { coverages: [coverage] }),
        place: { resource: key, element: "extension('ext-coverage-information')", shows: number },
      },
    ]
  })
}
