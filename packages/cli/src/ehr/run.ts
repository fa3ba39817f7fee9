import { randomBytes } from 'node:crypto'
import { allPages, type Connection, EhrRefusal, Failure, tokenSearch } from '@doseline/ehr-client'
import type { Coding, FhirResource } from 'fhir/r4'

const RUN = 'https://doseline.example/fhir/CodeSystem/run'

/** Something that was made and could not be taken away again. */
export interface LeftBehind {
  readonly key: string
  readonly because: string
}

/** One run against a server that others use too: what it makes carries its tag, and goes when it ends. */
export class Run {
  /** `run-3f9a…`, in every resource’s tag and in identifiers. */
  readonly name = `run-${randomBytes(6).toString('hex')}`
  readonly #line: Connection
  /** In the order they were made. */
  readonly #made: string[] = []
  readonly #open = new Set<string>()

  constructor(line: Connection) {
    this.#line = line
  }

  /** Types of which something may have been made without a word of it: the answer was lost. */
  get open(): ReadonlySet<string> {
    return this.#open
  }

  /** Makes something of these types: until there is an answer, it may be there. */
  async making<T>(types: readonly string[], make: () => Promise<T>): Promise<T> {
    try {
      return await make()
    } catch (thrown) {
      const isRefused = thrown instanceof EhrRefusal && thrown.status < 500 && thrown.status !== 408
      if (!isRefused) for (const type of types) this.#open.add(type)
      throw thrown
    }
  }

  /** What of a type carries the tag of this run. Throws where the server cannot be asked for it. */
  async taggedOf(type: string): Promise<string[]> {
    const { resources, incomplete } = await allPages(this.#line, tokenSearch(type, '_tag', `${RUN}|${this.name}`))
    if (incomplete) throw new Failure('ehr-error', { detail: incomplete })
    // A server that leaves an unknown parameter out answers with everything it has.
    return resources
      .filter(({ meta }) => meta?.tag?.some(({ code }) => code === this.name))
      .map(({ resourceType, id }) => `${resourceType}/${id}`)
  }

  get made(): readonly string[] {
    return this.#made
  }

  get tag(): Coding {
    return { system: RUN, code: this.name, display: 'made by a test of Doseline; may be deleted' }
  }

  /** A resource with the tag of this run. */
  tagged<T extends FhirResource>(resource: T): T {
    return { ...resource, meta: { ...resource.meta, tag: [...(resource.meta?.tag ?? []), this.tag] } }
  }

  /** Keeps in mind what has to go: `ChargeItem/12`. */
  remember(key: string): void {
    if (!this.#made.includes(key)) this.#made.push(key)
  }

  /**
   * Deletes what was made: in one transaction where that is tried, for parts that refer to each other; else last first,
   * in several rounds, because something may still refer to what goes. What the server keeps is marked as entered in
   * error where it has such a status, and reported.
   */
  async cleanUp({ inOne = false } = {}): Promise<readonly LeftBehind[]> {
    if (inOne && (await this.#removeAll())) return []
    let left: LeftBehind[] = []
    for (let round = 0; round < 3; round++) {
      left = []
      for (const key of this.#made.toReversed()) {
        const because = await this.#remove(key)
        if (because) left.push({ key, because })
        else this.#made.splice(this.#made.indexOf(key), 1)
      }
      if (left.length === 0) break
    }
    return Promise.all(left.map((each) => this.#disown(each)))
  }

  async #removeAll(): Promise<boolean> {
    const entry = this.#made.toReversed().map((url) => ({ request: { method: 'DELETE', url } }))
    const body = { resourceType: 'Bundle', type: 'transaction', entry }
    const isDone = await this.#line.send('', { method: 'POST', body }).then(
      () => true,
      () => false,
    )
    if (isDone) this.#made.length = 0
    return isDone
  }

  async #remove(key: string): Promise<string | undefined> {
    try {
      await this.#line.send(key, { method: 'DELETE' })
      return undefined
    } catch (thrown) {
      return thrown instanceof EhrRefusal && (thrown.status === 404 || thrown.status === 410) ? undefined : why(thrown)
    }
  }

  async #disown({ key, because }: LeftBehind): Promise<LeftBehind> {
    const [type = ''] = key.split('/')
    const status = VOIDED[type]
    if (!status) return { key, because }
    try {
      const { body, etag } = await this.#line.send(key)
      const headers: Record<string, string> = etag ? { 'if-match': etag } : {}
      await this.#line.send(key, { method: 'PUT', headers, body: { ...(body as object), status } })
      return { key, because: `${because}; marked ${status}` }
    } catch {
      return { key, because }
    }
  }
}

/** The status by which a resource says that it should not be there. */
const VOIDED: Readonly<Record<string, string>> = {
  ChargeItem: 'entered-in-error',
  Flag: 'entered-in-error',
  Communication: 'entered-in-error',
  DocumentReference: 'entered-in-error',
  Task: 'entered-in-error',
  MedicationAdministration: 'entered-in-error',
  Encounter: 'entered-in-error',
  Observation: 'entered-in-error',
  Coverage: 'entered-in-error',
}

/** What stood in the way of a request, in a few words. */
export function why(thrown: unknown): string {
  if (thrown instanceof EhrRefusal) {
    const [says] = thrown.says
    return says ? `${thrown.status}: ${says}` : `refused with ${thrown.status}`
  }
  if (thrown instanceof Failure) {
    return thrown.kind === 'session-ended' ? 'the token is not accepted' : (thrown.about.detail ?? 'no answer')
  }
  return thrown instanceof Error ? thrown.message : String(thrown)
}
