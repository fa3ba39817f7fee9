import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { HttpProblem } from '../middleware/problem.ts'
import type { Ctx, Env, Service } from '../service.ts'
import type { Issuer, Tenant } from '../tenants.ts'
import { clientOf } from './client-jwt.ts'

/** Who asks. */
export interface Principal {
  readonly tenant: Tenant
  /** For the audit: a person’s reference, a client’s id. */
  readonly who: string
  readonly kind: 'demo' | 'session' | 'client'
  /** The EHR that a session was opened from. */
  readonly issuer?: Issuer
  /** The session’s own token. */
  readonly token?: string
}

/** Lets in whoever shows a session or a JWT of a registered client; everybody in the demonstration. */
export const signedIn = (service: Service): MiddlewareHandler<Env> =>
  createMiddleware(async (c, next) => {
    c.set('principal', service.demo ? demoPrincipal(service) : await bearerOf(service, c))
    await next()
  })

/** As {@link signedIn} where somebody shows a token; others go on as nobody. */
export const maybeSignedIn = (service: Service): MiddlewareHandler<Env> =>
  createMiddleware(async (c, next) => {
    if (service.demo) c.set('principal', demoPrincipal(service))
    else if (c.req.header('authorization')) c.set('principal', await bearerOf(service, c))
    await next()
  })

/** Lets in an EHR that calls CDS Hooks: its JWT is for this very address, and good once. */
export const cdsClient = (service: Service): MiddlewareHandler<Env> =>
  createMiddleware(async (c, next) => {
    const audience = [`${service.publicUrl}${c.req.path}`]
    c.set(
      'principal',
      service.demo ? demoPrincipal(service) : await clientOf(service, tokenIn(c), { use: 'cds', audience, once: true }),
    )
    await next()
  })

const demoPrincipal = ({ tenants }: Service): Principal => {
  const [tenant] = tenants.tenants
  if (!tenant) throw new TypeError('there is at least one tenant')
  return { tenant, who: 'nobody in particular (demonstration)', kind: 'demo' }
}

const BEARER = /^Bearer ([A-Za-z0-9\-._~+/]{20,8192}=*)$/

/** The token of the Authorization header. Throws 401 where there is none. */
export function tokenIn(c: Ctx): string {
  const token = BEARER.exec(c.req.header('authorization') ?? '')?.[1]
  if (token === undefined) throw unauthorized('Sign in: send a session or a signed JWT as a bearer token.')
  return token
}

async function bearerOf(service: Service, c: Ctx): Promise<Principal> {
  const token = tokenIn(c)
  if (token.includes('.'))
    return clientOf(service, token, { use: 'api', audience: [service.publicUrl, `${service.publicUrl}${c.req.path}`] })
  const session = await service.ledger.useSession(token)
  const tenant = service.tenants.tenants.find(({ key }) => key === session?.tenant)
  const issuer = tenant?.issuers.find(({ key }) => key === session?.issuer)
  // A tenant or an EHR that is registered no more has no sessions either.
  if (!session || !tenant || !issuer) throw unauthorized('The session is over. Launch the app again from the EHR.')
  return { tenant, who: session.who, kind: 'session', issuer, token }
}

/** 401 as RFC 6750 has it. */
export const unauthorized = (detail: string): HttpProblem =>
  new HttpProblem(401, 'not-signed-in', detail, [], { 'www-authenticate': 'Bearer realm="doseline"' })

/** Who asks; a face that was not put behind {@link signedIn} has nobody. */
export function principalOf(c: Ctx): Principal {
  const principal = c.get('principal')
  if (!principal) throw new TypeError(`${c.req.path} is not behind sign-in`)
  return principal
}
