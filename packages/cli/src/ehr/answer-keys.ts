import type { EhrAnswer } from '@doseline/ehr-client'
import type { Bundle, FhirResource } from 'fhir/r4'

/** `ChargeItem/12`, where an answer says what it stored, in its body or by its address. */
export function keyIn({ body, location }: Pick<EhrAnswer, 'body' | 'location'>, type: string): string | undefined {
  const { resourceType, id } = (body ?? {}) as Partial<FhirResource>
  if (resourceType === type && id) return `${type}/${id}`
  const parts = (location ?? '').split('/')
  const stored = /^[A-Za-z0-9\-.]{1,64}/.exec(parts[parts.indexOf(type) + 1] ?? '')?.[0]
  return stored && parts.includes(type) ? `${type}/${stored}` : undefined
}

/** The same for each entry of a transaction that was answered. */
export function keysIn(body: unknown): string[] {
  const { entry = [] } = (body ?? {}) as Partial<Bundle<FhirResource>>
  return entry.flatMap(({ response, resource }) => {
    if (resource?.id && resource.resourceType !== 'OperationOutcome') return [`${resource.resourceType}/${resource.id}`]
    return /[A-Z][A-Za-z]{1,63}\/[A-Za-z0-9\-.]{1,64}/.exec(response?.location ?? '')?.[0] ?? []
  })
}
