import type { WithId } from '@medplum/core'
import type { Group, Resource, ResourceType } from '@medplum/fhirtypes'
import { patientParametersOf } from '../fhir/definitions.ts'
import { refusal } from '../fhir/outcome.ts'
import { referencesIn, relativeReference } from '../fhir/references.ts'
import { criteriaFor } from '../fhir/search-criteria.ts'
import type { Store } from '../fhir/store.ts'
import type { Personality } from '../personalities/personality.ts'
import type { ExportParameters } from './export-parameters.ts'

/** Whose records are exported; a group by its id. */
export type Whose = 'system' | 'patient' | { readonly group: string }

/** One file before it is written: its type, and a line for each resource. */
export interface FileContent {
  readonly type: string
  readonly lines: readonly string[]
}

export interface ExportContent {
  readonly output: readonly FileContent[]
  readonly deleted: readonly FileContent[]
}

export interface Source {
  readonly store: Store
  readonly base: string
  readonly ehr: Personality
  readonly resourcesPerFile: number
  /** What the token reaches. */
  readonly mayRead: (type: ResourceType) => boolean
}

/** Everything an export holds, as things stand now. Throws 403 for a type the token does not reach, 404 for no such group. */
export async function exportContent(source: Source, whose: Whose, asked: ExportParameters): Promise<ExportContent> {
  const { store, ehr, resourcesPerFile } = source
  const refused = asked.types.find((type) => !source.mayRead(type))
  if (refused)
    throw refusal(403, 'forbidden', `The granted scopes do not reach ${refused}: system/${refused}.rs is missing`)
  const kept = Object.keys(ehr.types) as ResourceType[]
  const types = (asked.types.length > 0 ? asked.types : kept).filter(source.mayRead)
  if (types.length === 0)
    throw refusal(403, 'forbidden', 'The granted scopes reach no resource type: system/*.rs is missing')
  const isIn = membership(store, whose)
  const since = asked.since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(asked.since)
  const isNew = ({ meta }: Resource): boolean => Date.parse(meta?.lastUpdated ?? '') > since
  const output: FileContent[] = []
  for (const type of types) {
    const matches = await matcher(source, type, asked)
    const found = store.all(type).filter((each) => isNew(each) && isIn(each) && matches(each))
    output.push(...filesOf(type, found, resourcesPerFile))
  }
  const gone = asked.since === undefined ? [] : store.removedSince(since).filter((each) => isIn(each))
  const deletions = gone.filter(({ resourceType }) => types.includes(resourceType)).map(deletion)
  return { output, deleted: filesOf('Bundle', deletions, resourcesPerFile) }
}

/** Which resources belong to the patients of an export; of what belongs to nobody, such as a drug, all of it. */
function membership(store: Store, whose: Whose): (resource: Resource) => boolean {
  if (whose === 'system') return () => true
  const patients = new Set(
    whose === 'patient' ? store.all('Patient').map(({ id }) => id) : membersOf(store, whose.group),
  )
  const refersToMember = (resource: Resource): boolean =>
    referencesIn(resource).some(({ target }) => {
      const place = relativeReference(target)
      return place?.type === 'Patient' && patients.has(place.id)
    })
  return (resource) => {
    if (resource.resourceType === 'Patient') return resource.id !== undefined && patients.has(resource.id)
    if (resource.resourceType === 'Group') return typeof whose === 'object' && resource.id === whose.group
    if (resource.resourceType === 'Provenance')
      return resource.target.some((each) => targetIsIn(store, each, refersToMember))
    return patientParametersOf(resource.resourceType) === undefined || refersToMember(resource)
  }
}

function targetIsIn(
  store: Store,
  { reference }: { reference?: string },
  isIn: (resource: Resource) => boolean,
): boolean {
  const place = relativeReference(reference ?? '')
  const target = place && store.current(place.type, place.id)
  return target !== undefined && isIn(target)
}

function membersOf(store: Store, id: string): string[] {
  const group = store.current('Group', id) as Group | undefined
  if (!group) throw refusal(404, 'not-found', `There is no Group/${id}`)
  return (group.member ?? []).flatMap(({ entity, inactive }) => {
    const place = inactive ? undefined : relativeReference(entity?.reference ?? '')
    return place?.type === 'Patient' ? [place.id] : []
  })
}

async function matcher({ store, base, ehr }: Source, type: ResourceType, { filters }: ExportParameters) {
  const searches = filters.get(type)
  if (!searches) return () => true
  const ids = new Set<string>()
  for (const search of searches) {
    const { request, also } = criteriaFor(type, search, { base, ehr, handling: 'strict' })
    for (const each of await store.matching(request)) if (also(each)) ids.add(each.id)
  }
  return ({ id }: WithId<Resource>): boolean => ids.has(id)
}

function filesOf(type: string, resources: readonly Resource[], most: number): FileContent[] {
  const files = Math.ceil(resources.length / most)
  return Array.from({ length: files }, (_, at) => ({
    type,
    lines: resources.slice(at * most, (at + 1) * most).map((each) => JSON.stringify(each)),
  }))
}

/** A transaction that would take away what was taken away here: the form Bulk Data Access gives deletions. */
function deletion({ resourceType, id }: Resource): Resource {
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [{ request: { method: 'DELETE', url: `${resourceType}/${id}` } }],
  }
}
