import { createMiddleware } from 'hono/factory'
import type { Env } from '../service.ts'
import { HttpProblem } from './problem.ts'

const OWN = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/

/**
 * The demonstration asks nobody to sign in, so it answers only to names of this machine: a page elsewhere whose name was
 * made to lead here (DNS rebinding) gets nothing.
 */
export const ownHost = createMiddleware<Env>(async (c, next) => {
  const host = c.req.header('host') ?? new URL(c.req.url).host
  if (!OWN.test(host)) throw new HttpProblem('host-unknown', 'The demonstration answers on localhost only.')
  await next()
})
