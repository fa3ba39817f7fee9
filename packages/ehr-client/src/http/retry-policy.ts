import { EhrRefusal } from './connection.ts'
import { Failure } from './failure.ts'

/** How long an EHR is waited for, and how often it is asked again. */
export interface RetryPolicy {
  /** For one answer. */
  readonly timeoutMs: number
  /** The first one included. */
  readonly tries: number
  /** Before the second try; doubled before each further one. */
  readonly backoffMs: number
  /** An EHR that asks for a longer pause than this is told to the person instead of waited for. */
  readonly longestWaitMs: number
  readonly now: () => number
  /** Between 0 and 1: so that many apps do not come back in step. */
  readonly chance: () => number
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

/** What a person at a screen will wait for. */
export const RETRY_POLICY: RetryPolicy = {
  timeoutMs: 30_000,
  tries: 3,
  backoffMs: 400,
  longestWaitMs: 10_000,
  now: Date.now,
  chance: Math.random,
  sleep,
}

export interface WaitOptions {
  readonly signal?: AbortSignal | undefined
  /** Told a pause the server asked for, and `undefined` when it is over. */
  readonly onPause?: ((ms: number | undefined) => void) | undefined
}

/** Tries a read again where the EHR is busy or did not answer. Ends at once when the signal says so. */
export async function withRetries<T>(
  read: () => Promise<T>,
  patience: RetryPolicy,
  { signal, onPause }: WaitOptions = {},
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await read()
    } catch (thrown) {
      const wait = tried < patience.tries ? waitAfter(thrown, tried, patience) : undefined
      if (wait === undefined) throw thrown
      const isAsked = thrown instanceof EhrRefusal && thrown.retryAfterMs !== undefined
      if (isAsked) onPause?.(wait)
      await patience.sleep(wait, signal)
      if (isAsked) onPause?.(undefined)
    }
  }
}

/** Too many requests, or closed for the moment. Any other refusal would be the same again. */
const BUSY: ReadonlySet<number> = new Set([429, 502, 503, 504])

function waitAfter(thrown: unknown, tried: number, patience: RetryPolicy): number | undefined {
  const { backoffMs, longestWaitMs, chance } = patience
  const backoff = Math.min(longestWaitMs, backoffMs * 2 ** (tried - 1) * (0.5 + chance()))
  // What took longer than the timeout will again: a second wait of that length helps nobody.
  if (thrown instanceof Failure) return thrown.kind === 'ehr-unreachable' && !thrown.about.detail ? backoff : undefined
  if (!(thrown instanceof EhrRefusal) || !BUSY.has(thrown.status)) return undefined
  const asked = thrown.retryAfterMs
  if (asked === undefined) return backoff
  return asked > longestWaitMs ? undefined : asked
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const timer = setTimeout(done, ms)
    function done(): void {
      signal?.removeEventListener('abort', stop)
      resolve()
    }
    function stop(): void {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', stop, { once: true })
  })
}
