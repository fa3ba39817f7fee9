import type { Ctx, Service } from '../service.ts'
import { clientOf } from './client-jwt.ts'
import { standingOf } from './fhir-user.ts'
import { unauthorized } from './unauthorized.ts'
import type { Principal } from './who.ts'

/** Finds out who asks. Throws 401 for whoever shows nothing the service accepts. */
export type SignIn = (service: Service, c: Ctx) => Promise<Principal | undefined>

/** Whoever shows a session or a JWT of a registered client; everybody in the demonstration. */
export const signedIn: SignIn = async (service, c) => (service.demo ? demoPrincipal(service) : bearerOf(service, c))

/** As {@link signedIn} where somebody shows a token; others go on as nobody. */
export const maybeSignedIn: SignIn = async (service, c) =>
  service.demo || c.req.header('authorization') ? signedIn(service, c) : undefined

/** An EHR that calls CDS Hooks: its JWT is for this very address, and good once. */
export const cdsClient: SignIn = async (service, c) => {
  if (service.demo) return demoPrincipal(service)
  const audience = [`${service.publicUrl}${c.req.path}`]
  return clientOf(service, tokenIn(c), { use: 'cds', audience, once: true })
}

const demoPrincipal = ({ tenants }: Service): Principal => {
  const [tenant] = tenants.tenants
  if (!tenant) throw new TypeError('there is at least one tenant')
  return { tenant, who: 'not signed in (demonstration)', kind: 'demo', caller: 'staff' }
}

const BEARER = /^Bearer ([A-Za-z0-9\-._~+/]{20,8192}={0,2})$/

/** The token of the Authorization header. Throws 401 where there is none. */
export function tokenIn(c: Ctx): string {
  const token = BEARER.exec(c.req.header('authorization') ?? '')?.[1]
  if (token === undefined) throw unauthorized('Sign in: send a session or a signed JWT as a bearer token.', 'no-token')
  return token
}

/** Whether a token is of the form that sessions have; a JWT is proven by its own signature, a session is looked up. */
export const isSessionToken = (token: string): boolean => !token.includes('.')

async function bearerOf(service: Service, c: Ctx): Promise<Principal> {
  const token = tokenIn(c)
  if (!isSessionToken(token)) {
    const audience = [service.publicUrl, `${service.publicUrl}${c.req.path}`]
    return clientOf(service, token, { use: 'api', audience })
  }
  const session = await service.ledger.useSession(token)
  const tenant = service.tenants.tenants.find(({ key }) => key === session?.tenant)
  const issuer = tenant?.issuers.find(({ key }) => key === session?.issuer)
  // A tenant or an EHR that is registered no more has no sessions either.
  if (!session || !tenant || !issuer) {
    throw unauthorized('The session is over. Launch the app again from the EHR.', 'session')
  }
  const { role, patient } = standingOf(session.who, issuer)
  return { tenant, who: session.who, kind: 'session', caller: role, ...(patient && { patient }), issuer, token }
}

/** Who asks; a API that was not put behind a sign-in has nobody. */
export function principalOf(c: Ctx): Principal {
  const principal = c.get('principal')
  if (!principal) throw new TypeError(`${c.req.path} is not behind sign-in`)
  return principal
}
