import { createHash } from 'node:crypto'
import type { Bundle, BundleEntry, FhirResource } from 'fhir/r4'

type Entry = BundleEntry<FhirResource>
/** A chart as a request carries it. */
export type Shaped = { readonly bundle: Bundle<FhirResource> } | { readonly resources: readonly FhirResource[] }

/** One way to send the same chart. */
export interface Shape {
  readonly name: string
  /** The chart so; from a collection of resources that all have an id and relative references. */
  of(chart: Bundle<FhirResource>): Shaped
}

const SERVER = 'https://ehr.example/fhir'
const entriesOf = (chart: Bundle<FhirResource>): Entry[] => structuredClone(chart.entry ?? [])
const resourcesOf = (chart: Bundle<FhirResource>): FhirResource[] =>
  entriesOf(chart).flatMap(({ resource }) => resource ?? [])
const bundle = (type: Bundle['type'], entry: readonly Entry[]): Bundle<FhirResource> => ({
  resourceType: 'Bundle',
  type,
  entry: [...entry],
})
const bare = (chart: Bundle<FhirResource>): Entry[] => resourcesOf(chart).map((resource) => ({ resource }))
// A Bundle is a resource that holds others: the types know one level of that.
const inside = (one: Bundle<FhirResource>): FhirResource => one as FhirResource

/** One search result a type, in the order the types first come. */
function searchsets(chart: Bundle<FhirResource>): Bundle<FhirResource>[] {
  return [...Map.groupBy(resourcesOf(chart), ({ resourceType }) => resourceType)].map(([type, found]) => ({
    ...bundle(
      'searchset',
      found.map((resource) => ({
        fullUrl: `${SERVER}/${type}/${resource.id}`,
        resource,
        search: { mode: 'match' as const },
      })),
    ),
    total: found.length,
    link: [{ relation: 'self', url: `${SERVER}/${type}?patient=p` }],
  }))
}

/** The ways of sending a chart that servers and callers have. The first is the one that the others are compared with. */
export const SHAPES: readonly Shape[] = [
  { name: 'a collection', of: (chart) => ({ bundle: bundle('collection', bare(chart)) }) },
  { name: 'flat resources', of: (chart) => ({ resources: resourcesOf(chart) }) },
  { name: 'in the reverse order', of: (chart) => ({ resources: resourcesOf(chart).toReversed() }) },
  {
    name: 'a Bundle in a Bundle',
    of: (chart) => ({ bundle: bundle('collection', [{ resource: inside(bundle('collection', bare(chart))) }]) }),
  },
  {
    name: 'by fullUrl alone, without ids',
    of: (chart) => ({
      bundle: bundle(
        'collection',
        resourcesOf(chart).map(({ id, ...resource }) => ({
          fullUrl: `${SERVER}/${resource.resourceType}/${id}`,
          resource: resource as FhirResource,
        })),
      ),
    }),
  },
  {
    name: 'with absolute references',
    of: (chart) => ({
      bundle: bundle(
        'collection',
        resourcesOf(chart).map((resource) => ({
          fullUrl: `${SERVER}/${resource.resourceType}/${resource.id}`,
          resource: withReferences(resource, (reference) =>
            /^[A-Z][A-Za-z]+\//.test(reference) ? `${SERVER}/${reference}` : reference,
          ),
        })),
      ),
    }),
  },
  { name: 'search results as resources', of: (chart) => ({ resources: searchsets(chart).map(inside) }) },
  {
    name: 'a batch-response of search results',
    of: (chart) => ({
      bundle: bundle(
        'batch-response',
        searchsets(chart).map((one) => ({ resource: inside(one), response: { status: '200 OK' } })),
      ),
    }),
  },
  {
    name: 'pages of two, linked',
    of: (chart) => ({ resources: searchsets(chart).flatMap(pagesOf).map(inside) }),
  },
  {
    name: 'Parameters',
    of: (chart) => ({
      resources: [
        {
          resourceType: 'Parameters',
          parameter: resourcesOf(chart).map((resource) => ({ name: 'data', resource })),
        } as FhirResource,
      ],
    }),
  },
  { name: 'with its Medications contained', of: (chart) => ({ resources: withContained(resourcesOf(chart)) }) },
  {
    name: 'a transaction',
    of: (chart) => ({
      bundle: bundle(
        'transaction',
        resourcesOf(chart).map((resource) => ({
          resource,
          request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
        })),
      ),
    }),
  },
  {
    name: 'a history that holds each resource once',
    of: (chart) => ({
      bundle: bundle(
        'history',
        resourcesOf(chart).map((resource) => ({
          resource,
          request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
          response: { status: '200', lastModified: '2026-03-02T20:00:00Z' },
        })),
      ),
    }),
  },
]

