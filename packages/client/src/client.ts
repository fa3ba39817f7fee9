import type {
  AssessmentAnswer,
  AssessmentRequestInput,
  BookAnswer,
  CodeAnswer,
  DoseHistory,
  HistoryRequest,
  ProductAnswer,
  RuleAnswer,
  WriteBackClaim,
  WriteBackState,
  WriteBackStep,
} from '@doseline/assessment'
import { DoselineProblem, problemOf } from './problem.ts'

export interface ClientOptions {
  /** Where the service runs: `https://doseline.example/`. */
  readonly baseUrl: string | URL
  /** A bearer token, or how to get one; asked anew for every try. */
  readonly token?: string | (() => string | Promise<string>)
  /**
   * Tries after the first, where the service is busy or cannot be reached. Each call carries one Idempotency-Key through
   * all its tries, so that a retry is never a second claim.
   */
  readonly retries?: number
  readonly fetch?: typeof fetch
  /** Waits before a retry, in milliseconds; tests pass their own. */
  readonly wait?: (milliseconds: number) => Promise<void>
}

interface Call {
  readonly signal?: AbortSignal
  /** Idempotency-Key of this call; a new one when absent. Pass your own to go on after a restart of your app. */
  readonly key?: string
}

/** An assessment with its write-back; `despite` names earlier write-backs whose lines are known to be gone. */
export type ClaimRequest = AssessmentRequestInput & { readonly despite?: readonly string[] }

/** The rules service, typed by the same schemas that it enforces. Every method throws {@link DoselineProblem}. */
export interface Client {
  assess(request: AssessmentRequestInput, call?: Call): Promise<AssessmentAnswer>
  /** What was answered before, by its id. */
  assessment(id: string, call?: Call): Promise<AssessmentAnswer>
  /** Claims the visit for one write-back; send its plan, in its form, only after this. */
  claimWriteBack(request: ClaimRequest, call?: Call): Promise<WriteBackClaim>
  /** Says that it was sent, and what became of it. */
  stepWriteBack(id: string, step: WriteBackStep, call?: Call): Promise<WriteBackState>
  /**
   * What happened to a dose, newest first. `dose`: `MedicationAdministration/id`; `server`: the key of its FHIR server,
   * which a session of an EHR need not say.
   */
  history(request: HistoryRequest, call?: Call): Promise<DoseHistory>
  /** `on`: a day, yyyy-mm-dd; today when absent. */
  code(code: string, on?: string, call?: Call): Promise<CodeAnswer>
  products(call?: Call): Promise<readonly ProductAnswer[]>
  rules(payer?: string, call?: Call): Promise<readonly RuleAnswer[]>
  codebooks(call?: Call): Promise<readonly BookAnswer[]>
}

/** One request, the same in every try. */
interface Sent extends Call {
  readonly method?: 'GET' | 'POST' | 'PATCH'
  readonly body?: unknown
}

const BUSY = new Set([429, 502, 503, 504])
const FIRST_WAIT = 250
const LONGEST_WAIT = 30_000

/** A client for browsers and Node. Tokens go to `baseUrl` and nowhere else: redirects are refused. */
export function createClient(options: ClientOptions): Client {
  const { baseUrl, token, retries = 3, fetch: fetcher = fetch, wait = sleep } = options
  const base = new URL(baseUrl)

  async function ask<T>(path: string, sent: Sent): Promise<T> {
    for (let tried = 0; ; tried++) {
      const answer = await once(path, sent)
      if (answer instanceof Response && answer.ok) return (await answer.json()) as T
      const problem = answer instanceof Response ? await problemOf(answer) : answer
      if (tried >= retries || !(problem.status === 0 || BUSY.has(problem.status))) throw problem
      await wait(waitBefore(tried, answer instanceof Response ? answer : undefined))
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
    claimWriteBack: (request, call) => post('v1/write-backs', request, call),
    stepWriteBack: (id, step, call) =>
      ask(`v1/write-backs/${encodeURIComponent(id)}`, { ...call, method: 'PATCH', body: step }),
    history: (request, call) => post('v1/doses/history', request, call),
    code: (code, on, call) => ask(`v1/codes/${encodeURIComponent(code)}${queryOf('on', on)}`, { ...call }),
    products: (call) => ask('v1/products', { ...call }),
    rules: (payer, call) => ask(`v1/rules${queryOf('payer', payer)}`, { ...call }),
    codebooks: (call) => ask('v1/codebooks', { ...call }),
  }
}

/** What the service asks for, else twice as long each time. */
function waitBefore(tried: number, response: Response | undefined): number {
  const asked = Number(response?.headers.get('retry-after') ?? Number.NaN)
  const milliseconds = Number.isFinite(asked) && asked >= 0 ? asked * 1000 : FIRST_WAIT * 2 ** tried
  return Math.min(milliseconds, LONGEST_WAIT)
}

const sleep = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds))
