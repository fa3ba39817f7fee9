import type { FhirResource, HumanName } from 'fhir/r4'
import { fhirUserOf } from './id-token.ts'
import type { Identity } from './identity.ts'

/** Who is signed in, as the EHR names them. */
export interface Approver {
  readonly reference?: string
  readonly display: string
}

export const NOBODY: Approver = { display: 'a person the EHR does not name' }

/** The signed-in person by name; where the EHR gives no name, by reference; else nobody in particular. */
export function approverFrom({ claims }: Identity, base: string, read: FhirResource | undefined): Approver {
  const reference = fhirUserOf(claims, base)
  const claimed = typeof claims.name === 'string' ? claims.name : undefined
  if (!reference) return claimed === undefined ? NOBODY : { display: claimed }
  const [type, id] = reference.split('/')
  const isThem = read?.resourceType === type && read?.id === id
  return { reference, display: (isThem && read ? writtenName(read) : '') || claimed || reference }
}

function writtenName(resource: FhirResource): string {
  const [name] = 'name' in resource && Array.isArray(resource.name) ? (resource.name as HumanName[]) : []
  return name?.text ?? [...(name?.given ?? []), name?.family].filter(Boolean).join(' ')
}
