import type { ExistingCharge } from '@doseline/dose'
import type { ChargeItem } from 'fhir/r4'
import type { Keyed } from '../chart-index.ts'
import { codedIn } from '../coded.ts'
import { wordsOf } from '../concepts.ts'
import { extensionsEnding } from '../extensions.ts'
import { keyOf } from '../references.ts'
import { list, quoted, text } from '../shape.ts'
import { BOOK_OF_CHARGE } from '../systems.ts'
import { addDrugExtensions, addProduct, conceptsIn, knownAs } from './charge-codes.ts'
import { type Days, dated, daysOfAll, daysOfMoment, daysOfPeriod, daysOfWritten, daysWithout } from './charge-days.ts'
import { dosesOf, isForSomethingElse } from './charge-service.ts'
import { chargedModifiers } from './charged-modifiers.ts'
import { dispensedDrug } from './dispensed-charges.ts'
import { NameCollector } from './name-collector.ts'
import type { Reading } from './reading.ts'

const STATUSES = [
  'planned',
  'billable',
  'billed',
  'not-billable',
  'aborted',
  'entered-in-error',
  'unknown',
] as const satisfies readonly ChargeItem['status'][]
const BILLS_NOTHING: ReadonlySet<string> = new Set(['not-billable', 'aborted', 'entered-in-error'])

/** Whether a charge certainly bills nothing, by its status. */
export const isVoid = ({ status }: ChargeItem): boolean => BILLS_NOTHING.has(status)

/** Whether somebody determined that what was done is not to be billed: that bills nothing, and speaks against billing it. */
export const isNotBillable = ({ status }: ChargeItem): boolean => status === 'not-billable'

/** Why a charge may bill nothing, by its status; undefined where it certainly bills. */
function doubtOf(key: string, charge: ChargeItem): string | undefined {
  const status = codedIn(key, charge, 'status', STATUSES)
  if ('doubt' in status) return status.doubt
  if (isNotBillable(charge)) return `${key} says that it is not billable${reasonOf(charge)}.`
  return status.code === 'unknown' ? `${key} has the status unknown.` : undefined
}

function reasonOf({ overrideReason, reason }: ChargeItem): string {
  const said = text(overrideReason) ?? list(reason).flatMap((concept) => wordsOf(concept) ?? [])[0]
  return said === undefined ? '' : `: “${quoted(said, 60)}”`
}

/**
 * One ChargeItem as a line that bills something, or may; undefined where what it bills for is certainly no drug and
 * nothing is known of its code.
 * @see https://hl7.org/fhir/R4/chargeitem.html
 */
export function chargeFrom(
  { chart, timeZone, options }: Reading,
  { key, resource }: Keyed<ChargeItem>,
): ExistingCharge | undefined {
  const services = list(resource.service)
  const { written, ...known } = knownAs(
    conceptsOf(resource),
    drugOf(resource, key, chart),
    options.chargeCodes ?? {},
    dispensedDrug(chart, services),
  )
  if (known.knownBy !== undefined && isForSomethingElse(chart, services)) return undefined
  const modifiers = [...new Set([...chargedModifiers(resource), ...written])]
  const status = text(resource.status) ?? 'no status'
  const units = resource.quantity?.value
  const doubt = doubtOf(key, resource)
  const ours = oursIn(resource)
  const encounter = keyOf(chart, resource.context)
  const days = occurredIn(resource, timeZone) ?? daysWithout(chart, encounter, resource.enteredDate, timeZone)
  const shown = [known.codes.map(({ code, display }) => code ?? display)[0], ...modifiers]
  return {
    reference: key,
    status,
    ...(doubt !== undefined && { doubt }),
    ...(isNotBillable(resource) && { notBillable: true as const }),
    ...known,
    ...(typeof units === 'number' && { units }),
    modifiers,
    services: dosesOf(chart, services),
    ...dated(days),
    ...(encounter !== undefined && { encounter }),
    ...(ours && { ours }),
    place: {
      resource: key,
      element: 'code',
      shows: `${shown.filter((part) => part !== undefined).join('-')}${units === undefined ? '' : ` × ${units}`}, ${status}`,
    },
  }
}

/** The charge’s own codes; Oracle Health keeps the HCPCS code in an extension beside its own bill code. */
const conceptsOf = (charge: ChargeItem) => [
  ...(charge.code ? [charge.code] : []),
  ...conceptsIn(extensionsEnding(charge, '/procedure-code')),
]

function drugOf(charge: ChargeItem, key: string, chart: Reading['chart']): NameCollector {
  const names = new NameCollector()
  names.addConcept(charge.code, { resource: key, element: 'code' })
  names.addConcept(charge.productCodeableConcept, { resource: key, element: 'productCodeableConcept' })
  addProduct(names, chart, keyOf(chart, charge.productReference))
  addDrugExtensions(names, charge, key)
  return names
}

function occurredIn(charge: ChargeItem, timeZone: string | undefined): Days | undefined {
  const { occurrenceDateTime, occurrencePeriod, occurrenceTiming } = charge
  const events: readonly unknown[] = Array.isArray(occurrenceTiming?.event) ? occurrenceTiming.event : []
  return (
    daysOfWritten(occurrenceDateTime, timeZone) ??
    daysOfPeriod(occurrencePeriod, timeZone) ??
    daysOfAll([
      ...events.map((event) => daysOfMoment(event, timeZone)),
      daysOfPeriod(occurrenceTiming?.repeat?.boundsPeriod, timeZone),
    ])
  )
}

function oursIn(charge: ChargeItem): ExistingCharge['ours'] {
  for (const { system, value } of list(charge.identifier)) {
    const codebook = BOOK_OF_CHARGE[text(system) ?? '']
    const identity = text(value)
    if (codebook !== undefined && identity !== undefined) return { codebook, identity }
  }
  return undefined
}
