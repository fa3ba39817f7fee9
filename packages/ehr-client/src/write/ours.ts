import type { FhirResource } from 'fhir/r4'
import { list, text } from '../http/shape.ts'

/** Identifier systems of Flags and ChargeItems that Doseline wrote. */
const OUR_IDENTIFIERS = 'https://doseline.example/fhir/sid/'

/** True for what Doseline wrote into the chart. */
export function isOurs(resource: FhirResource): boolean {
  if (resource.resourceType !== 'Flag' && resource.resourceType !== 'ChargeItem') return false
  return list(resource.identifier).some(({ system }) => text(system)?.startsWith(OUR_IDENTIFIERS))
}
