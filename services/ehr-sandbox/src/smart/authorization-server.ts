import type { IncomingMessage, ServerResponse } from 'node:http'
import Provider from 'oidc-provider'
import { FhirError, issue } from '../fhir/outcome.ts'
import { type Access, accessOf, systemAccessOf } from './access.ts'
import type { LaunchLog } from './launch-log.ts'
import type { LaunchContext } from './launches.ts'
import { COOKIES, type ProviderOptions, providerConfiguration } from './provider-configuration.ts'
import { systemScopes } from './scopes.ts'
import { form, type SignInOptions, signIn, signInFailed } from './sign-in.ts'
import type { PatientChoice } from './sign-in-page.ts'

export interface AuthorizationServerOptions extends ProviderOptions {
  readonly origin: string
  readonly patients: () => readonly PatientChoice[]
  /** Where a launch is told of, where people look at it. */
  readonly log?: LaunchLog
}

export interface AuthorizationServer {
  /** Answers everything under its own path; false where the path is not ours. */
  handle(req: IncomingMessage, res: ServerResponse): boolean
  /** What the bearer in an Authorization header may do; throws 401. */
  accessOf(authorization: string | undefined): Promise<Access>
}

/** A SMART App Launch 2.2 authorization server at `auth`. */
export async function authorizationServer(options: AuthorizationServerOptions): Promise<AuthorizationServer> {
  const granted = new Map<string, LaunchContext>()
  const path = new URL(options.auth).pathname
  const provider = new Provider(options.auth, await providerConfiguration(options))
  provider.use(async (ctx, next) => {
    await next()
    if (ctx.oidc?.route === 'authorization') noteAuthorization(options, ctx.oidc.params)
    // Introspection tells the same of a token that is good, as SMART wants it.
    const isTold =
      ctx.oidc?.route === 'token' ||
      (ctx.oidc?.route === 'introspection' && (ctx.body as { active?: boolean } | undefined)?.active === true)
    if (!isTold || ctx.status !== 200) return
    // A refresh finds the same grant, so it answers with the same context.
    const { AccessToken, RefreshToken, ClientCredentials } = ctx.oidc.entities
    if (ClientCredentials) Object.assign(ctx, systemGrant(ctx.body as object, options))
    const context = granted.get(AccessToken?.grantId ?? RefreshToken?.grantId ?? '')
    if (context) Object.assign(ctx.body as object, launchFields(context, options.origin))
    if (context?.patient && ctx.oidc?.route === 'token')
      options.log?.answered(context.patient, { ...ctx.oidc.body }, { ...(ctx.body as object) })
  })
  const redirectOrigins = options.clients.flatMap((client) => client.redirectUris.map((uri) => new URL(uri).origin))
  const signInOptions: SignInOptions = {
    provider,
    launches: options.launches,
    users: options.users,
    patients: options.patients,
    remember: (grantId, context) => granted.set(grantId, context),
    // Browsers hold a form to `form-action` through redirects too, and this one ends at the app.
    contentSecurityPolicy: `default-src 'none'; style-src 'self'; form-action 'self' ${redirectOrigins.join(' ')}; frame-ancestors 'self'; base-uri 'none'`,
  }
  const callback = provider.callback()
  return {
    handle(req, res) {
      const url = new URL(req.url ?? '/', options.origin)
      if (!url.pathname.startsWith(`${path}/`)) return false
      nameInteraction(req, url.pathname.slice(path.length))
      if (url.pathname.startsWith(`${path}/interaction/`)) {
        signIn(req, res, signInOptions).catch(() => signInFailed(res, signInOptions))
      } else if (url.pathname === `${path}/authorize` && req.method === 'POST') {
        authorizeByPost(req, res, path).catch(() => signInFailed(res, signInOptions))
      } else {
        passOn(req, url, path)
        void callback(req, res)
      }
      return true
    },
    accessOf: (authorization) => bearerAccess(provider, granted, options.ehr, authorization),
  }
}

