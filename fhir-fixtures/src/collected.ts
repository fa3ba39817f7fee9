import type { Bundle, FhirResource, Identifier, Reference } from 'fhir/r4'
import { collectionOf } from './chart-from.ts'

/**
 * A chart as a FHIR server would hold it after taking in what another server sent: Bundles inside Bundles opened, every
 * resource once and with its id, references relative. Contained resources and everything else stay as they were sent.
 */
export function collected(sent: Bundle<FhirResource>): Bundle<FhirResource> {
  const found = entriesOf(sent).map(withId)
  const resources = new Map<string, FhirResource>()
  const addresses = new Map<string, string>()
  for (const { resource, fullUrl } of found) {
    const key = `${resource.resourceType}/${resource.id}`
    if (fullUrl) addresses.set(fullUrl, key)
    if (!resources.has(key)) resources.set(key, resource)
  }
  const held: Held = { resources, addresses }
  return collectionOf([...resources.values()].map((resource) => withReferences(resource, held)))
}

interface Held {
  readonly resources: ReadonlyMap<string, FhirResource>
  readonly addresses: ReadonlyMap<string, string>
}

interface Found {
  readonly resource: FhirResource
  readonly fullUrl?: string
}

/** What no server stores as a resource of its own. */
const NOT_STORED = new Set(['Parameters', 'OperationOutcome'])

function entriesOf(bundle: Bundle<FhirResource>): Found[] {
  return (bundle.entry ?? []).flatMap(({ resource, fullUrl }): Found[] => {
    if (!resource || NOT_STORED.has(resource.resourceType)) return []
    if (resource.resourceType === 'Bundle') return entriesOf(resource as Bundle<FhirResource>)
    return [{ resource, ...(fullUrl && { fullUrl }) }]
  })
}

function withId(found: Found): Found {
  if (found.resource.id) return found
  const id = /([A-Za-z0-9\-.]{1,64})$/.exec(found.fullUrl ?? '')?.[1]
  if (!id) throw new Error(`a ${found.resource.resourceType} has neither an id nor an address`)
  return { ...found, resource: { ...found.resource, id } }
}

/** The same resource with every reference as the holding server would have it. */
function withReferences<T>(value: T, held: Held): T {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, held)) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, child]) => [name, withReferences(child, held)] as const)
  const copy = Object.fromEntries(entries)
  return (typeof copy.reference === 'string' ? asHeld(copy, held) : copy) as T
}

const ADDRESS = /^(?:https?:\/\/.+\/|\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/
const CONDITIONAL = /^([A-Z][A-Za-z]+)\?identifier=(?:([^|]*)\|)?(.*)$/

/** A reference that leads nowhere in the chart keeps who it means and loses where that stands. */
function asHeld(reference: Reference, { resources, addresses }: Held): Reference {
  const { reference: written = '', ...rest } = reference
  if (written.startsWith('#')) return reference
  const [, type = '', id = ''] = ADDRESS.exec(written) ?? []
  const key = addresses.get(written) ?? `${type}/${id}`
  if (resources.has(key)) return { reference: key, ...rest }
  const [, ofType, system, value] = CONDITIONAL.exec(written) ?? []
  if (!value)
    return { ...(type && { type }), ...rest, display: rest.display ?? `${type || 'Something'} not in the chart` }
  const identifier: Identifier = { ...(system && { system }), value }
  const target = [...resources].find(
    ([, resource]) => resource.resourceType === ofType && carries(resource, identifier),
  )
  return target ? { reference: target[0], ...rest } : { type: ofType, identifier, ...rest }
}

function carries(resource: FhirResource, { system, value }: Identifier): boolean {
  if (!('identifier' in resource) || !Array.isArray(resource.identifier)) return false
  return resource.identifier.some((own) => own.value === value && (!system || own.system === system))
}
