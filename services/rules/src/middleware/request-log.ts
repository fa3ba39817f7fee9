import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import type { Ctx, Env, Service } from '../service.ts'

/** One line and one count a request: which route, how it ended, how long it took. */
export const requestLog = ({ log, metrics }: Service): MiddlewareHandler<Env> =>
  createMiddleware(async (c, next) => {
    const started = performance.now()
    await next()
    const milliseconds = Math.round((performance.now() - started) * 10) / 10
    const { method } = c.req
    const { status } = c.res
    const route = routeOf(c)
    metrics.requests.observe({ route, method, status: String(status) }, milliseconds / 1000)
    const principal = c.get('principal')
    log.request({
      requestId: c.get('requestId'),
      method,
      route,
      status,
      milliseconds,
      tenant: principal?.tenant.key,
      caller: principal?.kind === 'client' ? principal.who : principal?.kind,
      code: c.get('problemCode'),
      reason: c.get('refusedBecause'),
    })
  })

/** The pattern of the route, such as `/v1/codes/:code`; never what stood in its place. */
const routeOf = (c: Ctx): string => matchedRoutes(c).findLast(({ path }) => path !== '/*')?.path ?? 'none'
