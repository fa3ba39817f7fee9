export interface Resource {
  readonly resourceType: string
  readonly [element: string]: unknown
}

/**
 * A Bundle without what it says about pages and about what was left out of it. The prefetch key has been marked by then,
 * with the type it asks for; the Bundle alone could not say which type is meant, and would put all of them in doubt.
 */
export function withoutPaging(resource: Resource): Resource {
  if (resource.resourceType !== 'Bundle') return resource
  const { link: _, total: __, entry, ...bundle } = resource
  if (!Array.isArray(entry)) return entry === undefined ? bundle : { ...bundle, entry }
  return { ...bundle, entry: entry.filter(isNoOutcome).map(inside) }
}

const inside = (entry: unknown): unknown => {
  const resource = resourceOf(entry)
  return resource?.resourceType === 'Bundle' ? { ...(entry as object), resource: withoutPaging(resource) } : entry
}

const isNoOutcome = (entry: unknown): boolean => resourceOf(entry)?.resourceType !== 'OperationOutcome'

function resourceOf(entry: unknown): Resource | undefined {
  const { resource } = (typeof entry === 'object' && entry !== null ? entry : {}) as { resource?: Resource | null }
  return resource ?? undefined
}
