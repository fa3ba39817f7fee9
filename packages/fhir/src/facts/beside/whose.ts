import type { FhirResource, Reference } from 'fhir/r4'
import { ofPatient } from '../../chart-index.ts'
import { keyOf } from '../../references.ts'
import type { Reading } from '../reading.ts'

/** What the dose goes by, and what it was given in and is paid by, as keys of the chart. */
export function ownKeys({ chart, key, given, patient }: Reading): {
  readonly dose: readonly string[]
  readonly beside: readonly string[]
} {
  const at = (each: Reference | undefined): readonly string[] => {
    const found = keyOf(chart, each)
    return found === undefined ? [] : [found]
  }
  const coverages = patient.known ? ofPatient(chart, 'Coverage', patient.value).map((each) => each.key) : []
  return { dose: [key, ...at(given.request)], beside: [...at(given.context), ...coverages] }
}

/** Whether a record says that it is about another patient than the dose. */
export function isOfAnother({ chart, patient }: Reading, resource: FhirResource): boolean {
  const {
    subject,
    patient: whose,
    beneficiary,
    candidate,
  }: Readonly<Record<string, Reference | undefined>> = resource as never
  const about = keyOf(chart, subject ?? whose ?? beneficiary ?? candidate)
  return about?.startsWith('Patient/') === true && patient.known && about !== patient.value
}
