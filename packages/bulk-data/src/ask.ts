import { retryAfterMs } from '@doseline/ehr-client'
import { ExportError } from './export-error.ts'
import { type JobRetryPolicy, pauseMs } from './job-retry-policy.ts'
import { isTransient, wordsOf } from './outcome-words.ts'

/** The network, and who may be shown a token. */
export interface Line {
  readonly fetcher: typeof fetch
  /** The Authorization header; after a 401, with the one that was refused, a new one. Undefined where there is no sign-in. */
  readonly authorization: (refused?: string) => Promise<string | undefined>
  /** Origins that may have the token; no other is ever sent it, whatever an address or a redirect says. */
  readonly trusted: ReadonlySet<string>
  readonly policy: JobRetryPolicy
  readonly signal?: AbortSignal | undefined
  /** Told each pause, in milliseconds, and why. */
  readonly onPause?: ((ms: number, because: string) => void) | undefined
}

export interface Question {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  readonly accept: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Whether the token goes along, where the origin may have it. */
  readonly token: boolean
  /** A request that begins something is repeated only where the server says that it did not take it: 429 and 503. */
  readonly begins?: true
  /** The server answers 5xx for a job that failed, which no repetition changes. */
  readonly aboutJob?: true
}

/** An answer, and where it came from after all redirects. */
export interface Answer {
  readonly response: Response
  readonly address: string
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const MOST_REDIRECTS = 5
/** How much of a refusal is read. */
const MOST_WORDS = 100_000

/**
 * Asks, and asks again where the server is busy or cannot be reached: after the pause it asks for, else after one that doubles.
 * Follows redirects itself, so that the token stays with the origins that may have it. Gives any answer below 400; throws an
 * {@link ExportError} with the server's words for any other.
 */
export async function ask(line: Line, address: string, question: Question): Promise<Answer> {
  for (let tried = 1; ; tried++) {
    const answer = await reached(line, address, question)
    if (answer instanceof ExportError) {
      if (question.begins || tried >= line.policy.tries) throw answer
      await pause(line, pauseMs(tried, undefined, line.policy), answer.message)
      continue
    }
    const { response } = answer
    if (response.status < 400) return answer
    const text = await firstWords(response)
    const busy = isBusy(response.status, text, question)
    // A server that says for how long to wait is believed more often than one that only fails.
    const asked = retryAfterMs(response.headers.get('retry-after'), line.policy.now())
    const tries = asked === undefined ? line.policy.tries : line.policy.tries * 20
    if (!busy || tried >= tries) throw refusal(answer, text)
    await pause(line, pauseMs(tried, asked, line.policy), `${response.status} from ${hostOf(answer.address)}`)
  }
}

function isBusy(status: number, text: string, { begins, aboutJob }: Question): boolean {
  if (status === 429) return true
  if (begins) return status === 503
  if (aboutJob && status >= 500) return isTransient(text) || (status !== 500 && !text.includes('OperationOutcome'))
  return [500, 502, 503, 504].includes(status)
}

async function pause({ policy, onPause, signal }: Line, ms: number, because: string): Promise<void> {
  onPause?.(ms, because)
  await policy.sleep(ms, signal)
}

/** One try, through all redirects; the failure to reach the server as a value, because it may be tried again. */
async function reached(line: Line, first: string, question: Question): Promise<Answer | ExportError> {
  let address = first
  let { method = 'GET', body } = question
  let refused: string | undefined
  for (let hops = 0; hops <= MOST_REDIRECTS; ) {
    const authorization = await tokenFor(line, address, question, refused)
    const response = await sent(line, address, { ...question, method }, body, authorization)
    if (response instanceof ExportError) return response
    if (response.status === 401 && authorization !== undefined && refused === undefined) {
      refused = authorization
      await response.body?.cancel()
      continue
    }
    const location = response.headers.get('location')
    if (!REDIRECTS.has(response.status) || location === null) return { response, address }
    await response.body?.cancel()
    address = next(address, location)
    if (method === 'POST' && response.status < 307) [method, body] = ['GET', undefined]
    hops++
  }
  throw new ExportError('unsafe-address', `${first} redirects more than ${MOST_REDIRECTS} times.`)
}

async function tokenFor(line: Line, address: string, { token }: Question, refused?: string) {
  return token && line.trusted.has(new URL(address).origin) ? line.authorization(refused) : undefined
}

/** Where a redirect leads. Throws where it leads from https to a line that anybody can read. */
function next(from: string, location: string): string {
  const to = new URL(location, from)
  const isSafe = to.protocol === 'https:' || (to.protocol === 'http:' && from.startsWith('http:'))
  if (isSafe && !to.username && !to.password) return to.href
  throw new ExportError('unsafe-address', `${hostOf(from)} redirects to ${to.protocol}//${to.host}, which is refused.`)
}

async function sent(
  { fetcher, policy, signal }: Line,
  address: string,
  { method, accept, headers }: Question,
  body: string | undefined,
  authorization: string | undefined,
): Promise<Response | ExportError> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), policy.timeoutMs)
  try {
    return await fetcher(address, {
      ...(method && { method }),
      headers: { accept, ...headers, ...(authorization !== undefined && { authorization }) },
      ...(body !== undefined && { body }),
      redirect: 'manual',
      signal: AbortSignal.any([late.signal, ...(signal ? [signal] : [])]),
    })
  } catch (cause) {
    signal?.throwIfAborted()
    const why = late.signal.aborted ? `no answer in ${policy.timeoutMs / 1000} seconds` : reasonOf(cause)
    return new ExportError('unreachable', `${hostOf(address)} cannot be reached: ${why}.`, { cause })
  } finally {
    clearTimeout(timer)
  }
}

/** Why a request did not get through, as the network says it: the reason is in the cause of fetch's own error. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.cause instanceof Error) return reasonOf(error.cause)
  return error.message || String((error as NodeJS.ErrnoException).code ?? error.name)
}

/** The beginning of a text answer; what cannot be read to its end is as far as it came. */
async function firstWords(response: Response): Promise<string> {
  let text = ''
  try {
    const decoder = new TextDecoder()
    for await (const piece of response.body ?? []) {
      text += decoder.decode(piece, { stream: true })
      if (text.length > MOST_WORDS) break
    }
  } catch {
    // The status says what happened; the words are extra.
  }
  return text
}

function refusal({ response, address }: Answer, text: string): ExportError {
  const said = wordsOf(text)
  return new ExportError('refused', `${hostOf(address)} answers ${response.status}${said ? `: ${said}` : ''}`, {
    status: response.status,
  })
}

/** Origin and path: the query of an address that opens a file by itself is a secret. */
export function hostOf(address: string): string {
  const { origin, pathname } = new URL(address)
  return `${origin}${pathname}`
}
