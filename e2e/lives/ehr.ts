import type { Bundle, ChargeItem, FhirResource, Task } from 'fhir/r4'
import type { PlayedClock } from './clock.ts'
import type { Kind } from './kinds.ts'

export const BASE = 'http://ehr.example/fhir'

/** Something that bills a dose. */
interface Billed {
  readonly dose: string
  /** What of it. */
  readonly bills: string
  /** What bills it: two of them bill it twice. */
  readonly by: string
  /** What Doseline knows the line by, where the EHR keeps that. */
  readonly identity?: string | undefined
}

interface Stored {
  readonly resource: FhirResource
  readonly version: number
  readonly at: number
}

interface Written {
  readonly status: number
  readonly resource?: FhirResource
}

/** A FHIR server with the charts of the patients of one life. It stores what it is told, and watches that nothing is billed twice. */
export class PlayedEhr {
  readonly #clock: PlayedClock
  readonly #kind: Kind
  /** By `Type/id`. */
  #stored = new Map<string, Stored>()
  /** What the charge operation took: it names no dose, so the patient and the code stand for it. */
  readonly #taken: Billed[] = []
  /** How many each patient has: the same of every life, so that the same chart is judged once. */
  readonly #ids = new Map<string, number>()
  /** When a dose, or a patient whose charges name none, was billed last: others may have voided it since. */
  readonly #billedAt = new Map<string, number>()
  /** What was billed twice at some time, in words. */
  readonly doubles: string[] = []
  /** What was written about another patient than the one whose chart was open, in words. */
  readonly strangers: string[] = []

  constructor(clock: PlayedClock, kind: Kind) {
    this.#clock = clock
    this.#kind = kind
  }

