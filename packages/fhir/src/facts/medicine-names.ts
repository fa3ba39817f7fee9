import type { DrugNames } from '@doseline/dose'
import type { MedicationDispense, MedicationRequest, MedicationStatement } from 'fhir/r4'
import type { Keyed } from '../chart-index.ts'
import { resolve } from '../references.ts'
import { NameCollector } from './name-collector.ts'
import type { Reading } from './reading.ts'

/** The drug of an order, a statement or a dispense, by every name it has; undefined where it has none. */
export function medicineNames(
  { chart }: Pick<Reading, 'chart'>,
  { key, resource }: Keyed<MedicationRequest | MedicationStatement | MedicationDispense>,
): DrugNames | undefined {
  const names = new NameCollector()
  names.addConcept(resource.medicationCodeableConcept, { resource: key, element: 'medicationCodeableConcept' })
  const target = resolve(chart, resource.medicationReference, { key, resource })
  if (target?.resource.resourceType === 'Medication') {
    names.addConcept(target.resource.code, { resource: target.key, element: 'code' })
  } else {
    names.addText(resource.medicationReference?.display, { resource: key, element: 'medicationReference.display' })
  }
  return names.found ? names.names : undefined
}
