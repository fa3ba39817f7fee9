import { type Fact, known, type OrderOnRecord, timeSpan } from '@doseline/dose'
import type { MedicationRequest } from 'fhir/r4'
import { modifierOf } from '../extensions.ts'
import { keyOf, resolve } from '../references.ts'
import { isObject, list, text } from '../shape.ts'
import { NameCollector } from './name-collector.ts'
import { quantityFrom } from './quantity.ts'
import { placeOn, type Reading } from './reading.ts'

/**
 * The order that a dose names: what it orders, and whether it is one. Undefined where the dose names none; with nothing
 * but its reference where the chart does not hold it.
 * @see https://hl7.org/fhir/R4/medicationrequest.html
 */
export function orderOf(reading: Reading): Fact<OrderOnRecord | undefined> {
  const { chart, given, key, timeZone } = reading
  const reference = keyOf(chart, given.request)
  if (reference === undefined) return known(undefined, placeOn(reading, 'request'))
  const target = resolve(chart, given.request, { key, resource: given })
  if (target?.resource.resourceType !== 'MedicationRequest') {
    return known({ reference, isInTheChart: false }, placeOn(reading, 'request', reference))
  }
  const order = target.resource
  const modified = modifierOf(order)
  const [status, intent] = [text(order.status), text(order.intent)]
  const authored = text(order.authoredOn)
  const authoredOn = authored === undefined ? undefined : timeSpan(authored, timeZone)
  const drug = drugOrdered(reading, target.key, order)
  const dose = doseOrdered(target.key, order)
  return known(
    {
      reference: target.key,
      isInTheChart: true,
      ...(status !== undefined && { status }),
      ...(intent !== undefined && { intent }),
      ...(authoredOn && { authoredOn }),
      ...(drug && { drug }),
      ...(dose?.known && { dose: dose.value }),
      ...(modified !== undefined && { modified }),
    },
    { resource: target.key, element: 'medication' },
  )
}

function drugOrdered({ chart }: Reading, key: string, order: MedicationRequest): OrderOnRecord['drug'] {
  const names = new NameCollector()
  const element = 'medicationCodeableConcept'
  names.addConcept(order.medicationCodeableConcept, { resource: key, element })
  const medication = resolve(chart, order.medicationReference, { key, resource: order })
  if (medication?.resource.resourceType === 'Medication') {
    names.addConcept(medication.resource.code, { resource: medication.key, element: 'code' })
  }
  return names.found ? names.names : undefined
}

/** The one amount that is ordered; undefined where several are, or none. */
function doseOrdered(key: string, order: MedicationRequest) {
  const [instruction, ...others] = list(order.dosageInstruction)
  const [given, ...more] = list(instruction?.doseAndRate)
  if (others.length > 0 || more.length > 0 || !isObject(given?.doseQuantity)) return undefined
  return quantityFrom(given.doseQuantity, { noun: 'The dose ordered' }, { resource: key, element: 'dosageInstruction' })
}
