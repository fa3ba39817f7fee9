import type {
  AssessmentAnswer,
  AssessmentRequestInput,
  BookAnswer,
  CodeAnswer,
  DoseHistory,
  HistoryRequest,
  PlansAnswer,
  PlansRequestInput,
  ProductAnswer,
  RuleAnswer,
  WorklistDetail,
  WorklistPage,
  WorklistPatch,
  WorklistRow,
  WorklistSearchInput,
  WorklistTotals,
  WorklistTotalsRequestInput,
  WriteBackReservation,
  WriteBackReservationRequestInput,
  WriteBackState,
  WriteBackStep,
} from '@doseline/contract'
import { DoselineProblem, isBusy, problemOf } from './problem.ts'

export interface ClientOptions {
  /** Where the service runs: `https://doseline.example/`. */
  readonly baseUrl: string | URL
  /** A bearer token, or how to get one; asked anew for every try. */
  readonly token?: string | (() => string | Promise<string>)
  /**
   * Tries after the first, where the service is busy or cannot be reached. Each call carries one Idempotency-Key through
   * all its tries, so that a retry is never a second reservation.
   */
  readonly retries?: number
  readonly fetch?: typeof fetch
  /** Waits before a retry, in milliseconds; tests pass their own. */
  readonly wait?: (milliseconds: number) => Promise<void>
}

/** What goes with one call. */
export interface Call {
  readonly signal?: AbortSignal
  /** Idempotency-Key of this call; a new one when absent. Pass your own to go on after a restart of your app. */
  readonly key?: string
}

/**
 * The rules service, typed by the same schemas that it enforces. Every method throws {@link DoselineProblem}. In the
 * examples `doseline` is a client, and `chart` the FHIR R4 resources of one patient, read from an EHR.
 */