/** The same chart with UUIDs for ids, and how its references look where a server kept those of a transaction. */
export function withKeptUuids(chart: Bundle<FhirResource>): {
  readonly usual: Bundle<FhirResource>
  readonly kept: Bundle<FhirResource>
  /** The new reference of an old one. */
  readonly renamed: (reference: string) => string
} {
  const ids = new Map(
    resourcesOf(chart).map(({ resourceType, id }) => [`${resourceType}/${id}`, uuidOf(`${resourceType}/${id}`)]),
  )
  const renamed = (reference: string): string => {
    const id = ids.get(reference)
    return id === undefined ? reference : `${reference.split('/')[0]}/${id}`
  }
  const with_ = (change: (reference: string) => string): Bundle<FhirResource> =>
    bundle(
      'collection',
      resourcesOf(chart).map((resource) => ({
        resource: {
          ...withReferences(resource, change),
          id: ids.get(`${resource.resourceType}/${resource.id}`),
        } as FhirResource,
      })),
    )
  const kept = (reference: string): string => {
    const id = ids.get(reference)
    return id === undefined ? reference : `urn:uuid:${id}`
  }
  return { usual: with_(renamed), kept: with_(kept), renamed }
}

function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function pagesOf(result: Bundle<FhirResource>, at: number): Bundle<FhirResource>[] {
  const entries = result.entry ?? []
  const count = Math.max(1, Math.ceil(entries.length / 2))
  const url = (page: number): string => `${SERVER}?_getpages=${at}&page=${page}`
  return Array.from({ length: count }, (_, page) => ({
    ...result,
    entry: entries.slice(page * 2, page * 2 + 2),
    link: [
      { relation: 'self', url: url(page) },
      ...(page + 1 < count ? [{ relation: 'next', url: url(page + 1) }] : []),
    ],
  }))
}

const nameOf = ({ resourceType, id }: FhirResource): string => `${resourceType}/${id}`

/** A resource with its references changed. */
function withReferences<T>(value: T, change: (reference: string) => string): T {
  if (Array.isArray(value)) return value.map((each) => withReferences(each, change)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      name === 'reference' && typeof each === 'string' ? change(each) : withReferences(each, change),
    ]),
  ) as T
}

/** Each Medication inside the administrations that name it; it is taken from the list where nothing else names it. */
function withContained(resources: readonly FhirResource[]): FhirResource[] {
  const medications = new Map(
    resources.flatMap((one) => (one.resourceType === 'Medication' ? [[nameOf(one), one] as const] : [])),
  )
  const holders = resources.map((resource) => {
    if (resource.resourceType !== 'MedicationAdministration') return resource
    const medication = medications.get(resource.medicationReference?.reference ?? '')
    if (!medication?.id) return resource
    return {
      ...resource,
      contained: [medication],
      medicationReference: { ...resource.medicationReference, reference: `#${medication.id}` },
    }
  })
  const isNamed = (key: string): boolean => holders.some((one) => JSON.stringify(one).includes(`"${key}"`))
  return holders.filter(({ resourceType, id }) => resourceType !== 'Medication' || isNamed(`Medication/${id}`))
}
