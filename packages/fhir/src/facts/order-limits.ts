import { type Exact, exact, exactText } from '@doseline/dose'
import type { MedicationRequest, Quantity } from 'fhir/r4'
import { list, text } from '../shape.ts'
import type { Reading } from './reading.ts'

/**
 * Why the amount that was given is not within what an order allows: more than the most at once or in a period, or outside a
 * range. An amount in another unit cannot be compared. Whole sentences.
 * @see https://hl7.org/fhir/R4/dosage.html#Dosage
 */
export function againstItsLimits({ given }: Reading, key: string, order: MedicationRequest): readonly string[] {
  const dose = amountOf(given.dosage?.dose)
  if (dose === undefined) return []
  return list(order.dosageInstruction).flatMap(({ maxDosePerAdministration, maxDosePerPeriod, doseAndRate }) => [
    ...atMost(key, dose, { most: maxDosePerAdministration, when: 'at once' }),
    ...atMost(key, dose, { most: maxDosePerPeriod?.numerator, when: 'in a period' }),
    ...list(doseAndRate).flatMap(({ doseRange }) => [
      ...atMost(key, dose, { most: doseRange?.high, when: 'at once' }),
      ...atLeast(key, dose, doseRange?.low),
    ]),
  ])
}

interface Amount {
  readonly value: Exact
  readonly unit: string
}

function amountOf(quantity: Quantity | undefined): Amount | undefined {
  const written: unknown = quantity?.value
  const value = typeof written === 'number' || typeof written === 'string' ? exact(written) : undefined
  const unit = text(quantity?.code) ?? text(quantity?.unit)
  return value === undefined || unit === undefined ? undefined : { value, unit }
}

const shown = ({ value, unit }: Amount): string => `${exactText(value)} ${unit}`

interface Most {
  readonly most: Quantity | undefined
  readonly when: string
}

function atMost(key: string, dose: Amount, { most: written, when }: Most): readonly string[] {
  const most = amountOf(written)
  if (written === undefined) return []
  if (most === undefined || most.unit !== dose.unit)
    return [`${key} orders no more ${when} than an amount that cannot be compared with the ${shown(dose)} given.`]
  return dose.value.compare(most.value) > 0
    ? [`${key} orders no more than ${shown(most)} ${when}, and ${shown(dose)} was given.`]
    : []
}

function atLeast(key: string, dose: Amount, written: Quantity | undefined): readonly string[] {
  const least = amountOf(written)
  if (least === undefined || least.unit !== dose.unit) return []
  return dose.value.compare(least.value) < 0
    ? [`${key} orders at least ${shown(least)}, and ${shown(dose)} was given.`]
    : []
}
