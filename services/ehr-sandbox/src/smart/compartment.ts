import { matchesSearchRequest, Operator } from '@medplum/core'
import type { Provenance, Resource } from '@medplum/fhirtypes'
import { patientParametersOf } from '../fhir/definitions.ts'
import { relativeReference } from '../fhir/references.ts'

/** Finds a stored resource. */
export type Lookup = (type: string, id: string) => Resource | undefined

/** `own`: in this patient's compartment. `shared`: in nobody's, such as a Medication. `other`: somebody else's. */
export type Ownership = 'own' | 'shared' | 'other'

/** Whose record a resource belongs to, seen from one patient. */
export function ownership(resource: Resource, patient: string, lookup: Lookup): Ownership {
  if (resource.resourceType === 'Patient') return resource.id === patient ? 'own' : 'other'
  const parameters = patientParametersOf(resource.resourceType)
  if (!parameters) return 'shared'
  if (parameters.some((code) => refersTo(resource, code, patient))) return 'own'
  return resource.resourceType === 'Provenance' && isAboutOnly(resource, patient, lookup) ? 'own' : 'other'
}

/**
 * R4 puts a Provenance in the compartment only when the patient is itself a target. One that is about a charge line
 * says just as much about the patient, so it belongs where its targets belong.
 */
function isAboutOnly(provenance: Provenance, patient: string, lookup: Lookup): boolean {
  return provenance.target.every(({ reference }) => {
    const place = relativeReference(reference ?? '')
    const target = place && lookup(place.type, place.id)
    return target !== undefined && ownership(target, patient, lookup) === 'own'
  })
}

function refersTo(resource: Resource, code: string, patient: string): boolean {
  const filter = { code, operator: Operator.EQUALS, value: `Patient/${patient}` }
  return matchesSearchRequest(resource, { resourceType: resource.resourceType, filters: [filter] })
}
