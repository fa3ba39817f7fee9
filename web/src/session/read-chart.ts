import type { ReadOutcome } from '@doseline/assessment'
import type { FhirResource, Patient } from 'fhir/r4'
import { Failure, wasStopped } from './failure.ts'
import { type Connection, EhrRefusal } from './gateway.ts'
import { allPages } from './pages.ts'
import { type Offered, planFor, READING_PLAN, type Row } from './reading-plan.ts'
import { referencesIn, relativeTo } from './references.ts'

/** How the reading of one resource type stands. */
export interface ReadStep {
  readonly type: string
  readonly why: string
  readonly state: 'waiting' | 'reading' | ReadOutcome
  readonly count: number
  /** Why it is not complete, in the EHR's words. */
  readonly because?: string
}

/** The chart of one patient as it was read at one moment. */
export interface ChartRead {
  readonly patient?: Patient
  readonly resources: readonly FhirResource[]
  readonly steps: readonly ReadStep[]
  /** Resources of another patient that the EHR sent and that were put aside. */
  readonly strangers: number
  readonly readAt: Date
}

export interface ChartRequest {
  readonly patient: string
  readonly offered: Offered | undefined
  readonly onProgress?: (steps: readonly ReadStep[]) => void
  readonly signal?: AbortSignal
  readonly now?: () => Date
}

/** Reads everything the rules need, type by type and page by page. Throws only where nothing could be judged. */
export async function readChart(connection: Connection, request: ChartRequest): Promise<ChartRead> {
  const reading = new ChartReading(connection, request)
  await reading.read()
  return reading.result()
}

class ChartReading {
  readonly #connection: Connection
  readonly #request: ChartRequest
  readonly #found = new Map<string, FhirResource>()
  readonly #steps = new Map<string, ReadStep>()
  #patient: Patient | undefined
  /** What was read one by one, found or not. */
  readonly #asked = new Set<string>()
  #strangers = 0

  constructor(connection: Connection, request: ChartRequest) {
    this.#connection = connection
    this.#request = request
    const offered = new Set(planFor(request.offered).map(({ type }) => type))
    for (const row of READING_PLAN.filter(isChart)) {
      const state = offered.has(row.type) ? 'waiting' : 'not-offered'
      this.#steps.set(row.type, { type: row.type, why: row.why, state, count: 0 })
    }
  }

