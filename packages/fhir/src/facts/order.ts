import { type Fact, known, type OrderOnRecord, type Quantity, timeSpan } from '@doseline/dose'
import type { MedicationRequest, Reference } from 'fhir/r4'
import { wordsOf } from '../concepts.ts'
import { modifierOf } from '../extensions.ts'
import { keyOf, resolve } from '../references.ts'
import { isObject, list, text } from '../shape.ts'
import { saidByNamed } from './beside/named-records.ts'
import { reasonsOfOrder } from './diagnoses.ts'
import { NameCollector } from './name-collector.ts'
import { againstItsDay } from './order-day.ts'
import { againstItsLimits } from './order-limits.ts'
import { againstItsPrescriber } from './order-prescriber.ts'
import { againstItsTiming } from './order-timing.ts'
import { againstOrder, routesOfOrder, textsOfOrder } from './order-words.ts'
import { quantityFrom } from './quantity.ts'
import { placeOn, type Reading } from './reading.ts'
import { spanOfDays, spanOfPeriodEnd } from './span-of-days.ts'

/**
 * The order that a dose names: what it orders, and whether it is one. Undefined where the dose names none; with nothing
 * but its reference where the chart does not hold it.
 * @see https://hl7.org/fhir/R4/medicationrequest.html
 */
export function orderOf(reading: Reading): Fact<OrderOnRecord | undefined> {
  const { chart, given, key, timeZone } = reading
  const target = resolve(chart, given.request, { key, resource: given })
  const reference = target?.key ?? keyOf(chart, given.request)
  const display = text(given.request?.display)
  const called = display !== undefined && { called: display }
  if (reference === undefined) {
    // Named in words alone: the dose itself is what can be looked at.
    return known(called ? { reference: key, isInTheChart: false, ...called } : undefined, placeOn(reading, 'request'))
  }
  if (target?.resource.resourceType !== 'MedicationRequest') {
    return known({ reference, isInTheChart: false, ...called }, placeOn(reading, 'request', reference))
  }
  const order = target.resource
  const modified = modifierOf(order)
  const [status, intent] = [text(order.status), text(order.intent)]
  const authored = text(order.authoredOn)
  const authoredOn = authored === undefined ? undefined : timeSpan(authored, timeZone)
  const drug = drugOrdered(reading, target.key, order)
  const doses = dosesOrdered(target.key, order)
  const against = [
    ...againstOrder(chart, target.key, order),
    ...againstItsDay(reading, target.key, order),
    ...againstItsLimits(reading, target.key, order),
    ...againstItsTiming(reading, target.key, order),
    ...againstItsPrescriber(reading, target.key, order),
    ...againstWhatItNames(reading, target.key, order),
  ]
  const reasons = reasonsOfOrder(reading, { key: target.key, resource: order })
  const texts = textsOfOrder(target.key, order)
  const routes = routesOfOrder(order)
  const changed = spanOfDays(order.meta?.lastUpdated, timeZone)
  return known(
    {
      reference: target.key,
      isInTheChart: true,
      ...called,
      ...(status !== undefined && { status }),
      ...(intent !== undefined && { intent }),
      ...(authoredOn && { authoredOn }),
      ...(drug && { drug }),
      ...(doses.length > 0 && { doses }),
      ...(routes.length > 0 && { routes }),
      ...(texts.length > 0 && { texts }),
      ...(against.length > 0 && { against }),
      ...(reasons.length > 0 && { reasons }),
      ...(changed && { changedOn: changed }),
      ...(modified !== undefined && { modified }),
      ...conditionsOf(order, timeZone),
    },
    { resource: target.key, element: 'medication' },
  )
}

/** Elements that name other records, which may not stand or be of a study. */
const NAMED = ['basedOn', 'supportingInformation', 'detectedIssue'] as const

const againstWhatItNames = (reading: Reading, key: string, order: MedicationRequest): readonly string[] =>
  NAMED.flatMap((element) =>
    list<Reference>(order[element]).flatMap((each) => {
      const says = saidByNamed(reading, { key, resource: order }, each)
      return says === undefined ? [] : [`${key} names ${says} (${element}).`]
    }),
  )

/** When the order was valid, why it stands as it does, and whether another product may be given for it. */
function conditionsOf(order: MedicationRequest, timeZone: string | undefined) {
  const { validityPeriod } = order.dispenseRequest ?? {}
  const validFrom = spanOfPeriodEnd(validityPeriod?.start, timeZone)
  const validUntil = spanOfPeriodEnd(validityPeriod?.end, timeZone)
  const statusReason = wordsOf(order.statusReason)
  return {
    ...(validFrom && { validFrom }),
    ...(validUntil && { validUntil }),
    ...(statusReason !== undefined && { statusReason }),
    ...(isAsWritten(order.substitution) && { asWritten: true as const }),
  }
}

/** @see https://terminology.hl7.org/ValueSet-v3-ActSubstanceAdminSubstitutionCode.html */
const NO_SUBSTITUTION = 'N'

/** Not allowed, by the boolean or by the code that allows none. */
const isAsWritten = (substitution: MedicationRequest['substitution']): boolean =>
  ([false, 'false'] as unknown[]).includes(substitution?.allowedBoolean) ||
  list(substitution?.allowedCodeableConcept?.coding).some(({ code }) => text(code) === NO_SUBSTITUTION)

function drugOrdered({ chart }: Reading, key: string, order: MedicationRequest): OrderOnRecord['drug'] {
  const names = new NameCollector()
  const element = 'medicationCodeableConcept'
  names.addConcept(order.medicationCodeableConcept, { resource: key, element })
  const medication = resolve(chart, order.medicationReference, { key, resource: order })
  if (medication?.resource.resourceType === 'Medication') {
    names.addConcept(medication.resource.code, { resource: medication.key, element: 'code' })
  }
  names.addText(order.medicationReference?.display, { resource: key, element: 'medicationReference.display' })
  return names.found ? names.names : undefined
}

/** The amounts that are ordered: of several, as ordered and as calculated, or one after the other, each. */
function dosesOrdered(key: string, order: MedicationRequest): readonly Quantity[] {
  return list(order.dosageInstruction)
    .flatMap(({ doseAndRate }) => list(doseAndRate))
    .flatMap(({ doseQuantity }) => {
      if (!isObject(doseQuantity)) return []
      const place = { resource: key, element: 'dosageInstruction' }
      const dose = quantityFrom(doseQuantity, { noun: 'The dose ordered' }, place)
      return dose.known ? [dose.value] : []
    })
}
