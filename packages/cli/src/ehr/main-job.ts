import { assess, planActs } from '@doseline/assessment'
import type { Codebook } from '@doseline/codebook'
import {
  AssessmentRequest,
  type DoseAnswer,
  type PlanAnswer,
  PlansRequest,
  type WriteBackRequest,
} from '@doseline/contract'
import {
  allPages,
  type Connection,
  dialectOf,
  Failure,
  lacksProvenance,
  offeredBy,
  readChart,
  readsOf,
  type SendReport,
} from '@doseline/ehr-client'
import { minimumNecessary } from '@doseline/ehr-client/minimum-necessary'
import { SEND_PATIENCE, sendPlan } from '@doseline/ehr-client/send'
import type { Scenario } from '@doseline/fhir-fixtures'
import type { CapabilityStatement } from 'fhir/r4'
import type { AppWould } from './app-would.ts'
import { systemInteractions } from './capability.ts'
import { notRead, unlike } from './differences.ts'
import { bodiesOf, searchesIn, typesThatStay } from './plan-parts.ts'
import { type Run, why } from './run.ts'
import { seed } from './seed.ts'

/** A step of the job, as it went. */
export interface JobStep {
  readonly name: string
  readonly went: 'as it should' | 'differently' | 'not tried'
  readonly says: string
}

export interface Job {
  readonly line: Connection
  readonly run: Run
  readonly statement: CapabilityStatement | undefined
  readonly would: AppWould
  readonly codebook: Codebook
  /** The chart that is put there; without one, the chart of a patient who is there is used as it is. */
  readonly scenario: Scenario
  readonly patient?: string | undefined
  /** Writes also what cannot be taken away again. */
  readonly keep: boolean
  /** How this EHR names its own bill codes, for its charge operation. */
  readonly billCodes?: WriteBackRequest['billCodes']
  /** How long the index of a server may lag behind, in milliseconds. */
  readonly lagMs: number
  readonly sleep: (ms: number) => Promise<void>
  readonly now: () => Date
  readonly tell: (step: JobStep) => void
}

/** What is judged and written for. */
interface Chart {
  readonly patient: string
  /** The dose, where it is known before the chart is read. */
  readonly focus: string | undefined
  /** What was put there and searches by patient must show, by reference. */
  readonly searched: readonly string[]
}

/**
 * The main job without a browser: a chart is put there, read, judged, written back to in the channel this server takes,
 * read back, and all of the writing done once more, which must leave the same. Ends at the first step without which the
 * next ones mean nothing; throws nothing.
 */
export async function mainJob(job: Job): Promise<void> {
  const working = new Working(job)
  try {
    await working.all()
  } catch (thrown) {
    job.tell({ name: working.at, went: 'differently', says: why(thrown) })
  }
}

class Working {
  at = 'seeded'
  readonly #job: Job

  constructor(job: Job) {
    this.#job = job
  }

