import type { HttpBindings } from '@hono/node-server'
import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import { BODY_LIMIT } from '../middleware/json-body.ts'
import { HttpProblem } from '../middleware/problem.ts'
import { wholeBody } from '../middleware/whole-body.ts'
import type { Ctx, Env, Service } from '../service.ts'
import { type Access, accessTo, type Reach } from './access-table.ts'
import { addressOf } from './caller-address.ts'
import type { Strangers } from './connections.ts'
import { type Holder, type Places, places, refusalRate, requestRate } from './limits.ts'
import { cdsClient, isSessionToken, maybeSignedIn, type SignIn, signedIn } from './principal.ts'
import { recentTokens } from './recent-tokens.ts'
import type { Principal } from './who.ts'

/** How much this deployment takes on. */
export interface GateOptions {
  readonly ratePerMinute: number
  /** Requests worked on at once. */
  readonly concurrency: number
  /** Proxies of one’s own before the service. */
  readonly proxies?: number
  readonly refusalsPerMinute?: number
  readonly strangers?: Strangers
}

/** Bytes that a request to sign in may have: an id_token and little else. */
const SIGN_IN_LIMIT = 64 * 1024
/** Bytes of a body that holds no chart: it is read by the thread that serves everybody. */
const SMALL_LIMIT = 256 * 1024
const READS_A_BODY = new Set(['POST', 'PATCH'])

/**
 * Lets each request in by the row of its route, in this order: who it is, how often they came, the whole body, then a place.
 * So a slow body holds no place, nothing of a body is read before somebody signed in, and signing in has places of its own.
 */
export function gate(service: Service, options: GateOptions): MiddlewareHandler<Env> {
  const { concurrency, proxies = 0, refusalsPerMinute = 60, strangers } = options
  const recent = recentTokens()
  const requests = requestRate(options.ratePerMinute)
  const refusals = refusalRate(refusalsPerMinute)
  const isAlone = service.demo || service.tenants.tenants.length === 1
  const working = places(concurrency, {
    caller: service.demo ? concurrency : share(concurrency, 0.25),
    tenant: isAlone ? concurrency : share(concurrency, 0.75),
  })
  const signingIn = places(share(concurrency, 0.5), { caller: share(concurrency, 0.125), tenant: concurrency })
  const chart = wholeBody(BODY_LIMIT)
  const small = wholeBody(SMALL_LIMIT)
  const idToken = wholeBody(SIGN_IN_LIMIT)

  return createMiddleware(async (c, next) => {
    const row = rowOf(c)
    if (row === undefined || row.may === 'anybody') {
      if (row?.path === '/v1/codebooks') await refusable(c, maybeSignedIn)
      return next()
    }
    if (row.may === 'metrics') return counted(c, next)
    if (row.may === 'sign-in') {
      const address = addressOf(c, proxies)
      const headers = await requests.take(address)
      await idToken(c)
      await inPlace(signingIn, { caller: address, tenant: '' }, () => counted(c, next))
      return setHeaders(c, headers)
    }
    const signIn: SignIn = 'cds' in row.may ? cdsClient : signedIn
    const principal = await refusable(c, signIn)
    if (!principal) throw new TypeError(`${row.path} was let in without a sign-in`)
    if (strangers) forget(strangers, c)
    c.set('reach', reachOf(row, principal))
    const holder = { caller: callerOf(c, principal, proxies), tenant: principal.tenant.key }
    const headers = await requests.take(holder.caller)
    if (READS_A_BODY.has(row.method)) await (row.takesChart ? chart : small)(c)
    await inPlace(working, holder, next)
    return setHeaders(c, headers)
  })

  /**
   * Signs in; what is refused counts against the address. From an address that was refused too often no session is looked
   * up but those that were seen a while ago, so that guessing asks nothing of the database.
   */
  async function refusable(c: Ctx, signIn: SignIn): Promise<Principal | undefined> {
    const address = addressOf(c, proxies)
    const shown = c.req.header('authorization') ?? ''
    if (isSessionToken(shown) && !recent.has(shown) && (await refusals.isUsedUp(address))) await refusals.take(address)
    try {
      const principal = await signIn(service, c)
      c.set('principal', principal)
      if (principal?.kind === 'session') recent.add(shown)
      return principal
    } catch (error) {
      if (error instanceof HttpProblem && error.status === 401) await countRefusal(c, address, error)
      throw error
    }
  }

  /** Goes on to a route that signs in by itself. */
  async function counted(c: Ctx, next: () => Promise<void>): Promise<void> {
    await next()
    if (c.error instanceof HttpProblem && c.error.status === 401) await countRefusal(c, addressOf(c, proxies), c.error)
  }

  async function countRefusal(c: Ctx, address: string, { reason }: HttpProblem): Promise<void> {
    c.set('refusedBecause', reason)
    await refusals.take(address)
  }
}

/** The row of the route that will answer; undefined where none will (404, 405) or it is a file of the app. */
function rowOf(c: Ctx): Access | undefined {
  // A middleware is registered for every method, a route for one.
  const route = matchedRoutes(c).find(({ method }) => method !== 'ALL')
  if (route === undefined) return undefined
  const row = accessTo(route.method, route.path)
  if (!row) throw new TypeError(`${route.method} ${route.path} has no row in access-table.ts`)
  return row
}

function reachOf({ may }: Access, principal: Principal): Reach {
  if (principal.kind === 'demo' || typeof may === 'string') return 'all'
  const reach = may[principal.caller]
  if (reach !== undefined) return reach
  if (principal.kind === 'client') throw new HttpProblem('not-for-apps', 'This is for people who signed in.')
  throw new HttpProblem('only-staff', 'This sign-in is not known to be of staff, and this is for staff only.')
}

const share = (all: number, part: number): number => Math.max(1, Math.ceil(all * part))

async function inPlace(of: Places, holder: Holder, work: () => Promise<void>): Promise<void> {
  const leave = of.take(holder)
  try {
    await work()
  } finally {
    leave()
  }
}

const callerOf = (c: Ctx, { kind, tenant, token, who }: Principal, proxies: number): string =>
  kind === 'demo' ? addressOf(c, proxies) : `${tenant.key} ${token ?? who}`

function setHeaders(c: Ctx, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) c.header(name, value)
}

/** The connection of a request is no stranger’s any more. */
function forget(strangers: Strangers, c: Ctx): void {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
  if (incoming) strangers.known(incoming.socket)
}
