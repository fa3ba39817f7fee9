import type { AssessmentAnswer, AssessmentRequestInput } from '@doseline/contract'
import { type ChartRead, connect, Failure, guardWrites, type ReadStep, whileHeld } from '@doseline/ehr-client'
import { sendPlan } from '@doseline/ehr-client/send'
import type { Dice } from '@doseline/testkit/dice'
import { type Difference, differencesOf } from '../../web/src/dose-review/reconcile.ts'
import { recordedIn } from '../../web/src/dose-review/recorded.ts'
import { Review } from '../../web/src/dose-review/review.ts'
import type { Act } from '../../web/src/dose-review/review-state.ts'
import { rulesService } from '../../web/src/session/rules-service.ts'
import type { Session } from '../../web/src/session/session.ts'
import type { PlayedClock } from './clock.ts'
import { BASE, type PlayedEhr } from './ehr.ts'
import type { Kind } from './kinds.ts'
import { carried } from './network.ts'
import type { PlayedService } from './service.ts'
import type { Ward } from './ward.ts'

/** Where a person lives. */
export interface World {
  readonly clock: PlayedClock
  readonly dice: Dice
  readonly kind: Kind
  readonly ehr: PlayedEhr
  readonly service: PlayedService
  /** Key of the EHR. */
  readonly issuer: string
  readonly tell: (what: string) => void
  /** Nothing goes wrong any more. */
  readonly isCalm: () => boolean
}

const HOST: ConstructorParameters<typeof Review>[0] = {
  addController() {},
  removeController() {},
  requestUpdate() {},
  updateComplete: Promise.resolve(true),
}
const READ = ['Patient', 'MedicationAdministration', 'ChargeItem', 'Flag', 'Condition', 'Coverage', 'Encounter']
const STEPS = READ.map((type): ReadStep => ({ type, why: '', state: 'complete', count: 0 }))

/** What a line bills, as the EHR of the lives names it; giving a drug goes by its code. */
const BILLS: Readonly<Record<string, string>> = { drug: 'the drug', 'discarded drug': 'the discard' }

const never = (): Promise<never> => new Promise(() => undefined)
const DAY_MS = 86_400_000

/** Somebody with the app open on one patient: the real review, the real write-back, on a network that may fail. */
export class Person {
  readonly name: string
  readonly review: Review
  readonly ward: Ward
  readonly #world: World
  isGone = false
  readonly #goes: { readonly gone: Promise<void>; readonly go: () => void }

  constructor(name: string, world: World, ward: Ward) {
    this.name = name
    this.ward = ward
    this.#world = world
    const { promise: gone, resolve: go } = Promise.withResolvers<void>()
    this.#goes = { gone, go }
    const session = this.#session()
    const asked = rulesService((url, init) => this.#askService(String(url), init ?? {}))
    const service = { ...asked, assess: (request: AssessmentRequestInput) => this.#assess(request) }
    const now = () => new Date(world.clock.now)
    this.review = new Review(HOST, { openSession: async () => session, service, now })
  }

  /** Does something to its end, or until the tab is closed. */
  async does(work: () => Promise<void>): Promise<void> {
    await Promise.race([work(), this.#goes.gone])
    await Promise.race([this.#settled(), this.#goes.gone])
  }

  /** What the app says is missing and offers to write again. */
  get missing(): (Difference & { kind: 'missing' }) | undefined {
    const { chart, plans, history, focus } = this.review.state
    if (!chart || !plans || history?.kind !== 'read') return undefined
    const { events, underWay } = history
    const about = { resources: chart.resources, focus, plans, recorded: recordedIn(events), underWay }
    const found = differencesOf({ ...about, readAt: chart.readAt })
    return found.find((each): each is Difference & { kind: 'missing' } => each.kind === 'missing')
  }

  /** Whether a look into the EHR itself shows anything that bills the dose. */
  get seesItBilled(): boolean {
    return this.#world.ehr.billing(this.ward.focus, this.ward.patient).length > 0
  }

  /** Whether the dose was billed at some time since, by the EHR itself. */
  wasBilledSince(since: number): boolean {
    return this.seesItBilled || this.#world.ehr.wasBilledSince(this.ward.focus, this.ward.patient, since)
  }

  /** Whether a look into the EHR itself shows any of the lines that an act would write, or a task to enter them. */
  seesAnyOf(act: Act): boolean {
    const lines = (this.review.state.plans?.[act]?.writes ?? []).filter((write) => write.act === 'create' && write.role)
    const identities = new Set(lines.map(({ identifier }) => identifier?.value))
    const bills = new Set(lines.map(({ role = '', charges }) => BILLS[role] ?? charges?.code))
    const seen = this.#world.ehr.billing(this.ward.focus, this.ward.patient)
    return seen.some((each) => {
      if (each.bills.startsWith('lines by')) return true
      return each.identity === undefined ? bills.has(each.bills) : identities.has(each.identity)
    })
  }

  /** Plans and history are read beside each other: both are there, or one failed. */
  async #settled(): Promise<void> {
    for (let looks = 0; looks < 60; looks++) {
      const { phase, plans, plansFailure, history } = this.review.state
      const hasAll = (plans || plansFailure) && history !== undefined && history.kind !== 'loading'
      if (hasAll || phase === 'failed' || this.isGone) return
      await this.#world.clock.sleep(100)
    }
  }

  /** A laptop that sleeps longer than anything is held, now and then. */
  async #maySleep(): Promise<void> {
    const { dice, clock, tell, isCalm } = this.#world
    if (isCalm() || dice.below(1000) >= 12) return
    const ms = 70_000 + dice.below(130_000)
    tell(`${this.name} sleeps ${Math.round(ms / 1000)} s`)
    await clock.sleep(ms)
  }

  /** A tab that is closed, now and then. */
  #mayGo(inAThousand: number): void {
    const { dice, tell, isCalm } = this.#world
    if (isCalm() || dice.below(1000) >= inAThousand) return
    tell(`${this.name} is gone`)
    this.isGone = true
    this.#goes.go()
  }

  async #assess(request: AssessmentRequestInput): Promise<AssessmentAnswer> {
    const { dice, clock, service, isCalm } = this.#world
    if (this.isGone) return never()
    await this.#maySleep()
    const isLost = !isCalm() && dice.below(100) < 3
    const answer = await clock.during(service.assess(request))
    if (isLost) throw new Failure('service-unreachable')
    return answer
  }

  async #askService(url: string, init: RequestInit): Promise<Response> {
    const { dice, clock, service, tell, isCalm } = this.#world
    if (this.isGone) return never()
    await this.#maySleep()
    const { signal: _, ...asked } = init
    const lost = !isCalm() && dice.below(100) < 3 ? dice.one(['before', 'after'] as const) : undefined
    if (lost === 'before') throw new TypeError('network')
    const response = await clock.during(service.ask(url, asked))
    if (url.includes('write-backs')) {
      tell(`${this.name} ${said(init)}: ${response.status}`)
      this.#mayGo(15)
    }
    if (this.isGone) return never()
    if (lost === 'after') throw new TypeError('network')
    return response
  }

  readonly #askEhr: typeof fetch = async (address, init = {}) => {
    const { clock, dice, kind, ehr, tell, isCalm } = this.#world
    if (this.isGone) return never()
    const path = String(address).replace(new RegExp(`^${BASE}/?`), '')
    const { method = 'GET' } = init
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
    const isWrite = method !== 'GET'
    const deliver = (): Response => {
      const answer = ehr.answer(method, path, new Headers(init.headers), body, this.ward.patient)
      if (isWrite) tell(`${this.name} ${method} ${path || 'transaction'}: ${answer.status}`)
      return answer
    }
    const answer = await carried({ clock, dice, mishaps: () => (isCalm() ? 0 : kind.mishaps), tell }, isWrite, deliver)
    if (isWrite) this.#mayGo(20)
    return this.isGone ? never() : answer
  }

