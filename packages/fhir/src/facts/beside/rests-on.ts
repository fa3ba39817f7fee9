import type { Reference } from 'fhir/r4'
import { ofPatient } from '../../chart-index.ts'
import { keyOf } from '../../references.ts'
import { list } from '../../shape.ts'
import { isForTheDose } from '../dispensed-for.ts'
import type { Reading } from '../reading.ts'

/** What a line rests on beside the record of the dose itself, by reference; read once a dose. */
const restingOf = new WeakMap<Reading, ReadonlySet<string>>()

/**
 * The visit of a dose, its order and drug, the patient’s coverages and authorizations, the diagnoses it was given for, and
 * what was dispensed for it.
 */
export function restsOn(reading: Reading): ReadonlySet<string> {
  const before = restingOf.get(reading)
  if (before) return before
  const { chart, given, patient } = reading
  const named = [given.context, given.request, given.medicationReference].flatMap((each) => keyOf(chart, each) ?? [])
  const ofPatientHere = patient.known
    ? [
        ...ofPatient(chart, 'Coverage', patient.value),
        ...ofPatient(chart, 'ClaimResponse', patient.value),
        ...ofPatient(chart, 'MedicationDispense', patient.value).filter((each) => isForTheDose(reading, each)),
      ].map(({ key }) => key)
    : []
  const found = new Set([...named, ...ofPatientHere, ...diagnosesOf(reading)])
  restingOf.set(reading, found)
  return found
}

/** The diagnoses that the dose, its order or its visit names; where none of them names any, each of the patient’s. */
function diagnosesOf({ chart, given, patient }: Reading): readonly string[] {
  const order = chart.resources.get(keyOf(chart, given.request) ?? '')
  const visit = chart.resources.get(keyOf(chart, given.context) ?? '')
  const references: readonly (Reference | undefined)[] = [
    ...list(given.reasonReference),
    ...(order?.resourceType === 'MedicationRequest' ? list(order.reasonReference) : []),
    ...(visit?.resourceType === 'Encounter' ? list(visit.diagnosis).map(({ condition }) => condition) : []),
  ]
  const named = references.flatMap((each) => keyOf(chart, each) ?? [])
  if (named.length > 0 || !patient.known) return named
  return ofPatient(chart, 'Condition', patient.value).map(({ key }) => key)
}
