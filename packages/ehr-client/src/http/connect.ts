import { addressWithin } from './address.ts'
import {
  type Connection,
  type EhrAnswer,
  EhrRefusal,
  type EhrRequest,
  isOutcome,
  type LaunchContext,
} from './connection.ts'
import { Failure, wasStopped } from './failure.ts'
import { retryAfterMs } from './retry-after.ts'
import { RETRY_POLICY, type RetryPolicy, withRetries } from './retry-policy.ts'

export interface Line {
  readonly base: string
  readonly context: LaunchContext
  /** The Authorization header of the next request; none for a server without sign-in. */
  readonly authorization: () => Promise<string | undefined>
  /** After a 401 to this header: one with a new token, or undefined where there is none to be had. Once a request. */
  readonly renewed?: (refused: string | undefined) => Promise<string | undefined>
  readonly fetcher: typeof fetch
  /** How long to wait, and how often to try again. */
  readonly patience?: RetryPolicy
}

/** A line to a FHIR server over HTTP. */
export function connect(line: Line): Connection {
  const patience = line.patience ?? RETRY_POLICY
  const send = async (path: string, options: EhrRequest = {}): Promise<EhrAnswer> => {
    const address = addressWithin(line.base, path)
    const isRead = options.reads ?? (options.method ?? 'GET') === 'GET'
    const once = () => authorized(line, address, { ...options, reads: isRead }, patience)
    return isRead ? withRetries(once, patience, options) : once()
  }
  return {
    base: line.base,
    context: line.context,
    send,
    request: async (path, options) => (await send(path, options)).body,
  }
}

async function authorized(line: Line, address: string, options: EhrRequest, patience: RetryPolicy): Promise<EhrAnswer> {
  const refused = await line.authorization()
  const { response, signal } = await answered(line, address, options, refused, patience)
  if (response.status !== 401 || !line.renewed) return answerOf(response, options, signal, patience)
  const authorization = await line.renewed(refused)
  if (authorization === undefined) return answerOf(response, options, signal, patience)
  const again = await answered(line, address, options, authorization, patience)
  return answerOf(again.response, options, again.signal, patience)
}

async function answered(
  { fetcher }: Line,
  address: string,
  { method = 'GET', body, headers = {}, signal: stopped, mayLeave }: EhrRequest,
  authorization: string | undefined,
  { timeoutMs }: RetryPolicy,
): Promise<{ response: Response; signal: AbortSignal }> {
  await mayLeave?.()
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(stopped ? [stopped] : [])])
  const response = await fetcher(address, {
    method,
    headers: {
      accept: 'application/fhir+json, application/json;q=0.9',
      ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
      ...(authorization ? { authorization } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    signal,
  }).catch((thrown: unknown) => {
    throw noAnswer(thrown, timeoutMs)
  })
  return { response, signal }
}

async function answerOf(
  response: Response,
  { reads }: EhrRequest,
  signal: AbortSignal,
  { now, timeoutMs }: RetryPolicy,
): Promise<EhrAnswer> {
  const header = (name: string): string | undefined => response.headers.get(name) ?? undefined
  const text = await response.text().catch((thrown: unknown) => thrown)
  const requestId = header('x-request-id')
  const body = typeof text === 'string' ? parsed(text) : undefined
  if (response.ok) {
    // A read that breaks off half way is no answer. A write that does is done: its status came before the break.
    if (reads && typeof text !== 'string') throw noAnswer(signal.aborted ? signal.reason : text, timeoutMs)
    return { status: response.status, location: header('location'), etag: header('etag'), body, requestId }
  }
  if (response.status === 401) throw new Failure('session-ended', { status: 401, requestId })
  const wait = retryAfterMs(response.headers.get('retry-after'), now())
  throw new EhrRefusal(response.status, isOutcome(body) ? body : undefined, requestId, wait)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function noAnswer(thrown: unknown, timeoutMs: number): unknown {
  if (wasStopped(thrown)) return thrown
  const isLate = thrown instanceof DOMException && thrown.name === 'TimeoutError'
  return new Failure('ehr-unreachable', isLate ? { detail: `no answer within ${timeoutMs / 1000} seconds` } : {})
}
