import type {
  AssessmentAnswer,
  AssessmentRequestInput,
  BookAnswer,
  CodeAnswer,
  ProductAnswer,
  RuleAnswer,
} from '@doseline/assessment'
import { DoselineProblem, problemOf } from './problem.ts'

export interface ClientOptions {
  /** Where the service runs: `https://doseline.example/`. */
  readonly baseUrl: string | URL
  /** A bearer token, or how to get one; asked anew for every try. */
  readonly token?: string | (() => string | Promise<string>)
  /** Tries after the first, where the service is busy or cannot be reached. Judging stores nothing, so a retry is safe. */
  readonly retries?: number
  readonly fetch?: typeof fetch
  /** Waits before a retry, in milliseconds; tests pass their own. */
  readonly wait?: (milliseconds: number) => Promise<void>
}

interface Call {
  readonly signal?: AbortSignal
}

/** The rules service, typed by the same schemas that it enforces. Every method throws {@link DoselineProblem}. */
export interface Client {
  assess(request: AssessmentRequestInput, call?: Call): Promise<AssessmentAnswer>
  /** `on`: a day, yyyy-mm-dd; today when absent. */
  code(code: string, on?: string, call?: Call): Promise<CodeAnswer>
  products(call?: Call): Promise<readonly ProductAnswer[]>
  rules(payer?: string, call?: Call): Promise<readonly RuleAnswer[]>
  codebooks(call?: Call): Promise<readonly BookAnswer[]>
}

const BUSY = new Set([429, 502, 503, 504])
const FIRST_WAIT = 250
const LONGEST_WAIT = 30_000

/** A client for browsers and Node. Tokens go to `baseUrl` and nowhere else: redirects are refused. */
export function createClient(options: ClientOptions): Client {
  const { baseUrl, token, retries = 3, fetch: fetcher = fetch, wait = sleep } = options
  const base = new URL(baseUrl)

  async function ask<T>(path: string, { signal, body }: Call & { readonly body?: unknown }): Promise<T> {
    for (let tried = 0; ; tried++) {
      const answer = await once(path, body, signal)
      if (answer instanceof Response && answer.ok) return (await answer.json()) as T
      const problem = answer instanceof Response ? await problemOf(answer) : answer
      if (tried >= retries || !(problem.status === 0 || BUSY.has(problem.status))) throw problem
      await wait(waitBefore(tried, answer instanceof Response ? answer : undefined))
      signal?.throwIfAborted()
    }
  }

  async function once(
    path: string,
    body: unknown,
    signal: AbortSignal | undefined,
  ): Promise<Response | DoselineProblem> {
    const bearer = typeof token === 'function' ? await token() : token
    try {
      return await fetcher(new URL(path, base), {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
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

  const queryOf = (name: string, value: string | undefined): string =>
    value === undefined ? '' : `?${new URLSearchParams({ [name]: value })}`
  return {
    assess: (request, call) => ask('v1/assessments', { ...call, body: request }),
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
