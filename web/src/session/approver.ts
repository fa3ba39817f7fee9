import type { FhirResource, HumanName } from 'fhir/r4'
import { fhirUserOf, isNoStaff } from './id-token.ts'
import type { Identity } from './identity.ts'

/** Who is signed in, as the EHR names them. */
export interface Approver {
  readonly reference?: string
  readonly display: string
  /** Patients and their relatives may look: what stands in the chart is for those who work there. */
  readonly mayWrite: boolean
}

export const NOBODY: Approver = { display: 'a person the EHR does not name', mayWrite: true }

/** The signed-in person by name; where the EHR gives no name, by reference; else nobody in particular. */
export function approverFrom({ claims }: Identity, base: string, read: FhirResource | undefined): Approver {
  const reference = fhirUserOf(claims, base)
  const mayWrite = !isNoStaff(claims)
  const claimed = typeof claims.name === 'string' ? claims.name : undefined
  if (!reference) return { display: claimed ?? NOBODY.display, mayWrite }
  const [type, id] = reference.split('/')
  const isThem = read?.resourceType === type && read?.id === id
  return { reference, display: (isThem && read ? writtenName(read) : '') || claimed || reference, mayWrite }
}

/** The name as the EHR writes it; empty where it gives none. */
export function writtenName(resource: FhirResource): string {
  const [name] = 'name' in resource && Array.isArray(resource.name) ? (resource.name as HumanName[]) : []
  return name?.text ?? [...(name?.given ?? []), name?.family].filter(Boolean).join(' ')
}
