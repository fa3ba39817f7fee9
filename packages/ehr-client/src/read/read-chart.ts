import type { FhirResource, Patient } from 'fhir/r4'
import { planFor } from '../capabilities/offered.ts'
import { isGranted } from '../capabilities/scopes.ts'
import { withRelativeReferences } from '../http/base-url-alias.ts'
import { type Connection, EhrRefusal } from '../http/connection.ts'
import { Failure } from '../http/failure.ts'
import type { WaitOptions } from '../http/retry-policy.ts'
import { type Answer, Asker } from './ask-all.ts'
import type { ChartRead, ChartRequest, ReadStep } from './chart-read.ts'
import { allPages } from './pages.ts'
import { READING_PLAN, type Row, rowOf } from './reading-plan.ts'
import { referencesIn, relativeTo } from './references.ts'
import { isFoundByVisit, searchesFor } from './searches.ts'

/**
 * Reads everything the rules need. All that is known at the start is asked for at once, then all that it refers to, and
 * so on: dose → visit → place is as far as it goes. Throws only where nothing could be judged.
 */
export async function readChart(connection: Connection, request: ChartRequest): Promise<ChartRead> {
  const reading = new ChartReading(connection, request)
  await reading.read()
  return reading.result()
}

/** Searches that are not understood take further rounds; more than this is a server that understands none. */
const MOST_ROUNDS = 8

/** A search under way: the form that is tried, and those to try if it is not understood. */
interface Search {
  readonly row: Row
  readonly path: string
  readonly others: readonly string[]
}

class ChartReading {
  readonly #connection: Connection
  readonly #request: ChartRequest
  readonly #asker: Asker
  readonly #found = new Map<string, FhirResource>()
  readonly #steps = new Map<string, ReadStep>()
  /** What was read one by one or searched by visit, found or not. */
  readonly #asked = new Set<string>()
  #ownName: string | undefined
  #patient: Patient | undefined
  /** The status with which the EHR said that it has no such patient. */
  #patientGone: number | undefined
  #user: FhirResource | undefined
  #userGone = false
  #strangers = 0
  readonly #waiting: WaitOptions

  constructor(connection: Connection, request: ChartRequest) {
    this.#connection = connection
    this.#request = request
    const { dialect, offered, signal } = request
    this.#waiting = { signal, onPause: (ms) => this.#pause(ms) }
    this.#asker = new Asker(connection, dialect?.system.includes('batch') ?? false, this.#waiting)
    this.#ownName = dialect?.advertised === connection.base ? undefined : dialect?.advertised
    const planned = new Set(planFor(offered).map(({ type }) => type))
    for (const row of READING_PLAN.filter(isChart)) {
      const isMine = isGranted(connection.context.scope, row.type, row.searches ? 's' : 'r')
      const state = !planned.has(row.type) ? 'not-offered' : isMine ? 'waiting' : 'refused'
      const because = state === 'refused' ? { because: 'the EHR did not grant it', notGranted: true as const } : {}
      this.#steps.set(row.type, { type: row.type, why: row.why, state, count: 0, ...because })
    }
  }

