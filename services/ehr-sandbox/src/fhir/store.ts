import type { SearchRequest, WithId } from '@medplum/core'
import { MemoryRepository } from '@medplum/fhir-router'
import type { Resource } from '@medplum/fhirtypes'

/** One entry of a resource's history; a deletion has no resource. */
export interface Version {
  readonly versionId: string
  readonly lastUpdated: string
  readonly method: 'POST' | 'PUT' | 'DELETE'
  readonly resource?: WithId<Resource>
  /** When searches begin to see it, in milliseconds since 1970; absent, at once. */
  readonly seenFrom?: number
}

type ByType = Map<string, Map<string, Resource>>

/**
 * The record: current resources, their history, and units of work that leave nothing when they fail. The library's
 * repository underneath is used as the search engine over the current resources, and for nothing else: it has no
 * rollback, forgets deleted resources and numbers versions at random.
 */
export class Store extends MemoryRepository {
  readonly #now: () => Date
  readonly #indexLagMs: number
  #history = new Map<string, readonly Version[]>()
  #turn: Promise<unknown> = Promise.resolve()

  /** `indexLagMs`: how long searches stay behind what is written. */
  constructor(now: () => Date = () => new Date(), indexLagMs = 0) {
    super()
    this.#now = now
    this.#indexLagMs = indexLagMs
  }

  /** The library's own maps, private in its typings only. */
  get #current(): ByType {
    return (this as unknown as { resources: ByType }).resources
  }

  /** The resource as it stands, or undefined where there is none or it was deleted. */
  current(type: string, id: string): WithId<Resource> | undefined {
    return this.#current.get(type)?.get(id) as WithId<Resource> | undefined
  }

  /** All current resources of a type, in the order they came. */
  all<T extends Resource>(type: T['resourceType']): WithId<T>[] {
    return [...(this.#current.get(type)?.values() ?? [])] as WithId<T>[]
  }

  /** Every version, oldest first; empty for a resource that never was. */
  versions(type: string, id: string): readonly Version[] {
    return this.#history.get(`${type}/${id}`) ?? []
  }

  /** What was deleted after an instant (milliseconds since 1970) and not made again: each as it was before. */
  removedSince(since: number): WithId<Resource>[] {
    return [...this.#history.values()].flatMap((versions) => {
      const [before, last] = versions.slice(-2)
      const isGone = last?.method === 'DELETE' && Date.parse(last.lastUpdated) > since
      return isGone && before?.resource ? [before.resource] : []
    })
  }

  /** Stores a resource that was always there: no search is behind on it. */
  seed(resource: WithId<Resource>): WithId<Resource> {
    return this.put(resource, 'PUT', 0)
  }

  /** Stores the next version under the resource's id and returns it. */
  put(resource: WithId<Resource>, method: 'POST' | 'PUT', lagMs = this.#indexLagMs): WithId<Resource> {
    const { resourceType: type, id } = resource
    const versionId = String(this.versions(type, id).length + 1)
    const lastUpdated = this.#now().toISOString()
    const stored = { ...structuredClone(resource), meta: { ...resource.meta, versionId, lastUpdated } }
    const ofType = this.#current.get(type) ?? new Map<string, Resource>()
    this.#current.set(type, ofType.set(id, stored))
    this.#remember(type, id, { versionId, lastUpdated, method, resource: stored }, lagMs)
    return stored
  }

  /** Deletes the resource; its history stays. */
  remove(type: string, id: string): void {
    if (!this.#current.get(type)?.delete(id)) return
    const versionId = String(this.versions(type, id).length + 1)
    this.#remember(type, id, { versionId, lastUpdated: this.#now().toISOString(), method: 'DELETE' }, this.#indexLagMs)
  }

  /** What a search would see now, to be looked at later. */
  view(): MemoryRepository {
    const view = new MemoryRepository()
    const maps = (view as unknown as { resources: ByType }).resources
    for (const [type, resources] of this.#current) maps.set(type, new Map(resources))
    for (const [key, seen] of this.#behind()) {
      const [type = '', id = ''] = key.split('/')
      if (seen) maps.set(type, (maps.get(type) ?? new Map<string, Resource>()).set(id, seen))
      else maps.get(type)?.delete(id)
    }
    return view
  }

  /** All resources that match, without paging; looked for in a view from before, or as things stand. */
  async matching(request: SearchRequest, seen?: MemoryRepository): Promise<WithId<Resource>[]> {
    const { count: _count, offset: _offset, include: _in, revInclude: _rev, ...criteria } = request
    const where = seen ?? (this.#indexLagMs > 0 ? this.view() : this)
    const bundle = await where.search(criteria as SearchRequest)
    return (bundle.entry ?? []).flatMap((entry) => (entry.resource ? [entry.resource as WithId<Resource>] : []))
  }

  /** Runs `work`; when it throws, the record is as it was before. */
  async atomically<T>(work: () => Promise<T>): Promise<T> {
    // Stored resources are never changed in place, so copying the maps is enough.
    const current = [...this.#current].map(([type, resources]) => [type, new Map(resources)] as const)
    const history = new Map(this.#history)
    try {
      return await work()
    } catch (thrown) {
      this.#current.clear()
      for (const [type, resources] of current) this.#current.set(type, resources)
      this.#history = history
      throw thrown
    }
  }

  /** One request at a time: nobody reads a half-done transaction, and two conditional creates cannot both find nothing. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => {})
    return turn
  }

  /** Forgets everything. */
  empty(): void {
    this.#current.clear()
    this.#history = new Map()
  }

  #remember(type: string, id: string, version: Version, lagMs: number): void {
    const late = lagMs > 0 && { seenFrom: this.#now().getTime() + lagMs }
    this.#history.set(`${type}/${id}`, [...this.versions(type, id), { ...version, ...late }])
  }

  /** The resources searches are behind on, each with the version they still see. */
  *#behind(): Generator<[string, Resource | undefined]> {
    const now = this.#now().getTime()
    const isSeen = ({ seenFrom = 0 }: Version) => seenFrom <= now
    for (const [key, versions] of this.#history) {
      if (this.#indexLagMs > 0 && !versions.every(isSeen)) yield [key, versions.findLast(isSeen)?.resource]
    }
  }
}
