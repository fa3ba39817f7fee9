import { SessionAnswer, SessionRequest } from '@doseline/contract'
import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { type JWTPayload, jwtVerify } from 'jose'
import { actorOf } from '../decide.ts'
import { jsonBody } from '../middleware/json-body.ts'
import { HttpProblem, parsed } from '../middleware/problem.ts'
import { isStrict, reasonOf } from '../security/client-jwt.ts'
import { standingOf } from '../security/fhir-user.ts'
import { principalOf } from '../security/principal.ts'
import type { RefusedBecause } from '../security/refused-because.ts'
import { unauthorized } from '../security/unauthorized.ts'
import type { Env, Service } from '../service.ts'
import { ALGORITHMS, type Issuer, type Tenant } from '../tenants.ts'
import { jsonAnswer, problemAnswer } from './openapi.ts'

const OPEN = createRoute({
  method: 'post',
  path: '/v1/sessions',
  tags: ['Sessions'],
  summary: 'Open a session with the id_token of a launch',
  description:
    'The session lasts half an hour after its last request, twelve hours at most. Send its token as a bearer token.',
  request: { body: { required: true, content: { 'application/json': { schema: SessionRequest } } } },
  responses: {
    201: jsonAnswer('Open', SessionAnswer),
    401: problemAnswer('The id_token is not one this service accepts'),
    503: problemAnswer('The keys of the EHR cannot be read'),
  },
})
const END = createRoute({
  method: 'delete',
  path: '/v1/sessions/current',
  tags: ['Sessions'],
  summary: 'End the session',
  responses: { 204: { description: 'Ended' }, 401: problemAnswer('There is no session') },
})

/** Sessions of the app: an id_token of a registered EHR, once, for a short session. */
export function sessionsRoutes(service: Service): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>()
  for (const route of [OPEN, END]) app.openAPIRegistry.registerPath(route)
  app.post('/v1/sessions', async (c) => {
    const { issuer: key, idToken } = parsed(SessionRequest, await jsonBody(c))
    const { tenant, issuer } = registered(service, key)
    const claims = await claimsOf(service, issuer, idToken)
    const who = whoIn(claims)
    const entry = { at: service.engine.now(), tenant: tenant.key, who }
    const opened = await service.ledger.openSession({
      issuer: key,
      proof: proofOf(claims, idToken),
      proofUntil: (claims.exp ?? 0) + SKEW,
      entry,
    })
    if (!opened)
      throw unauthorized('This id_token has opened a session already. Launch the app again from the EHR.', 'replay')
    const staff = standingOf(who, issuer).role === 'staff'
    return c.json({ ...opened, tenant: tenant.key, who, staff }, 201)
  })
  app.delete('/v1/sessions/current', async (c) => {
    const { token } = principalOf(c)
    if (token === undefined) throw unauthorized('There is no session to end.', 'session')
    await service.ledger.endSession(token, actorOf(service, c))
    return c.body(null, 204)
  })
  return app
}

/** The person as the EHR refers to them. A subject is no reference, even where it looks like one. */
function whoIn({ fhirUser, profile, sub }: JWTPayload): string {
  const named = fhirUser ?? profile
  return typeof named === 'string' && named !== '' ? named.slice(0, 300) : `subject ${String(sub).slice(0, 200)}`
}

/**
 * What makes an id_token this one and no other: its `jti`, else what it says. Never its text: an ECDSA signature has a twin
 * that is as valid, so the same token could be sent twice in two spellings.
 */
function proofOf({ jti }: JWTPayload, idToken: string): string {
  return typeof jti === 'string' && jti !== '' ? `jti ${jti}` : idToken.slice(0, idToken.lastIndexOf('.'))
}

function registered({ tenants }: Service, key: string): { readonly tenant: Tenant; readonly issuer: Issuer } {
  for (const tenant of tenants.tenants) {
    const issuer = tenant.issuers.find((each) => each.key === key)
    if (issuer && !issuer.open) return { tenant, issuer }
  }
  throw new HttpProblem('issuer-unknown', `No EHR called “${key}” is registered here.`, [
    {
      pointer: '/issuer',
      detail: 'Not registered.',
      remedy: 'Ask the people who run the service to register the EHR.',
    },
  ])
}

const SKEW = 30

/** The claims of an id_token this EHR signed for this app. Throws 401 for every other, 503 where its keys cannot be read. */
async function claimsOf({ issuerKeys }: Service, issuer: Issuer, idToken: string): Promise<JWTPayload> {
  if (!isStrict(idToken)) throw refused('token')
  const signer = await issuerKeys(issuer).catch((cause: unknown) => {
    throw keysUnavailable(issuer, cause)
  })
  try {
    const { payload } = await jwtVerify(idToken, signer.keys, {
      algorithms: [...ALGORITHMS],
      audience: issuer.clientId,
      clockTolerance: SKEW,
      maxTokenAge: 3600,
      requiredClaims: ['exp', 'iat', 'sub', 'iss'],
    })
    if (!isFrom(payload.iss ?? '', signer.issuer, issuer)) throw refused('iss')
    if (!isForUs(payload, issuer)) throw refused('azp')
    return payload
  } catch (error) {
    if (error instanceof HttpProblem) throw error
    if (isUnreachable(error)) throw keysUnavailable(issuer, error)
    throw refused(reasonOf(error))
  }
}

const refused = (reason: RefusedBecause) =>
  unauthorized('The id_token is not one this service accepts. Launch the app again from the EHR.', reason)

/**
 * A token for several audiences says who asked for it, and one that says so was asked for by us.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
 */
function isForUs({ aud, azp }: JWTPayload, { clientId }: Issuer): boolean {
  const isShared = Array.isArray(aud) && aud.length > 1
  return azp === undefined ? !isShared : azp === clientId
}

/** The signer that was found; for servers with launch options in their path, any address of the registered pattern. */
function isFrom(iss: string, expected: string | undefined, { issPattern }: Issuer): boolean {
  if (expected !== undefined) return iss === expected
  return issPattern !== undefined && URL.canParse(iss) && new URL(iss).origin === new URL(issPattern.origin).origin
}

/** The keys could not be fetched: that is nobody's bad token. */
const isUnreachable = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && error.code === 'ERR_JWKS_TIMEOUT') ||
    error instanceof TypeError ||
    error.message.startsWith('Expected 200'))

function keysUnavailable({ label }: Issuer, cause: unknown): HttpProblem {
  const problem = new HttpProblem(
    'issuer-keys-unavailable',
    `The keys of ${label} cannot be read now, so no one from there can sign in.`,
    [],
    { 'retry-after': '15' },
  )
  problem.cause = cause
  return problem
}