  /** What a search finds: what was stored lately may not be among it. */
  found(patient: string, lagMs = this.#kind.lagMs): FhirResource[] {
    return [...this.#stored.values()]
      .filter(({ at }) => this.#clock.now - at >= lagMs)
      .map(({ resource }) => resource)
      .filter((resource) => subjectOf(resource) === `Patient/${patient}`)
  }

  /** What a person sees who looks in the EHR itself: all that bills a dose, or tells somebody to bill it. */
  billing(dose: string, patient: string): readonly Billed[] {
    const charges = [...this.#stored.values()].flatMap(({ resource }) => billedBy(resource))
    const taken = this.#taken.filter((each) => each.dose === `Patient/${patient}`)
    return [...charges.filter((each) => each.dose === dose), ...taken]
  }

  /** Whether anything billed the dose at some time since. */
  wasBilledSince(dose: string, patient: string, since: number): boolean {
    return [dose, `Patient/${patient}`].some((each) => (this.#billedAt.get(each) ?? 0) >= since)
  }

  /** Answers one request, for whoever has this patient’s chart open. */
  answer(method: string, path: string, headers: Headers, body: unknown, patient: string): Response {
    if (method === 'GET') return this.#read(path, patient)
    this.#watchPatient(body, patient)
    const answer = this.#write(method, path, headers, body, patient)
    this.#watchDoubles()
    return answer
  }

  #read(path: string, patient: string): Response {
    const [address = '', query] = path.split('?')
    if (query === undefined) {
      const one = this.#stored.get(address)
      return one ? json(200, one.resource) : json(404, outcome('not-found'))
    }
    const criteria = decodeURIComponent(query.replace(/^identifier=/, ''))
    const hits = this.found(patient)
      .filter(({ resourceType }) => resourceType === address)
      .filter(named(criteria))
    const entry = hits.map((resource) => ({ resource }))
    return json(200, { resourceType: 'Bundle', type: 'searchset', total: hits.length, entry })
  }

  #write(method: string, path: string, headers: Headers, body: unknown, patient: string): Response {
    if (method === 'PUT') {
      const { status, resource } = this.#update(path, body as FhirResource, headers.get('if-match') ?? undefined)
      return resource ? json(status, resource) : json(status, outcome('conflict'))
    }
    if (path === '') return this.#transaction(body as Bundle<FhirResource>)
    if (path === 'ChargeItem/$create') return this.#operation(body, patient)
    const { status, resource } = this.#create(body as FhirResource, headers.get('if-none-exist') ?? undefined)
    if (!resource) return json(status, outcome('conflict'))
    const location = `${BASE}/${resource.resourceType}/${resource.id}/_history/1`
    return json(status, resource, { location })
  }

  /** All of it or nothing. */
  #transaction({ entry = [] }: Bundle<FhirResource>): Response {
    const before = new Map(this.#stored)
    const answers: object[] = []
    for (const { resource, request } of entry) {
      if (!resource || !request) continue
      const written =
        request.method === 'POST'
          ? this.#create(resource, request.ifNoneExist)
          : this.#update(request.url, resource, request.ifMatch)
      if (!written.resource) {
        this.#stored = before
        return json(written.status, outcome('conflict'))
      }
      const location = `${written.resource.resourceType}/${written.resource.id}/_history/1`
      answers.push({ resource: written.resource, response: { status: String(written.status), location } })
    }
    return json(200, { resourceType: 'Bundle', type: 'transaction-response', entry: answers })
  }

  #create(resource: FhirResource, ifNoneExist: string | undefined): Written {
    if (ifNoneExist && this.#kind.conditional !== 'no') {
      const lagMs = this.#kind.conditional === 'racy' ? this.#kind.lagMs : 0
      const criteria = decodeURIComponent(ifNoneExist.replace(/^identifier=/, ''))
      const all = [...this.#stored.values()].filter(({ at }) => this.#clock.now - at >= lagMs)
      const hits = all
        .map((each) => each.resource)
        .filter(({ resourceType }) => resourceType === resource.resourceType)
        .filter(named(criteria))
      if (hits.length > 1) return { status: 412 }
      if (hits[0]) return { status: 200, resource: hits[0] }
    }
    return { status: 201, resource: this.#put(`${resource.resourceType}/${this.#nextId(resource)}`, resource) }
  }

  #update(key: string, resource: FhirResource, ifMatch: string | undefined): Written {
    const now = this.#stored.get(key)
    if (!now) return { status: 404 }
    if (ifMatch !== undefined && ifMatch !== `W/"${now.version}"`) return { status: 412 }
    return { status: 200, resource: this.#put(key, resource) }
  }

  #nextId(resource: FhirResource): string {
    const patient = subjectOf(resource)?.split('/')[1] ?? 'of-nobody'
    const nth = (this.#ids.get(patient) ?? 0) + 1
    this.#ids.set(patient, nth)
    return `${patient}-w${String(nth).padStart(3, '0')}`
  }

  #put(key: string, content: FhirResource): FhirResource {
    const version = (this.#stored.get(key)?.version ?? 0) + 1
    const [, id = ''] = key.split('/')
    // In the order of their ids, whenever that was.
    const lastUpdated = `2026-06-30T12:00:00.${id.slice(-3)}Z`
    const resource = { ...content, id, meta: { versionId: String(version), lastUpdated } } as FhirResource
    this.#stored.set(key, { resource, version, at: this.#clock.now })
    return resource
  }

  #operation(body: unknown, patient: string): Response {
    const charge = chargeIn(body)
    if (!charge) return json(400, outcome('invalid'))
    const [code = ''] = (charge.code.coding ?? []).map((coding) => coding.code ?? '')
    const by = `ChargeItem/taken-${this.#taken.length + 1}`
    this.#taken.push({ dose: `Patient/${patient}`, bills: kindOf(code, JSON.stringify(charge.extension ?? [])), by })
    return json(201, undefined, { location: `${BASE}/${by}` })
  }

  #watchDoubles(): void {
    const lines = [...this.#stored.values()].flatMap(({ resource }) => billedBy(resource))
    for (const { dose } of [...lines, ...this.#taken]) this.#billedAt.set(dose, this.#clock.now)
    const all = Map.groupBy([...lines, ...this.#taken], ({ dose, bills }) => `${bills} of ${dose}`)
    for (const [what, billed] of all) {
      const isDouble = new Set(billed.map(({ by }) => by)).size > 1
      if (isDouble && !this.doubles.includes(what)) this.doubles.push(what)
    }
  }

  /** Every reference to a patient or a dose is of the patient whose chart is open. */
  #watchPatient(body: unknown, patient: string): void {
    const named = JSON.stringify(body).match(/(?:Patient|MedicationAdministration|Encounter)\/[A-Za-z0-9-]+/g) ?? []
    const others = named.filter((reference) => !new RegExp(`/${patient}(?:-|$)`).test(reference))
    this.strangers.push(...others)
  }
}

const LIVE: ReadonlySet<string> = new Set(['billable', 'billed'])

/** What a resource bills of which doses: an approved line, or a task to enter such lines. */
function billedBy(resource: FhirResource): Billed[] {
  if (resource.resourceType === 'ChargeItem') {
    if (!LIVE.has(resource.status)) return []
    const [code = ''] = (resource.code.coding ?? []).map((coding) => coding.code ?? '')
    const bills = kindOf(code, JSON.stringify(resource.extension ?? []))
    const identity = resource.identifier?.[0]?.value
    const by = resource.id ?? ''
    return (resource.service ?? []).map(({ reference = '' }) => ({ dose: reference, bills, by, identity }))
  }
  if (resource.resourceType !== 'Task' || !isApproval(resource)) return []
  // A task that corrects another says so, and has its name for the visit; the same task twice is entered twice.
  const [content = '', visit = ''] = (resource.identifier ?? []).map(({ value = '' }) => value)
  return dosesOf(resource).flatMap((dose) => [
    { dose, bills: 'lines by a task', by: visit },
    { dose, bills: `lines by the task ${content.slice(0, 8)}`, by: resource.id ?? '' },
  ])
}

const isApproval = (task: Task): boolean => JSON.stringify(task).includes('Lines approved, to be entered')
const dosesOf = (task: Task): string[] => [
  ...new Set(JSON.stringify(task).match(/MedicationAdministration\/[A-Za-z0-9-]+/g) ?? []),
]

const kindOf = (code: string, extensions: string): string =>
  /^\d{5}$/.test(code) ? code : extensions.includes('"JW"') ? 'the discard' : 'the drug'

function chargeIn(body: unknown): ChargeItem | undefined {
  const { parameter = [] } = body as { parameter?: { resource?: FhirResource }[] }
  const found = parameter.find(({ resource }) => resource?.resourceType === 'ChargeItem')?.resource
  return found?.resourceType === 'ChargeItem' ? found : undefined
}

const subjectOf = (resource: FhirResource): string | undefined => {
  const { subject, for: whom } = resource as { subject?: { reference?: string }; for?: { reference?: string } }
  return (subject ?? whom)?.reference
}

const named =
  (criteria: string) =>
  (resource: FhirResource): boolean => {
    const { identifier = [] } = resource as { identifier?: { system?: string; value?: string }[] }
    return identifier.some(({ system, value }) => `${system}|${value}` === criteria)
  }

const outcome = (code: string) => ({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] })

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/fhir+json', ...headers },
  })
}
export { outcome }
