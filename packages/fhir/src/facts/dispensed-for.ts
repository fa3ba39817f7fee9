import { type DispensedDrug, type Fact, known } from '@doseline/dose'
import type { MedicationDispense } from 'fhir/r4'
import { type Keyed, ofPatient } from '../chart-index.ts'
import { codedIn } from '../coded.ts'
import { keyOf } from '../references.ts'
import { dosesOf } from './charge-service.ts'
import { DISPENSE_STATUSES, WAS_NOT_DISPENSED } from './doses-elsewhere.ts'
import { medicineNames } from './medicine-names.ts'
import type { Reading } from './reading.ts'
import { spanOfDays } from './span-of-days.ts'

/**
 * What was dispensed for this dose: where the dispense leads to it, by its order or by name; of one that leads to no dose,
 * where it was handed over on the day of the dose, or names its visit and no day.
 * @see https://hl7.org/fhir/R4/medicationdispense.html
 */
export function dispensedFor(reading: Reading): Fact<readonly DispensedDrug[]> {
  if (!reading.patient.known) return reading.patient
  const found = ofPatient(reading.chart, 'MedicationDispense', reading.patient.value)
    .filter((each) => isForTheDose(reading, each))
    .flatMap((each): DispensedDrug[] => {
      const drug = medicineNames(reading, each)
      return drug ? [{ reference: each.key, drug, place: { resource: each.key, element: 'medication' } }] : []
    })
  return known(found, ...found.map(({ place }) => place))
}

/** Whether a dispense that was handed over is for the dose: by its order or by name, else by its day or its visit. */
export function isForTheDose(reading: Reading, { key, resource }: Keyed<MedicationDispense>): boolean {
  const { chart, given, timeZone } = reading
  const status = codedIn(key, resource, 'status', DISPENSE_STATUSES)
  if ('code' in status && WAS_NOT_DISPENSED.has(status.code)) return false
  const doses = dosesOf(chart, [{ reference: key }])
  if (doses.length > 0) return doses.includes(reading.key)
  const handedOver = spanOfDays(resource.whenHandedOver ?? resource.whenPrepared, timeZone)
  const day = spanOfDays(given.effectiveDateTime ?? given.effectivePeriod?.start, timeZone)
  if (handedOver && day) return handedOver.earliest <= day.latest && day.earliest <= handedOver.latest
  const visit = keyOf(chart, resource.context)
  return visit !== undefined && visit === keyOf(chart, given.context)
}
