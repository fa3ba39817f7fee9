/** How long a server is waited for, and how often it is asked again. */
export interface JobRetryPolicy {
  /** Milliseconds until an answer begins, and between two pieces of a file. */
  readonly timeoutMs: number
  /** Tries of one request that does not get through, the first one included. */
  readonly tries: number
  /** Before the second try, and before the second look at the status; doubled each time. */
  readonly backoffMs: number
  /** The longest pause of our own choosing; a server may ask for longer, up to {@link JobRetryPolicy.longestAskedMs}. */
  readonly longestPauseMs: number
  /** A server that asks for a longer pause is asked again after this one. */
  readonly longestAskedMs: number
  readonly now: () => number
  /** Between 0 and 1: so that many clients do not come back in step. */
  readonly chance: () => number
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

/** What a job that runs for hours waits for. */
export const JOB_RETRY_POLICY: JobRetryPolicy = {
  timeoutMs: 60_000,
  tries: 6,
  backoffMs: 1_000,
  longestPauseMs: 60_000,
  longestAskedMs: 3_600_000,
  now: Date.now,
  chance: Math.random,
  sleep,
}

/** The pause before the next try: what the server asked for, else one that doubles, a little by chance. */
export function pauseMs(tried: number, asked: number | undefined, policy: JobRetryPolicy): number {
  if (asked !== undefined) return Math.min(asked, policy.longestAskedMs)
  const doubled = policy.backoffMs * 2 ** (tried - 1) * (0.5 + policy.chance())
  return Math.min(policy.longestPauseMs, doubled)
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
