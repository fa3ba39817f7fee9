import { getConnInfo } from '@hono/node-server/conninfo'
import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { HttpProblem } from '../middleware/problem.ts'
import type { Ctx, Env } from '../service.ts'

const WINDOW = 60

/**
 * So many requests a minute for each caller: a tenant’s client or session, else an address.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function rateLimit(perMinute: number): MiddlewareHandler<Env> {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW })
  return createMiddleware(async (c, next) => {
    const taken = await limiter.consume(callerOf(c)).catch((full: unknown) => {
      if (full instanceof RateLimiterRes) return full
      throw full
    })
    const seconds = Math.ceil(taken.msBeforeNext / 1000)
    const headers = {
      'ratelimit-policy': `"caller";q=${perMinute};w=${WINDOW}`,
      ratelimit: `"caller";r=${taken.remainingPoints};t=${seconds}`,
    }
    if (taken.consumedPoints > perMinute) {
      throw new HttpProblem(429, 'too-many-requests', `More than ${perMinute} requests in a minute.`, [], {
        ...headers,
        'retry-after': String(Math.max(1, seconds)),
      })
    }
    await next()
    for (const [name, value] of Object.entries(headers)) c.header(name, value)
  })
}

function callerOf(c: Ctx): string {
  const principal = c.get('principal')
  if (principal && principal.kind !== 'demo') return `${principal.tenant.key} ${principal.token ?? principal.who}`
  try {
    return getConnInfo(c).remote.address ?? 'unknown'
  } catch {
    return 'no socket'
  }
}

/** At most so many requests at once; a further one is told to come back, before its body is read. */
export function concurrencyLimit(most: number): MiddlewareHandler<Env> {
  let running = 0
  return createMiddleware(async (_c, next) => {
    if (running >= most) {
      throw new HttpProblem(503, 'busy', `The service is judging ${most} requests already.`, [], { 'retry-after': '1' })
    }
    running++
    try {
      await next()
    } finally {
      running--
    }
  })
}