export interface Client {
  /**
   * Whether each dose of a chart can be billed, why not, and the lines that would bill it.
   *
   * @example
   * const { assessments } = await doseline.assess({ resources: chart })
   * for (const { drug, verdict, sentence } of assessments) console.log(drug, verdict, sentence)
   */
  assess(request: AssessmentRequestInput, call?: Call): Promise<AssessmentAnswer>
  /**
   * What was answered before, by its id.
   *
   * @example
   * const { id, digest } = await doseline.assess({ resources: chart })
   * const again = await doseline.assessment(id)
   * console.log(again.digest === digest) // true
   */
  assessment(id: string, call?: Call): Promise<AssessmentAnswer>
  /**
   * What each act on a dose would write, in the order of the acts. It is no decision: nothing is recorded, nothing is
   * reserved.
   *
   * @example
   * const { plans } = await doseline.plan({
   *   resources: chart,
   *   writeBack: { acts: ['approve', 'suggest'], by: { display: 'B. Biller' }, server: 'our-ehr' },
   * })
   * for (const { act, writes } of plans) console.log(act, writes.map(({ text }) => text))
   */
  plan(request: PlansRequestInput, call?: Call): Promise<PlansAnswer>
  /**
   * Reserves the visit for one write-back. Send its plan to the EHR, in its channel, only after this. `overrideEarlier` names earlier
   * write-backs whose lines are known to be gone from the EHR.
   *
   * @example
   * const { writeBack, assessment } = await doseline.reserveWriteBack({
   *   resources: chart,
   *   writeBack: { act: 'approve', by: { display: 'B. Biller' }, server: 'our-ehr', channels: ['transaction', 'single'] },
   * })
   * console.log(writeBack?.state, assessment.plans?.[0]?.channel) // reserved transaction
   */
  reserveWriteBack(request: WriteBackReservationRequestInput, call?: Call): Promise<WriteBackReservation>
  /**
   * Says that it was sent, and what became of it: `sent` before the first request to the EHR, then `confirmed`, `void`,
   * or `unconfirmed` where the connection broke and it is open what the EHR stored.
   *
   * @example
   * const { writeBack } = await doseline.reserveWriteBack({
   *   resources: chart,
   *   writeBack: { act: 'suggest', by: { display: 'B. Biller' }, server: 'another-ehr' },
   * })
   * if (writeBack) {
   *   const { id, fencing } = writeBack
   *   await doseline.stepWriteBack(id, { state: 'sent', fencing })
   *   // … send the transaction of assessment.plans[0] to the EHR, and read its answer …
   *   await doseline.stepWriteBack(id, { state: 'confirmed', fencing })
   * }
   */
  stepWriteBack(id: string, step: WriteBackStep, call?: Call): Promise<WriteBackState>
  /**
   * What happened to a dose, newest first. `dose`: `MedicationAdministration/id`; `server`: the key of its FHIR server,
   * which a session of an EHR need not say.
   *
   * @example
   * const { events } = await doseline.history({ dose: 'MedicationAdministration/ma-1', server: 'our-ehr' })
   * for (const { at, who, act } of events) console.log(at, who, act)
   */
  history(request: HistoryRequest, call?: Call): Promise<DoseHistory>
  /**
   * One page of the worklist: doses across patients, what each is worth, and who must act. `next` of a page is `after` of
   * the next one.
   *
   * @example
   * const { rows } = await doseline.worklist({ status: ['not-ready', 'needs-information'], who: ['nurse'], sort: 'file-by' })
   * for (const { drug, dateOfService, blocking } of rows) console.log(drug, dateOfService, blocking[0]?.says)
   */
  worklist(search?: WorklistSearchInput, call?: Call): Promise<WorklistPage>
  /**
   * What a filter comes to, in doses and in exact dollars.
   *
   * @example
   * const { byStatus } = await doseline.worklistTotals({ group: 'payer' })
   * console.log(`${byStatus.ready.doses} doses ready now, $${byStatus.ready.expectedPayment.amount}`)
   */
  worklistTotals(request?: WorklistTotalsRequestInput, call?: Call): Promise<WorklistTotals>
  /**
   * A row with its stored answer and its history.
   *
   * @example
   * const { rows } = await doseline.worklist()
   * for (const { id } of rows.slice(0, 1)) console.log((await doseline.worklistRow(id)).events)
   */
  worklistRow(id: string, call?: Call): Promise<WorklistDetail>
  /**
   * Assigns a row, snoozes it with a reason, notes something or sets its priority; null takes back.
   *
   * @example
   * const { rows } = await doseline.worklist({ assignee: ['unassigned'], limit: 10 })
   * for (const { id } of rows) await doseline.changeWorklistRow(id, { assignee: 'Infusion nurses', priority: 'high' })
   */
  changeWorklistRow(id: string, patch: WorklistPatch, call?: Call): Promise<WorklistRow>
  /**
   * What a HCPCS code is, and which products it bills. `on`: a day, yyyy-mm-dd; today when absent.
   *
   * @example
   * const { bills } = await doseline.code('J3397', '2026-03-02')
   * console.log(bills.map(({ brand }) => brand)) // [ 'Mepsevii' ]
   */
  code(code: string, on?: string, call?: Call): Promise<CodeAnswer>
  /**
   * Every product the code book holds.
   *
   * @example
   * const products = await doseline.products()
   * console.log(products.map(({ brand, mgPerContainer }) => `${brand} ${mgPerContainer} mg`))
   */
  products(call?: Call): Promise<readonly ProductAnswer[]>
  /**
   * Every rule, and how it weighs for a payer, by its id.
   *
   * @example
   * const required = (await doseline.rules('medicare-part-b')).filter(({ severity }) => severity === 'required')
   * console.log(required.map(({ asks }) => asks))
   */
  rules(payer?: string, call?: Call): Promise<readonly RuleAnswer[]>
  /**
   * The code books, and whether their lines may be submitted.
   *
   * @example
   * for (const { id, forSubmission } of await doseline.codebooks()) console.log(id, forSubmission)
   */
  codebooks(call?: Call): Promise<readonly BookAnswer[]>
}

