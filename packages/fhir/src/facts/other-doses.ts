import type { Fact, OtherDose } from '@doseline/dose'
import type { Chart } from '../chart.ts'
import { ofPatient } from '../chart-index.ts'
import { doseGiven } from './dose.ts'
import { drugGiven } from './drug.ts'
import { givenOn } from './given-on.ts'
import { notRead, type Reading } from './reading.ts'
import { statusOf } from './status.ts'
import { timeZoneOf } from './time-zone.ts'

/**
 * Every other administration of the same patient. That no earlier dose was given can only be said of a complete list,
 * so an incomplete reading leaves the fact missing, whatever was found.
 * @see https://hl7.org/fhir/R4/medicationadministration.html
 */
export function otherDosesOf(reading: Reading): Fact<readonly OtherDose[]> {
  if (!reading.patient.known) return reading.patient
  const unread = notRead(reading.chart, 'MedicationAdministration')
  if (unread) return unread
  const others = dosesOf(reading, reading.patient.value).filter(({ administration }) => administration !== reading.key)
  return {
    known: true,
    value: others,
    places: others.map(({ administration }) => ({ resource: administration, element: 'effective' })),
  }
}

/** Read once a patient and zone: each of a hundred doses asks for the ninety-nine others. */
const dosesRead = new WeakMap<Chart, Map<string, readonly OtherDose[]>>()

function dosesOf(reading: Reading, patient: string): readonly OtherDose[] {
  const { chart, options } = reading
  const read = dosesRead.get(chart) ?? new Map<string, readonly OtherDose[]>()
  dosesRead.set(chart, read)
  const name = `${patient} ${options.timeZone ?? ''}`
  const doses =
    read.get(name) ?? ofPatient(chart, 'MedicationAdministration', patient).map((one) => otherDose(reading, one))
  read.set(name, doses)
  return doses
}

function otherDose(
  { chart, patient, options }: Reading,
  { key, resource: given }: ReturnType<typeof ofPatient<'MedicationAdministration'>>[number],
): OtherDose {
  const timeZone = timeZoneOf(chart, key, given, options)
  const reading: Reading = { chart, key, given, patient, timeZone, options: { timeZone: options.timeZone } }
  const status = statusOf(key, given)
  return {
    administration: key,
    status: status.known ? status.value : 'unknown',
    givenOn: givenOn(key, given, timeZone),
    drug: drugGiven(reading),
    dose: doseGiven(reading),
  }
}
