import type { Patient, Resource } from '@medplum/fhirtypes'
import { RESOURCE_TYPES } from '../fhir/resource-types.ts'
import type { Store } from '../fhir/store.ts'
import { ownership } from '../smart/compartment.ts'

type OfType<T extends Resource['resourceType']> = Extract<Resource, { resourceType: T }>

/** Everything the EHR holds about one patient. */
export interface PatientRecord {
  readonly patient: Patient & { id: string }
  readonly store: Store
  /** The patient's resources of one type, in the order they came. */
  of<T extends (typeof RESOURCE_TYPES)[number]>(type: T): OfType<T>[]
  /** Changes whenever anything in the record does. */
  readonly version: string
}

/** The record of a patient, or undefined where there is no such patient. */
export function recordOf(store: Store, id: string): PatientRecord | undefined {
  const patient = store.current('Patient', id) as (Patient & { id: string }) | undefined
  if (!patient) return undefined
  const lookup = (type: string, target: string) => store.current(type, target)
  const own = RESOURCE_TYPES.flatMap((type) => store.all(type)).filter(
    (resource) => ownership(resource, id, lookup) === 'own',
  )
  return {
    patient,
    store,
    of: <T extends Resource['resourceType']>(type: T) =>
      own.filter((resource): resource is OfType<T> & { id: string } => resource.resourceType === type),
    version: own.map(({ resourceType, id: own, meta }) => `${resourceType}/${own}.${meta?.versionId}`).join(),
  }
}

/** The encounter a launch is about: that of the latest dose, or the latest there is. */
export function launchEncounter(record: PatientRecord): string | undefined {
  const doses = record.of('MedicationAdministration').toSorted((a, b) => when(b).localeCompare(when(a)))
  const context = doses.find((dose) => dose.context?.reference?.startsWith('Encounter/'))?.context?.reference
  return context?.slice('Encounter/'.length) ?? record.of('Encounter').at(-1)?.id
}

/** When a dose was given, as text that sorts. */
export function when(dose: OfType<'MedicationAdministration'>): string {
  return dose.effectiveDateTime ?? dose.effectivePeriod?.start ?? ''
}
