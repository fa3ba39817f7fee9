import type { FhirResource, Reference } from 'fhir/r4'
import { sameHost } from '../http/address.ts'

/** The literal references at a dotted element path, through every list on the way. */
export function referencesIn(resource: FhirResource, path: string): string[] {
  let values: unknown[] = [resource]
  for (const name of path.split('.')) {
    values = values.flatMap((value) => {
      const below = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
      return Array.isArray(below) ? below : below === undefined ? [] : [below]
    })
  }
  return values.flatMap((value) => (value as Reference | null)?.reference ?? [])
}

const RELATIVE = /^([A-Z][A-Za-z]{2,63}\/[A-Za-z0-9\-.]{1,64})(?:\/_history\/[^/\s]+)?$/

/** A reference as `Type/id` on this server; undefined for contained resources, urns and other servers. */
export function relativeTo(base: string, reference: string): string | undefined {
  const absolute = sameHost(reference)
  const local = absolute.startsWith(`${base}/`) ? absolute.slice(base.length + 1) : reference
  return RELATIVE.exec(local)?.[1]
}