  async read(): Promise<void> {
    this.#tell()
    const rows = READING_PLAN.filter(isChart).filter(({ type }) => this.#steps.get(type)?.state === 'waiting')
    let searches = rows.filter(({ searches: forms }) => forms).flatMap((row) => this.#searchByPatient(row))
    let keys = this.#people()
    for (let round = 0; round < MOST_ROUNDS && searches.length + keys.length > 0; round++) {
      for (const { row } of searches) this.#update(row.type, { state: 'reading' })
      const again = await this.#round(searches, keys)
      searches = [...again, ...rows.flatMap((row) => this.#searchByVisit(row))]
      keys = rows.flatMap((row) => this.#wantedOf(row))
    }
    for (const { row } of searches)
      this.#worsen(row.type, {
        state: 'failed',
        because: 'no search is understood',
        note: 'no search is understood',
      })
    for (const { type } of rows) this.#finish(type)
    if (this.#isUnknown()) throw new Failure('unknown-patient', { status: this.#patientGone })
  }

  result(): ChartRead {
    return {
      ...(this.#patient && { patient: this.#patient }),
      ...(this.#user && { user: this.#user }),
      ...(this.#userGone && { userGone: true as const }),
      resources: [...this.#found.values()],
      steps: [...this.#steps.values()],
      strangers: this.#strangers,
      readAt: (this.#request.now ?? (() => new Date()))(),
      roundTrips: this.#asker.rounds,
    }
  }

  /** Some servers do not serve patients one by one: whoever has records is known all the same. */
  #isUnknown(): boolean {
    const { offered } = this.#request
    const isServed = !offered || (offered.Patient?.includes('read') ?? false)
    const doses = this.#steps.get('MedicationAdministration')
    return isServed && this.#patientGone !== undefined && doses?.state === 'complete' && this.#found.size === 0
  }

  /** Asks for all of it at once. Returns the searches that were not understood, in their next form. */
  async #round(searches: readonly Search[], keys: readonly string[]): Promise<Search[]> {
    const byPath = new Map(searches.map((search) => [search.path, search]))
    const again: Search[] = []
    await this.#asker.ask([...byPath.keys(), ...keys], async (path, answer) => {
      const search = byPath.get(path)
      const next = search && (await this.#takeSearch(search, answer))
      if (next) again.push(next)
      if (!search) this.#takeOne(path, answer)
    })
    return again
  }

  #searchByPatient(row: Row): Search[] {
    const { patient, dialect } = this.#request
    if (isFoundByVisit(row, dialect)) return []
    const [path, ...others] = searchesFor(row, dialect, { patient })
    return path === undefined ? [] : [{ row, path, others }]
  }

  /** For servers that find a type by visit only: one search for each visit of a dose that has none yet. */
  #searchByVisit(row: Row): Search[] {
    const { patient, dialect } = this.#request
    if (!isFoundByVisit(row, dialect)) return []
    const visits = this.#referencesFrom('MedicationAdministration', 'context', 'Encounter')
    return visits.flatMap((visit) => {
      const encounter = visit.slice('Encounter/'.length)
      const [path, ...others] = searchesFor(row, dialect, { patient, encounter })
      if (path === undefined || this.#asked.has(`${row.type} ${visit}`)) return []
      this.#asked.add(`${row.type} ${visit}`)
      return [{ row, path, others }]
    })
  }

  #people(): string[] {
    const { patient, user, offered } = this.#request
    const isOffered = (type: string): boolean => !offered || type in offered
    const isReadable = user !== undefined && isOffered(user.split('/')[0] ?? '')
    return [`Patient/${patient}`, ...(isReadable && user !== `Patient/${patient}` ? [user] : [])]
  }

  /** What resources read before refer to, and was not asked for yet. */
  #wantedOf(row: Row): string[] {
    const referred = (row.follows ?? []).flatMap(({ from, element }) => this.#referencesFrom(from, element, row.type))
    const wanted = [...new Set(referred)].filter((key) => !this.#found.has(key) && !this.#asked.has(key))
    for (const key of wanted) this.#asked.add(key)
    if (wanted.length > 0) this.#update(row.type, { state: 'reading' })
    return wanted
  }

  #referencesFrom(from: string, element: string, to: string): string[] {
    const resources = [...this.#found.values()].filter(({ resourceType }) => resourceType === from)
    const references = resources.flatMap((resource) => referencesIn(resource, element))
    const keys = references.map((reference) => relativeTo(this.#connection.base, reference))
    return [...new Set(keys.filter((key) => key?.startsWith(`${to}/`)))] as string[]
  }

  async #takeSearch({ row, path, others }: Search, answer: Answer): Promise<Search | undefined> {
    const [next, ...rest] = others
    if ('thrown' in answer) {
      if (next !== undefined && isNotUnderstood(answer.thrown)) return { row, path: next, others: rest }
      this.#worsen(row.type, whyNot(answer.thrown))
      return undefined
    }
    const options = { ...this.#waiting, first: answer.body, ownName: this.#ownName }
    const { resources, incomplete, note, brokeOff, ownName } = await allPages(this.#connection, path, options)
    this.#ownName = ownName
    const { leavesOut } = row
    if (leavesOut && path.includes(leavesOut.where)) this.#update(row.type, { limit: leavesOut.says })
    for (const resource of resources) this.#keep(resource)
    if (incomplete) {
      const state = resources.length > 0 ? 'partial' : 'failed'
      this.#worsen(row.type, { state, because: incomplete, ...(note && { note }), ...(brokeOff && { brokeOff }) })
    } else if (!row.searchesByVisit) this.#finish(row.type)
    return undefined
  }

  #takeOne(key: string, answer: Answer): void {
    const { patient, user } = this.#request
    const read = 'body' in answer ? withRelativeReferences(answer.body, this.#ownName) : undefined
    if (key === `Patient/${patient}`) {
      this.#patientGone = 'thrown' in answer ? goneStatus(answer.thrown) : undefined
      this.#takePatient(read)
    } else if (key === user) {
      this.#user = isResource(read) ? read : undefined
      this.#userGone = 'thrown' in answer && goneStatus(answer.thrown) !== undefined
    } else if (isResource(read)) this.#keep(read)
    else this.#missing(key, 'thrown' in answer ? answer.thrown : undefined)
  }

  /** One resource that is gone is no gap in the reading: what refers to it says that it is not in the chart. */
  #missing(key: string, thrown: unknown): void {
    if (goneStatus(thrown)) return
    this.#worsen(key.split('/')[0] ?? '', whyNot(thrown))
  }

  #takePatient(read: unknown): void {
    if (!isResource(read) || read.resourceType !== 'Patient') return
    if (read.id !== this.#request.patient) {
      throw new Failure('wrong-patient', { detail: 'the EHR answered with another patient' })
    }
    this.#patient = read
    this.#found.set(`Patient/${read.id}`, read)
  }

  /** Takes in a resource of the plan, unless it names another patient. */
  #keep(resource: FhirResource): void {
    const step = this.#steps.get(resource.resourceType)
    if (!step || !resource.id) return
    const key = `${resource.resourceType}/${resource.id}`
    if (this.#isStranger(resource)) {
      this.#strangers++
      return
    }
    if (!this.#found.has(key)) this.#update(step.type, { count: step.count + 1 })
    this.#found.set(key, resource)
  }

  #isStranger(resource: FhirResource): boolean {
    const about = ABOUT.flatMap((element) => referencesIn(resource, element))
    const patients = about
      .map((reference) => relativeTo(this.#connection.base, reference))
      .filter((key) => key?.startsWith('Patient/'))
    const isOurs = (key: string | undefined): boolean => key === `Patient/${this.#request.patient}`
    // An account can be of several, as of a family.
    return resource.resourceType === 'Account' ? patients.length > 0 && !patients.some(isOurs) : !patients.every(isOurs)
  }

  /** The first trouble with a type is what is said about it; more of the same type cannot make it better. */
  #worsen(type: string, to: Pick<ReadStep, 'state' | 'because' | 'note' | 'brokeOff'>): void {
    const before = this.#steps.get(type)?.state
    if (before === 'waiting' || before === 'reading') this.#update(type, to)
  }

  /** What was asked for and met no trouble is complete, and so is what nothing refers to. */
  #finish(type: string): void {
    const row = rowOf(type)
    const { state = 'waiting' } = this.#steps.get(type) ?? {}
    if (state !== 'waiting' && state !== 'reading') return
    const unseen = row && isFoundByVisit(row, this.#request.dialect) ? this.#visitsUnseen() : undefined
    if (unseen) this.#update(type, { state: state === 'waiting' ? 'failed' : 'partial', because: unseen, note: unseen })
    else this.#update(type, { state: 'complete' })
  }

  /** Why not every visit is known by which an EHR finds what it does not find by patient; undefined where all are. */
  #visitsUnseen(): string | undefined {
    const { state } = this.#steps.get('MedicationAdministration') ?? {}
    if (state !== 'complete') return 'found by visit only, and not every dose was read'
    const doses = [...this.#found.values()].filter(({ resourceType }) => resourceType === 'MedicationAdministration')
    const isWithoutVisit = doses.some(
      (dose) => !referencesIn(dose, 'context').some((one) => one.includes('Encounter/')),
    )
    return isWithoutVisit ? 'found by visit only, and a dose names no visit' : undefined
  }

  #update(type: string, change: Partial<ReadStep>): void {
    const step = this.#steps.get(type)
    if (step) this.#steps.set(type, { ...step, ...change })
    this.#tell()
  }

  /** Whatever is being read waits with the request that was told to. */
  #pause(ms: number | undefined): void {
    const waitSeconds = ms === undefined ? undefined : Math.ceil(ms / 1000)
    for (const [type, step] of this.#steps)
      if (step.state === 'reading') this.#steps.set(type, { ...step, waitSeconds })
    this.#tell()
  }

  #tell(): void {
    this.#request.onProgress?.([...this.#steps.values()])
  }
}

/** The elements by which resources name their patient. */
const ABOUT = ['subject', 'patient', 'beneficiary', 'for', 'individual']

/** The rows that are read with the chart; people and provenance are read when they are shown. */
const isChart = ({ sends, type }: Row): boolean => sends !== undefined || type === 'Flag'

/** 404 or 410: there is no such resource, or no more. */
const goneStatus = (thrown: unknown): number | undefined =>
  thrown instanceof EhrRefusal && (thrown.status === 404 || thrown.status === 410) ? thrown.status : undefined

const isNotUnderstood = (thrown: unknown): boolean =>
  thrown instanceof EhrRefusal && (thrown.status === 400 || thrown.status === 422)

function whyNot(thrown: unknown): Pick<ReadStep, 'state' | 'because' | 'note'> {
  if (thrown instanceof EhrRefusal) {
    const [says] = thrown.says
    const because = says ? `${thrown.status}: ${says}` : String(thrown.status)
    if (thrown.status === 401 || thrown.status === 403) return { state: 'refused', because }
    if (thrown.status === 404 || thrown.status === 501) return { state: 'not-offered', because }
    return { state: 'failed', because, note: `the EHR answered with ${thrown.status}` }
  }
  return { state: 'failed', because: 'no answer', note: 'the EHR did not answer' }
}

const isResource = (value: unknown): value is FhirResource =>
  typeof value === 'object' && value !== null && 'resourceType' in value && typeof value.resourceType === 'string'