  async read(): Promise<void> {
    this.#tell()
    const rows = READING_PLAN.filter(isChart).filter(({ type }) => this.#steps.get(type)?.state === 'waiting')
    await Promise.all([this.#readPatient(), ...rows.filter(({ searches }) => searches).map((row) => this.#search(row))])
    // A Medication may refer to others, an Encounter to places: twice round reaches all that the plan names.
    for (let round = 0; round < 2; round++) {
      await Promise.all(rows.filter(({ follows }) => follows).map((row) => this.#follow(row)))
    }
  }

  result(): ChartRead {
    return {
      ...(this.#patient && { patient: this.#patient }),
      resources: [...this.#found.values()],
      steps: [...this.#steps.values()],
      strangers: this.#strangers,
      readAt: (this.#request.now ?? (() => new Date()))(),
    }
  }

  async #readPatient(): Promise<void> {
    const { patient, signal } = this.#request
    const read = await this.#connection.request(`Patient/${patient}`, { ...(signal && { signal }) }).catch(passOn)
    if (!isResource(read) || read.resourceType !== 'Patient') return
    if (read.id !== patient) throw new Failure('wrong-patient', { detail: 'the EHR answered with another patient' })
    this.#patient = read
  }

  async #search(row: Row): Promise<void> {
    const { patient, signal } = this.#request
    this.#update(row.type, { state: 'reading' })
    let refusal: unknown
    for (const template of row.searches ?? []) {
      const search = `${row.type}?${template.replaceAll('{patient}', encodeURIComponent(patient))}`
      try {
        const { resources, incomplete } = await allPages(this.#connection, search, signal)
        for (const resource of resources) this.#keep(resource)
        this.#update(row.type, incomplete ? { state: 'failed', because: incomplete } : { state: 'complete' })
        return
      } catch (thrown) {
        refusal = passOn(thrown)
        if (!(thrown instanceof EhrRefusal) || (thrown.status !== 400 && thrown.status !== 422)) break
      }
    }
    this.#update(row.type, whyNot(refusal))
  }

  async #follow(row: Row): Promise<void> {
    const wanted = new Set<string>()
    for (const { from, element } of row.follows ?? []) {
      for (const resource of this.#found.values()) {
        if (resource.resourceType !== from) continue
        for (const reference of referencesIn(resource, element)) {
          const key = relativeTo(this.#connection.base, reference)
          if (key?.startsWith(`${row.type}/`) && !this.#found.has(key) && !this.#asked.has(key)) wanted.add(key)
        }
      }
    }
    for (const key of wanted) this.#asked.add(key)
    const before = this.#steps.get(row.type)?.state
    if (wanted.size > 0) this.#update(row.type, { state: 'reading' })
    const { state = 'complete', because } = wanted.size > 0 ? await this.#readEach([...wanted]) : {}
    const isWorse = state === 'complete' && (before === 'failed' || before === 'refused' || before === 'not-offered')
    this.#update(row.type, { state: isWorse ? before : state, ...(because && { because }) })
  }

  /** A few at a time: browsers and EHRs both queue what comes all at once. */
  async #readEach(keys: string[]): Promise<Partial<ReadStep>> {
    let worst: Partial<ReadStep> = {}
    const next = async (): Promise<void> => {
      for (let key = keys.pop(); key !== undefined; key = keys.pop()) {
        const { signal } = this.#request
        const read = await this.#connection.request(key, { ...(signal && { signal }) }).catch(passOn)
        if (isResource(read)) this.#keep(read)
        // One resource that is gone is no gap in the reading: what refers to it says that it is not in the chart.
        else if (!(read instanceof EhrRefusal && (read.status === 404 || read.status === 410))) worst = whyNot(read)
      }
    }
    await Promise.all([next(), next(), next(), next()])
    return worst
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
    const elements = ['subject', 'patient', 'beneficiary']
    const about = elements.flatMap((element) => referencesIn(resource, element))
    return about.some((reference) => {
      const key = relativeTo(this.#connection.base, reference)
      return key?.startsWith('Patient/') && key !== `Patient/${this.#request.patient}`
    })
  }

  #update(type: string, change: Partial<ReadStep>): void {
    const step = this.#steps.get(type)
    if (step) this.#steps.set(type, { ...step, ...change })
    this.#tell()
  }

  #tell(): void {
    this.#request.onProgress?.([...this.#steps.values()])
  }
}

/** The rows that are read with the chart; people and provenance are read when they are shown. */
const isChart = ({ sends, type }: Row): boolean => sends !== undefined || type === 'Flag'

/** A refusal or failure as an outcome of reading; the end of the session and a stopped request end everything. */
function passOn(thrown: unknown): unknown {
  if (wasStopped(thrown) || (thrown instanceof Failure && thrown.kind === 'session-ended')) throw thrown
  return thrown
}

function whyNot(thrown: unknown): Pick<ReadStep, 'state' | 'because'> {
  if (thrown instanceof EhrRefusal) {
    const [says] = thrown.says
    const because = says ? `${thrown.status}: ${says}` : String(thrown.status)
    if (thrown.status === 403) return { state: 'refused', because }
    if (thrown.status === 404 || thrown.status === 501) return { state: 'not-offered', because }
    return { state: 'failed', because }
  }
  return { state: 'failed', because: 'no answer' }
}

const isResource = (value: unknown): value is FhirResource =>
  typeof value === 'object' && value !== null && 'resourceType' in value && typeof value.resourceType === 'string'

/** How well each type was read, as the rules service wants to know it. */
export function readsOf({ steps }: Pick<ChartRead, 'steps'>): Record<string, ReadOutcome> {
  return Object.fromEntries(steps.map(({ type, state }) => [type, isOutcome(state) ? state : 'failed'] as const))
}

const isOutcome = (state: ReadStep['state']): state is ReadOutcome => state !== 'waiting' && state !== 'reading'
