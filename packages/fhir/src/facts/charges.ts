import type { CalendarDate, Code, ExistingCharge, Fact } from '@doseline/dose'
import type { ChargeItem } from 'fhir/r4'
import { type Keyed, ofPatient } from '../chart-index.ts'
import { codesFrom } from '../concepts.ts'
import { extensionsEnding } from '../extensions.ts'
import { keyOf } from '../references.ts'
import { list, text } from '../shape.ts'
import { BOOK_OF_CHARGE } from '../systems.ts'
import { chargedModifiers } from './charged-modifiers.ts'
import { listOf, notRead, type Reading } from './reading.ts'
import { spanOfDays } from './span-of-days.ts'

/**
 * The patient's charges already in the chart, in any status. That a dose was not charged can only be said of a complete
 * list: an incomplete one leaves the fact missing, unless it shows a charge for this very dose.
 * @see https://hl7.org/fhir/R4/chargeitem.html
 */
export function chargesOf(reading: Reading): Fact<readonly ExistingCharge[]> {
  if (!reading.patient.known) return reading.patient
  const charges = ofPatient(reading.chart, 'ChargeItem', reading.patient.value).map((item) => chargeFrom(reading, item))
  const unread = notRead(reading.chart, 'ChargeItem')
  if (unread && !charges.some(({ services }) => services.includes(reading.key))) return unread
  return listOf(reading.chart, 'ChargeItem', charges)
}

function chargeFrom(reading: Reading, { key, resource }: Keyed<ChargeItem>): ExistingCharge {
  const codes = codesOf(resource)
  const modifiers = chargedModifiers(resource)
  const status = text(resource.status) ?? 'unknown'
  const units = resource.quantity?.value
  const on = occurredOn(resource, reading.timeZone)
  const ours = oursIn(resource)
  const shown = [codes.map(({ code, display }) => code ?? display)[0], ...modifiers].filter(
    (part) => part !== undefined,
  )
  return {
    reference: key,
    status,
    codes,
    ...(typeof units === 'number' && { units }),
    modifiers,
    services: list(resource.service)
      .map((service) => keyOf(reading.chart, service))
      .filter((service) => service !== undefined),
    ...(on && { on }),
    ...(ours && { ours }),
    place: {
      resource: key,
      element: 'code',
      shows: `${shown.join('-')}${units === undefined ? '' : ` × ${units}`}, ${status}`,
    },
  }
}

/** The charge's own codes; Oracle Health keeps the HCPCS code in an extension beside its own bill code. */
function codesOf(charge: ChargeItem): readonly Code[] {
  const beside = extensionsEnding(charge, '/procedure-code').flatMap((extension) =>
    codesFrom(extension.valueCodeableConcept),
  )
  return [...codesFrom(charge.code), ...beside]
}

function occurredOn(charge: ChargeItem, timeZone: string | undefined): CalendarDate | undefined {
  const [event] = Array.isArray(charge.occurrenceTiming?.event) ? charge.occurrenceTiming.event : []
  const span = spanOfDays(charge.occurrenceDateTime ?? charge.occurrencePeriod?.start ?? event, timeZone)
  return span && span.earliest === span.latest ? span.earliest : undefined
}

function oursIn(charge: ChargeItem): ExistingCharge['ours'] {
  for (const { system, value } of list(charge.identifier)) {
    const codebook = BOOK_OF_CHARGE[text(system) ?? '']
    const identity = text(value)
    if (codebook !== undefined && identity !== undefined) return { codebook, identity }
  }
  return undefined
}