  #session(): Session {
    const { clock, kind, ehr, issuer, dice, isCalm } = this.#world
    const { patient } = this.ward
    const patience = { tries: 4, backoffMs: 400, longestWaitMs: 10_000, sleep: clock.sleep }
    const line = connect({
      base: BASE,
      context: { patient, scope: '', needsBanner: true },
      authorization: async () => 'Bearer token',
      fetcher: this.#askEhr,
      patience: { ...patience, tries: 3, timeoutMs: DAY_MS, now: () => clock.now, chance: () => dice.below(100) / 100 },
    })
    const guarded = guardWrites(line, { patient, assertStillHere: () => this.#maySleep() })
    const readChart = async (): Promise<ChartRead> => {
      if (this.isGone) return never()
      const readAt = new Date(clock.now)
      const ours = ehr.found(patient, isCalm() ? 0 : undefined)
      const { resources } = this.ward
      // What is read first is old when the last of it comes.
      await clock.sleep(100 + dice.below(!isCalm() && dice.below(10) === 0 ? 12_000 : 900))
      const shown = ours.filter(({ resourceType }) => resourceType === 'ChargeItem' || resourceType === 'Flag')
      return { resources: [...resources, ...structuredClone(shown)], strangers: 0, readAt, steps: STEPS }
    }
    return {
      issuer: { key: issuer, label: 'EHR', clientId: 'doseline' },
      base: BASE,
      patient,
      needsBanner: true,
      scopes: { asked: [], refused: [] },
      // All go by one name: what they write is the same whoever does, and is judged once.
      user: 'Practitioner/biller',
      approver: { reference: 'Practitioner/biller', display: 'A biller', mayWrite: true },
      codebooks: ['cms'],
      codebook: 'cms',
      readChart,
      negotiated: () => ({ channels: [...kind.channels], notPossible: [], provenance: kind.provenance }),
      send: (plan, onProgress, assertHeld = async () => undefined) =>
        sendPlan(whileHeld(guarded, assertHeld), plan, {
          patient,
          provenance: kind.provenance,
          ...(onProgress && { onProgress }),
          patience: { ...patience, looks: [300, 1200, 2500, 4000] },
        }),
      provenanceOf: async () => [],
      named: async (text) => text,
      end() {},
    }
  }
}

const said = ({ method, body }: RequestInit): string => {
  const state = typeof body === 'string' && method === 'PATCH' ? (JSON.parse(body) as { state: string }).state : ''
  return state || 'reservations'
}