/** The library derives where it is mounted from `originalUrl` and `url` together, so both are set. */
function passOn(req: IncomingMessage & { originalUrl?: string }, url: URL, path: string): void {
  const scopes = url.searchParams.get('scope')?.split(' ') ?? []
  // The library drops offline_access unless consent is asked for; the sign-in step is our consent.
  if (url.pathname === `${path}/authorize` && scopes.includes('offline_access'))
    url.searchParams.set('prompt', 'consent')
  req.originalUrl = url.pathname + url.search
  req.url = req.originalUrl.slice(path.length)
}

/**
 * A sign-in is found by its address, which nobody can guess, and not by a cookie: a browser sends none where the app, in a
 * frame of this very page, comes from another site. The library reads cookies, so it is given those of this sign-in and
 * no other. Every launch signs in afresh; a remembered session would make two launches in one browser disturb each other.
 */
function nameInteraction(req: IncomingMessage, path: string): void {
  const [, id] = /^\/(?:interaction|authorize)\/([\w-]{1,100})$/.exec(path) ?? []
  req.headers.cookie = id === undefined ? '' : `${COOKIES.interaction}=${id}; ${COOKIES.resume}=${id}`
}

/** `authorize-post`: the same request in a form, for when the address would grow too long for a link. */
async function authorizeByPost(req: IncomingMessage, res: ServerResponse, path: string): Promise<void> {
  const parameters = await form(req)
  res.writeHead(303, { location: `${path}/authorize?${parameters}`, 'cache-control': 'no-store' })
  res.end()
}

/** An authorization that a launch of a chart begins with. */
function noteAuthorization({ launches, log }: AuthorizationServerOptions, params: object | undefined): void {
  const { launch } = { ...params } as { launch?: unknown }
  const patient = typeof launch === 'string' ? launches.find(launch)?.patient : undefined
  if (patient) log?.authorized(patient, { ...params })
}

/** The library grants a client without a person whatever it asks for and does not know; here it is left out, or refused. */
function systemGrant(body: { scope?: string }, { ehr }: AuthorizationServerOptions) {
  const scope = knownOf(body.scope, ehr)
  if (scope !== '') return { status: 200, body: { ...body, scope } }
  return { status: 400, body: { error: 'invalid_scope', error_description: 'none of these scopes is known here' } }
}

function knownOf(scope: string | undefined, ehr: AuthorizationServerOptions['ehr']): string {
  const known = new Set(systemScopes(ehr))
  return (scope ?? '')
    .split(' ')
    .filter((each) => known.has(each))
    .join(' ')
}

function launchFields(context: LaunchContext, origin: string): object {
  return {
    need_patient_banner: context.needPatientBanner ?? true,
    smart_style_url: `${origin}/smart-style.json`,
    ...(context.patient && { patient: context.patient }),
    ...(context.encounter && { encounter: context.encounter }),
    ...(context.intent && { intent: context.intent }),
    ...(context.codebook && { doseline_codebook: context.codebook }),
  }
}

async function bearerAccess(
  provider: Provider,
  granted: ReadonlyMap<string, LaunchContext>,
  ehr: AuthorizationServerOptions['ehr'],
  authorization: string | undefined,
): Promise<Access> {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  if (!token) throw unauthorized('An access token is needed: Authorization: Bearer …', 'Bearer realm="Sandbox EHR"')
  const system = await provider.ClientCredentials.find(token)
  if (system && !system.isExpired) return systemAccessOf(knownOf(system.scope, ehr), system.clientId ?? '')
  const found = await provider.AccessToken.find(token)
  if (!found || found.isExpired) {
    throw unauthorized(
      'The access token is unknown or has expired',
      'Bearer realm="Sandbox EHR", error="invalid_token"',
    )
  }
  return accessOf(found.scope ?? '', granted.get(found.grantId ?? '')?.patient)
}

function unauthorized(text: string, challenge: string): FhirError {
  return new FhirError(401, [issue('login', text)], { 'WWW-Authenticate': challenge })
}
