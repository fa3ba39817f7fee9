import type { Resource } from '@medplum/fhirtypes'

/** A reference found in a resource, and the element it stands in. */
export interface FoundReference {
  readonly element: string
  readonly target: string
}

/** Every literal reference in a resource, contained ones included, with its path. */
export function referencesIn(resource: Resource): FoundReference[] {
  const found: FoundReference[] = []
  visit(resource, resource.resourceType, (holder, element) => found.push({ element, target: holder.reference }))
  return found
}

/** The same resource with every literal reference passed through `change`. The input is left as it was. */
export function withReferences<T>(resource: T, change: (reference: string) => string): T {
  const copy = structuredClone(resource)
  visit(copy, '', (holder) => {
    holder.reference = change(holder.reference)
  })
  return copy
}

/** `Patient/1` out of `Patient/1/_history/2`; undefined for anything that is not a relative reference. */
export function relativeReference(reference: string): { type: string; id: string } | undefined {
  const match = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/.exec(reference)
  return match ? { type: match[1] as string, id: match[2] as string } : undefined
}

function visit(value: unknown, path: string, see: (holder: { reference: string }, element: string) => void): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      visit(item, `${path}[${index}]`, see)
    })
  } else if (typeof value === 'object' && value !== null) {
    if ('reference' in value && typeof value.reference === 'string') see(value as { reference: string }, path)
    for (const [key, child] of Object.entries(value)) if (typeof child === 'object') visit(child, `${path}.${key}`, see)
  }
}