  async all(): Promise<void> {
    const chart = await this.#chart()
    if (!chart) return
    const judged = await this.#judge(chart, 'first')
    if (!judged) return
    const { plan } = judged
    if (!this.#mayWrite(plan)) return
    const report = await this.#write(chart, plan)
    if (report.ended !== 'stored') return
    await this.#readBack(plan, report)
    await this.#again(chart, judged.focus, plan)
  }

  async #chart(): Promise<Chart | undefined> {
    const { line, run, scenario, statement, patient, keep } = this.#job
    if (patient !== undefined) {
      this.#tell('as it should', `nothing is put there: Patient/${patient} is used as it is`)
      return { patient, focus: undefined, searched: [] }
    }
    const stays = typesThatStay(
      statement,
      new Set((scenario.chart.entry ?? []).flatMap(({ resource }) => resource?.resourceType ?? [])),
    )
    if (stays.length > 0 && !keep) {
      this.#tell(
        'not tried',
        `${stays.join(', ')} could not be made, or not be taken away again; with --patient a chart that is there is used`,
      )
      return undefined
    }
    const inOne = statement !== undefined && systemInteractions(statement).includes('transaction')
    const seeded = await seed(line, run, scenario, inOne)
    this.#tell('as it should', `${seeded.size} resources, ${inOne ? 'in one transaction' : 'one by one'}`)
    const [patientKey = ''] = [...seeded].flatMap(([was, is]) => (was.startsWith('Patient/') ? [is] : []))
    return {
      patient: patientKey.slice('Patient/'.length),
      focus: seeded.get(scenario.focus),
      searched: [...seeded.values()].filter(isSearched),
    }
  }

  /** Reads and judges, and plans the write. The second time nothing may be left to write. */
  async #judge(
    { patient, focus, searched }: Chart,
    time: 'first' | 'second',
  ): Promise<{ plan: PlanAnswer; focus: string } | undefined> {
    const { scenario, codebook, would, run, now } = this.#job
    this.at = 'read'
    const { resources, reads, lag } = await this.#read({ patient, focus, searched })
    if (time === 'first')
      this.#tell(
        'as it should',
        `${resources.length} resources${lag > 0 ? `, once the search had caught up after ${lag} ms` : ''}${notRead(reads)}`,
      )
    this.at = 'judged'
    const asOf = this.#job.patient === undefined ? scenario.asOf : now().toISOString()
    const request = { resources, reads, asOf, codebook: 'cms' }
    const all = assess(
      AssessmentRequest.parse({ ...request, ...(focus && { focus }) }),
      codebook,
      asOf,
      TENANT,
    ).assessments
    const dose = focus ? all[0] : (all.find(({ verdict }) => verdict === 'ready') ?? all[0])
    if (!dose) {
      this.#tell('differently', 'the chart holds no dose')
      return undefined
    }
    if (time === 'first') this.#compare(dose)
    this.at = 'planned'
    const by = { display: 'doseline sandbox-test' }
    const { billCodes } = this.#job
    const writeBack = {
      acts: ['approve'],
      by,
      server: run.name,
      channels: would.channels,
      ...(billCodes && { billCodes }),
    }
    const asked = PlansRequest.parse({ ...request, focus: dose.focus, writeBack })
    const [plan] = planActs(asked, codebook, asOf, TENANT).plans
    if (!plan) return undefined
    if (time === 'first')
      this.#tell('as it should', `${plan.channel}${plan.lost.length > 0 ? `; lost: ${plan.lost.join(' ')}` : ''}`)
    return { plan, focus: dose.focus }
  }

  /**
   * Reads until what was put there is found: the index of a server may lag behind, and catch up between two searches of one reading. What
   * of it a server leaves out for good is waited for no longer than an index may lag.
   */
  async #read({ patient, focus, searched }: Chart) {
    const { line, statement, lagMs, sleep } = this.#job
    for (let lag = 0; ; lag += LOOK_MS) {
      const request = { patient, offered: offeredBy(statement), dialect: dialectOf(statement) }
      const chart = await readChart(line, request)
      const found = new Set(chart.resources.map(({ resourceType, id }) => `${resourceType}/${id}`))
      const reads = readsOf(chart)
      const isAwaited = (key: string): boolean => reads[key.slice(0, key.indexOf('/'))] === 'complete'
      const isThere = !focus || found.has(focus)
      if (isThere && (lag >= lagMs || searched.filter(isAwaited).every((key) => found.has(key)))) {
        return { resources: minimumNecessary(chart.resources), reads, lag }
      }
      if (!isThere && lag >= lagMs) throw new Failure('ehr-error', { detail: `${focus} is not found after ${lag} ms` })
      await sleep(LOOK_MS)
    }
  }

  #compare(dose: DoseAnswer): void {
    const lines = dose.lines.map(({ code, modifiers, units }) => `${[code, ...modifiers].join('-')} × ${units}`)
    const said = `${dose.verdict}; ${lines.join(', ') || 'no lines'}`
    if (this.#job.patient !== undefined) {
      this.#tell('as it should', said)
      return
    }
    const { then: expected } = this.#job.scenario
    const drug = lines.filter((line) => /^[A-Z]\d{4}/.test(line))
    const isSame = dose.verdict === expected.verdict && drug.join() === expected.lines.join()
    if (isSame) this.#tell('as it should', said)
    else
      this.#tell(
        'differently',
        `${said}; expected ${expected.verdict}; ${expected.lines.join(', ')}. ${unlike(dose, this.#job.scenario)}`,
      )
  }

  #mayWrite(plan: PlanAnswer): boolean {
    this.at = 'written'
    const { statement, keep } = this.#job
    if (!plan.transaction) {
      this.#tell('not tried', 'there is nothing to write')
      return false
    }
    if (plan.channel === 'by-hand') {
      this.#tell('not tried', 'by hand nothing is sent')
      return false
    }
    const stays =
      plan.channel === 'oracle-create'
        ? ['a charge of $create']
        : typesThatStay(statement, new Set(bodiesOf(plan).map(({ resourceType }) => resourceType)))
    if (stays.length === 0 || keep) return true
    this.#tell('not tried', `${stays.join(', ')} could not be taken away again; --keep writes it all the same`)
    return false
  }

  async #write({ patient }: Chart, plan: PlanAnswer): Promise<SendReport> {
    this.at = 'written'
    const report = await this.#send(patient, plan)
    const says = report.sent.map(({ outcome }) => outcome.kind).join(', ')
    if (report.ended === 'stored') this.#tell('as it should', storedIn(report))
    else this.#tell('differently', `${report.ended}: ${says}. ${report.failure ? why(report.failure) : ''}`)
    return report
  }

  async #send(patient: string, plan: PlanAnswer): Promise<SendReport> {
    const { line, run, would, sleep } = this.#job
    const report = await sendPlan(line, plan, {
      patient,
      provenance: would.provenance,
      patience: { ...SEND_PATIENCE, sleep },
    })
    for (const { outcome } of report.sent) if (outcome.kind === 'stored' && outcome.key) run.remember(outcome.key)
    return report
  }

  /** Everything that was planned stands there exactly once. */
  async #readBack(plan: PlanAnswer, report: SendReport): Promise<void> {
    this.at = 'read back'
    const { counts, lag } = await this.#counted(plan)
    this.#once(counts, lag)
    const { line, run, would } = this.#job
    const provenances = run.made.filter((key) => key.startsWith('Provenance/'))
    const planned = bodiesOf(plan).filter(({ resourceType }) => resourceType === 'Provenance').length
    if (would.provenance && !lacksProvenance(report) && provenances.length !== planned) {
      this.#tell('differently', `${provenances.length} Provenance instead of ${planned}`)
    }
    for (const key of provenances) {
      const { target = [] } = ((await line.request(key)) ?? {}) as { target?: { reference?: string }[] }
      const stray = target.filter(({ reference = '' }) => reference.startsWith('urn:'))
      if (target.length === 0 || stray.length > 0) this.#tell('differently', `${key} does not say what it is about`)
    }
  }

  #once(counts: ReadonlyMap<string, number>, lag: number): void {
    const wrong = [...counts].filter(([, count]) => count !== 1)
    const late = lag > 0 ? `, once the search had caught up after ${lag} ms` : ''
    if (counts.size === 0) this.#tell('not tried', 'this channel cannot be looked for')
    else if (wrong.length === 0) this.#tell('as it should', `${counts.size} of ${counts.size} are there once${late}`)
    else this.#tell('differently', wrong.map(([search, count]) => `${count} × ${search}`).join('; '))
  }

  /** How often each thing that was created is found; waits where the index lags behind. */
  async #counted(plan: PlanAnswer): Promise<{ counts: ReadonlyMap<string, number>; lag: number }> {
    const { line, run, lagMs, sleep } = this.#job
    const searches = searchesIn(plan)
    for (let lag = 0; ; lag += LOOK_MS) {
      const counts = new Map<string, number>()
      for (const search of searches) {
        const { resources } = await allPages(line, search)
        for (const { resourceType, id } of resources) run.remember(`${resourceType}/${id}`)
        counts.set(search, resources.length)
      }
      if (lag >= lagMs || [...counts.values()].every((count) => count > 0)) return { counts, lag }
      await sleep(LOOK_MS)
    }
  }

  /** Judged once more nothing is left to write, and the same plan sent once more makes nothing new. */
  async #again({ patient }: Chart, focus: string, plan: PlanAnswer): Promise<void> {
    const second = await this.#judge({ patient, focus, searched: [] }, 'second')
    this.at = 'again'
    const seesItself = plan.channel === 'transaction' || plan.channel === 'single'
    if (seesItself && second?.plan.transaction) {
      const left = second.plan.writes.filter(({ act }) => act !== 'keep').map(({ act, text }) => `${act} ${text}`)
      this.#tell('differently', `judged once more there is still something to write: ${left.join('; ')}`)
    } else if (seesItself) this.#tell('as it should', 'judged once more, there is nothing left to write')
    if (searchesIn(plan).length === 0) return
    await this.#send(patient, plan)
    const { counts, lag } = await this.#counted(plan)
    this.at = 'sent again'
    this.#once(counts, lag)
  }

  #tell(went: JobStep['went'], says: string): void {
    this.#job.tell({ name: this.at, went, says })
  }
}

function storedIn(report: SendReport): string {
  const parts = report.sent.filter(({ outcome }) => outcome.kind === 'stored').length
  const says = parts === 1 ? 'one part' : `${parts} parts`
  return lacksProvenance(report) ? `${says}; the Provenance was refused: who approved is kept by Doseline alone` : says
}

/** Of what is put there, what a chart cannot be judged without and a search alone finds. */
const isSearched = (key: string): boolean => /^(MedicationAdministration|Condition|Coverage)\//.test(key)

/** Between looks for what a lagging index does not show yet. */
const LOOK_MS = 500
const TENANT = 'sandbox-test'
