import type { Fact, ResultOnRecord } from '@doseline/dose'
import type { Observation } from 'fhir/r4'
import { type Keyed, ofPatient } from '../chart-index.ts'
import { codesFrom, firstCode, wordsOf } from '../concepts.ts'
import { isObject, list, text } from '../shape.ts'
import { quantityFrom, showsQuantity } from './quantity.ts'
import { listOf, type Reading } from './reading.ts'
import { spanOfDays } from './span-of-days.ts'

const FINISHED = new Set(['final', 'amended', 'corrected'])

/**
 * Finished results of the patient. Of a panel each component is a result by itself.
 * @see https://hl7.org/fhir/R4/observation.html
 */
export function resultsOf(reading: Reading): Fact<readonly ResultOnRecord[]> {
  if (!reading.patient.known) return reading.patient
  const own = ofPatient(reading.chart, 'Observation', reading.patient.value).filter(({ resource }) =>
    FINISHED.has(resource.status),
  )
  return listOf(
    reading.chart,
    'Observation',
    own.flatMap((observation) => resultsIn(reading, observation)),
  )
}

type Measured = Pick<
  Observation,
  'dataAbsentReason' | 'code' | 'valueQuantity' | 'valueString' | 'valueCodeableConcept' | 'interpretation'
>

function resultsIn(reading: Reading, { key, resource }: Keyed<Observation>): readonly ResultOnRecord[] {
  const on = dayOfResult(reading, resource)
  const whole = result(key, '', resource, on)
  const parts = list(resource.component).map((part, at) => result(key, `component[${at}].`, part, on))
  return [whole, ...parts]
}

function result(key: string, at: string, measured: Measured, on: ResultOnRecord['on'] | undefined): ResultOnRecord {
  const words = text(measured.code?.text)
  const codes = [...codesFrom(measured.code), ...(words ? [{ display: words }] : [])]
  const { valueQuantity } = measured
  const place = {
    resource: key,
    element: `${at}value`,
    shows: [wordsOf(measured.code), isObject(valueQuantity) ? showsQuantity(valueQuantity) : undefined, on]
      .filter((part) => part !== undefined)
      .join(' '),
  }
  // A value beside the reason why there is none is not one that anybody can build on.
  const isAbsent = isObject(measured.dataAbsentReason)
  const value = isObject(valueQuantity) && !isAbsent ? valueFrom(valueQuantity, place) : undefined
  const said = text(measured.valueString) ?? wordsOf(measured.valueCodeableConcept)
  const low = list(measured.interpretation).some((one) => LOW.has(firstCode(one) ?? ''))
  return {
    reference: key,
    codes,
    ...(on && { on }),
    ...(value && { value }),
    ...(said && { words: said }),
    ...(low && { low: true as const }),
    place,
  }
}

/** HL7 v3 ObservationInterpretation: low and critically low. */
const LOW = new Set(['L', 'LL', 'LU'])

/** A score has no unit, or a unit in words; both are read as its number. */
function valueFrom(quantity: NonNullable<Measured['valueQuantity']>, place: ResultOnRecord['place']) {
  const { value, comparator } = quantity
  const bare = typeof value === 'number' && value < 0 ? { ...quantity, value: -value } : quantity
  const withUnit = quantity.unit === undefined && quantity.code === undefined ? { ...bare, unit: '{score}' } : bare
  const read = quantityFrom({ ...withUnit, comparator }, { noun: 'The result', mayBeZero: true }, place)
  if (!read.known) return undefined
  return bare === quantity ? read.value : { ...read.value, value: read.value.value.neg() }
}

function dayOfResult(
  { timeZone }: Reading,
  { effectiveDateTime, effectivePeriod, effectiveInstant, issued }: Observation,
) {
  const written = effectiveDateTime ?? effectiveInstant ?? effectivePeriod?.start ?? issued
  return spanOfDays(written, timeZone)?.latest
}
