import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { HttpProblem } from '../middleware/problem.ts'

const WINDOW = 60

/** How often each caller may do something in a minute. */
export interface Rate {
  /** Counts one more. Answers the headers that say how many are left; throws 429 where there are none. */
  take(caller: string): Promise<Readonly<Record<string, string>>>
  /** Whether there is none left. Nothing is counted by asking. */
  isUsedUp(caller: string): Promise<boolean>
}

/** @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ */
export function rate(perMinute: number, refused: (headers: Readonly<Record<string, string>>) => HttpProblem): Rate {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW })
  return {
    async take(caller) {
      const taken = await limiter.consume(caller).catch((full: unknown) => {
        if (full instanceof RateLimiterRes) return full
        throw full
      })
      const seconds = Math.ceil(taken.msBeforeNext / 1000)
      const headers = {
        'ratelimit-policy': `"caller";q=${perMinute};w=${WINDOW}`,
        ratelimit: `"caller";r=${taken.remainingPoints};t=${seconds}`,
      }
      if (taken.consumedPoints > perMinute) throw refused({ ...headers, 'retry-after': String(Math.max(1, seconds)) })
      return headers
    },
    async isUsedUp(caller) {
      return ((await limiter.get(caller))?.consumedPoints ?? 0) >= perMinute
    },
  }
}

/** Requests a caller sends in a minute: a session, a client, or an address where nobody signed in. */
export const requestRate = (perMinute: number): Rate =>
  rate(
    perMinute,
    (headers) =>
      new HttpProblem('too-many-requests', `More than ${perMinute} requests in a minute.`, [], { ...headers }),
  )

/** Sign-ins from one address that failed in a minute. */
export const refusalRate = (perMinute: number): Rate =>
  rate(
    perMinute,
    (headers) =>
      new HttpProblem('too-many-refusals', `More than ${perMinute} sign-ins failed from there in a minute.`, [], {
        'retry-after': headers['retry-after'] ?? '60',
      }),
  )

/** Whose place it is. */
export interface Holder {
  readonly caller: string
  readonly tenant: string
}

/** Places for work that is done at once. */
export interface Places {
  /** Takes one and answers how to give it back. Throws 503 where all are taken, 429 where the holder’s share is. */
  take(holder: Holder): () => void
}

/**
 * So many places in all, and of them a share for one caller and one tenant, so that neither keeps the others out. A place
 * is taken when a request is there whole: whoever sends slowly holds none.
 */
export function places(all: number, shares: { readonly caller: number; readonly tenant: number }): Places {
  let taken = 0
  const byCaller = new Map<string, number>()
  const byTenant = new Map<string, number>()
  return {
    take({ caller, tenant }) {
      if (taken >= all) {
        const said = `The service is working on ${all} requests already.`
        throw new HttpProblem('busy', said, [], { 'retry-after': '1' })
      }
      if ((byCaller.get(caller) ?? 0) >= shares.caller) throw tooManyAtOnce(shares.caller)
      if ((byTenant.get(tenant) ?? 0) >= shares.tenant) throw tooManyAtOnce(shares.tenant)
      taken++
      const leave = [enter(byCaller, caller), enter(byTenant, tenant)]
      return () => {
        taken--
        for (const each of leave) each()
      }
    },
  }
}

const tooManyAtOnce = (share: number): HttpProblem =>
  new HttpProblem('too-many-at-once', `More than ${share} requests at once are more than one’s share.`, [], {
    'retry-after': '1',
  })

/** Counts one more of a key; what is at nothing is not kept. */
function enter(counts: Map<string, number>, key: string): () => void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
  return () => {
    const left = (counts.get(key) ?? 1) - 1
    if (left > 0) counts.set(key, left)
    else counts.delete(key)
  }
}