/** One request, the same in every try. */
interface Sent extends Call {
  readonly method?: 'GET' | 'POST' | 'PATCH'
  readonly body?: unknown
}

const FIRST_WAIT = 250
const LONGEST_WAIT = 30_000

/**
 * A client for browsers and Node 20 or later. Tokens go to `baseUrl` and nowhere else: redirects are refused.
 *
 * @example
 * const client = createClient({ baseUrl: 'https://doseline.example/', token: async () => 'a bearer token' })
 * console.log(typeof client.assess) // function
 */
export function createClient(options: ClientOptions): Client {
  const { baseUrl, token, retries = 3, fetch: fetcher = fetch, wait = sleep } = options
  const base = new URL(baseUrl)

  async function ask<T>(path: string, sent: Sent): Promise<T> {
    for (let tried = 0; ; tried++) {
      const answer = await once(path, sent)
      if (answer instanceof Response && answer.ok) return (await answer.json()) as T
      const problem = answer instanceof Response ? await problemOf(answer, base) : answer
      if (tried >= retries || !isBusy(problem.status)) throw problem
      await wait(waitBefore(tried, problem))
      sent.signal?.throwIfAborted()
    }
  }

  async function once(path: string, { method = 'GET', body, key, signal }: Sent): Promise<Response | DoselineProblem> {
    const bearer = typeof token === 'function' ? await token() : token
    try {
      return await fetcher(new URL(path, base), {
        method,
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key !== undefined && { 'idempotency-key': `"${key}"` }),
          ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
        cache: 'no-store',
        redirect: 'error',
      })
    } catch (cause) {
      if (signal?.aborted) throw cause
      return new DoselineProblem({
        status: 0,
        code: 'service-unreachable',
        detail: `The rules service at ${base.origin} cannot be reached.`,
        cause,
      })
    }
  }

  const post = <T>(path: string, body: unknown, call: Call = {}): Promise<T> =>
    ask(path, { method: 'POST', body, key: crypto.randomUUID(), ...call })
  const queryOf = (name: string, value: string | undefined): string =>
    value === undefined ? '' : `?${new URLSearchParams({ [name]: value })}`
  return {
    assess: (request, call) => post('v1/assessments', request, call),
    assessment: (id, call) => ask(`v1/assessments/${encodeURIComponent(id)}`, { ...call }),
    plan: (request, call) => post('v1/plans', request, call),
    reserveWriteBack: (request, call) => post('v1/write-backs', request, call),
    stepWriteBack: (id, step, call) =>
      ask(`v1/write-backs/${encodeURIComponent(id)}`, { ...call, method: 'PATCH', body: step }),
    history: (request, call) => post('v1/doses/history', request, call),
    worklist: (search = {}, call = {}) => ask('v1/worklist/search', { ...call, method: 'POST', body: search }),
    worklistTotals: (request = {}, call = {}) => ask('v1/worklist/totals', { ...call, method: 'POST', body: request }),
    worklistRow: (id, call) => ask(`v1/worklist/${encodeURIComponent(id)}`, { ...call }),
    changeWorklistRow: (id, patch, call) =>
      ask(`v1/worklist/${encodeURIComponent(id)}`, { ...call, method: 'PATCH', body: patch }),
    code: (code, on, call) => ask(`v1/codes/${encodeURIComponent(code)}${queryOf('on', on)}`, { ...call }),
    products: (call) => ask('v1/products', { ...call }),
    rules: (payer, call) => ask(`v1/rules${queryOf('payer', payer)}`, { ...call }),
    codebooks: (call) => ask('v1/codebooks', { ...call }),
  }
}

/** What the service asks for, else twice as long each time. */
function waitBefore(tried: number, { retryAfterSeconds }: DoselineProblem): number {
  const milliseconds = retryAfterSeconds === undefined ? FIRST_WAIT * 2 ** tried : retryAfterSeconds * 1000
  return Math.min(milliseconds, LONGEST_WAIT)
}

const sleep = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds))
