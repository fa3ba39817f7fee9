import {
  exact,
  exactText,
  type Fact,
  isNegative,
  isNothing,
  known,
  missing,
  type Place,
  type Quantity,
} from '@doseline/dose'
import type { Quantity as FhirQuantity } from 'fhir/r4'
import { quoted, text } from '../shape.ts'
import { unitOf } from './units-as-charted.ts'

/** What is being read, for the sentence: `The dose`; and whether zero is an answer (nothing discarded) or a slip. */
export interface Reads {
  readonly noun: string
  readonly mayBeZero?: boolean
}

/**
 * An exact amount with its unit. Decimals are taken digit by digit; one with more digits than JSON keeps is not known.
 * @see https://hl7.org/fhir/R4/datatypes.html#Quantity
 */
export function quantityFrom(quantity: FhirQuantity, { noun, mayBeZero = false }: Reads, at: Place): Fact<Quantity> {
  const written: unknown = quantity.value
  const place = { ...at, shows: showsQuantity(quantity) }
  if (typeof written !== 'number' && typeof written !== 'string') {
    return missing('not-recorded', `${noun} has no value.`, place)
  }
  const value = exact(written)
  if (value === undefined) {
    const why = typeof written === 'number' ? 'has more digits than can be read exactly' : 'is not a number'
    return missing('unreadable', `${noun} “${quoted(String(written), 40)}” ${why}.`, place)
  }
  const comparator = text(quantity.comparator)
  if (comparator)
    return missing('unreadable', `${noun} is charted as “${comparator} ${exactText(value)}”, not as an amount.`, place)
  if (isNegative(value) || (isNothing(value) && !mayBeZero)) {
    return missing('unreadable', `${noun} is charted as ${exactText(value)}, which cannot be.`, place)
  }
  const read = unitOf(quantity)
  if ('unit' in read) return known({ value, unit: read.unit }, place)
  const because = read.noUnit === 'absent' ? 'not-recorded' : 'contradictory'
  return missing(because, `${noun} ${exactText(value)} ${read.says}.`, place)
}

/** As {@link quantityFrom}, for an amount that the chart does state: one without a value or a unit is not nothing, but unreadable. */
export function statedAmount(quantity: FhirQuantity | undefined, reads: Reads, at: Place): Fact<Quantity> {
  const read = quantityFrom(quantity ?? {}, reads, at)
  return read.known || read.because !== 'not-recorded' ? read : missing('unreadable', read.says, ...read.places)
}

/** A quantity in a biller's words: `88 mg`. */
export function showsQuantity(quantity: FhirQuantity): string {
  const unit = text(quantity.unit) ?? text(quantity.code)
  const value = quantity.value === undefined ? undefined : String(quantity.value)
  return [text(quantity.comparator), value, unit].filter((part) => part !== undefined).join(' ')
}
