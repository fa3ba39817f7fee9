import type { ChartRead } from '@doseline/ehr-client'
import type { FhirResource, HumanName } from 'fhir/r4'
import { fhirUserOf, isNoStaff, personElsewhere } from './id-token.ts'
import type { Identity } from './identity.ts'

/** Who is signed in, as the EHR names them. */
export interface Approver {
  readonly reference?: string
  /** How the sign-in names them, where this EHR holds no record of them: they are named in the chart, not linked. */
  readonly identifier?: string
  readonly display: string
  /** Patients and their relatives may look: what stands in the chart is for those who work there. */
  readonly mayWrite: boolean
}

export const NOBODY: Approver = { display: 'a person the EHR does not name', mayWrite: true }

/**
 * The signed-in person by name; where the EHR gives no name, by reference; else nobody in particular. `staff`: what the
 * service says of them, which then counts; without a sign-in at the service the claims do.
 */
export function approverFrom(
  { claims }: Identity,
  base: string,
  { user: read, userGone }: Pick<ChartRead, 'user' | 'userGone'>,
  staff = !isNoStaff(claims),
): Approver {
  const reference = fhirUserOf(claims, base)
  const mayWrite = staff
  const claimed = typeof claims.name === 'string' ? claims.name : undefined
  if (!reference) {
    const identifier = personElsewhere(claims)
    return { ...(identifier && { identifier }), display: claimed ?? NOBODY.display, mayWrite }
  }
  if (userGone) return { identifier: reference, display: claimed ?? reference, mayWrite }
  const [type, id] = reference.split('/')
  const isThem = read?.resourceType === type && read?.id === id
  return { reference, display: (isThem && read ? writtenName(read) : '') || claimed || reference, mayWrite }
}

/** The name as the EHR writes it; empty where it gives none. */
export function writtenName(resource: FhirResource): string {
  const [name] = 'name' in resource && Array.isArray(resource.name) ? (resource.name as HumanName[]) : []
  return name?.text ?? [...(name?.given ?? []), name?.family].filter(Boolean).join(' ')
}
