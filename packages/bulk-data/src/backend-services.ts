import { randomUUID } from 'node:crypto'
import { importJWK, type JWK, SignJWT } from 'jose'
import { z } from 'zod'
import { hostOf, reasonOf } from './ask.ts'
import { ExportError } from './export-error.ts'
import { wordsOf } from './outcome-words.ts'

/** The algorithms SMART asks every server to know. */
export const SIGNING_ALGORITHMS = ['ES384', 'RS384'] as const

/** A client that is registered at an authorization server with its public key. */
export interface BackendClient {
  readonly clientId: string
  readonly tokenEndpoint: string
  /** Space-separated, such as `system/*.rs`. */
  readonly scope: string
  /** The private key as a JWK, with `kid` and `alg`. */
  readonly key: JWK
  readonly fetcher: typeof fetch
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** What an authorization server granted. */
export interface Granted {
  readonly accessToken: string
  readonly scope: string | undefined
  /** Milliseconds since 1970 from which it is no longer used. */
  readonly renewFrom: number
}

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
/** SMART allows an assertion at most five minutes. */
const ASSERTION_SECONDS = 240
/** SMART recommends that a token lives no longer; one that does not say how long it lives is taken for this long. */
const USUAL_LIFE_SECONDS = 300
/** A token is renewed this long before its end, or after half of its life where it lives shorter. */
const EARLY_SECONDS = 30

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.coerce.number().positive().optional(),
  scope: z.string().optional(),
})

/**
 * Signs in as SMART Backend Services has it: the client proves itself by a JWT that it signs (`private_key_jwt`), without any
 * person. Throws an {@link ExportError} with what the server says where it refuses.
 *
 * @see https://hl7.org/fhir/smart-app-launch/backend-services.html
 */
export async function signIn(client: BackendClient): Promise<Granted> {
  const { tokenEndpoint, scope, fetcher, now } = client
  const at = now()
  const response = await fetcher(tokenEndpoint, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope,
      client_assertion_type: ASSERTION,
      client_assertion: await assertion(client, at),
    }),
    redirect: 'error',
  }).catch((cause: unknown) => {
    const why = reasonOf(cause)
    throw new ExportError('unreachable', `The token endpoint ${hostOf(tokenEndpoint)} cannot be reached: ${why}.`, {
      cause,
    })
  })
  const text = await response.text()
  const read = TokenAnswer.safeParse(jsonIn(text))
  if (!response.ok || !read.success) throw refused(client, response.status, text)
  const { access_token, expires_in = USUAL_LIFE_SECONDS, scope: granted } = read.data
  const early = Math.min(EARLY_SECONDS, expires_in / 2)
  return { accessToken: access_token, scope: granted, renewFrom: at + (expires_in - early) * 1000 }
}

/**
 * The Authorization header of a client, kept until shortly before its token ends, or until a server refuses it. Requests at
 * the same time share one sign-in.
 */
export function authorizationOf(
  client: BackendClient,
  onGranted: (granted: Granted) => void = () => {},
): (refused?: string) => Promise<string | undefined> {
  let coming: Promise<Granted> | undefined
  let current: Granted | undefined
  const header = ({ accessToken }: Granted): string => `Bearer ${accessToken}`
  return async (refusedHeader) => {
    const isOld = current && (client.now() >= current.renewFrom || refusedHeader === header(current))
    if (isOld) current = undefined
    if (current) return header(current)
    coming ??= signIn(client).finally(() => {
      coming = undefined
    })
    current = await coming
    onGranted(current)
    return header(current)
  }
}

async function assertion({ clientId, tokenEndpoint, key }: BackendClient, at: number): Promise<string> {
  const { alg, kid } = key
  if (!alg || !SIGNING_ALGORITHMS.some((each) => each === alg) || !kid || typeof key.d !== 'string')
    throw new ExportError(
      'sign-in-refused',
      `The key must be a private JWK with kid and alg (${SIGNING_ALGORITHMS.join(' or ')}): “doseline registry keys” makes one.`,
    )
  const seconds = Math.floor(at / 1000)
  return new SignJWT({})
    .setProtectedHeader({ alg, kid, typ: 'JWT' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(tokenEndpoint)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + ASSERTION_SECONDS)
    .setJti(randomUUID())
    .sign(await importJWK(key, alg))
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refused({ clientId, tokenEndpoint }: BackendClient, status: number, text: string): ExportError {
  const { error, error_description: description } = (jsonIn(text) ?? {}) as Record<string, unknown>
  const says = typeof error === 'string' ? [error, description].filter(Boolean).join(': ') : wordsOf(text)
  const todo = error === 'invalid_client' ? ' Is the public key registered there for this client, under its kid?' : ''
  return new ExportError(
    'sign-in-refused',
    `${hostOf(tokenEndpoint)} does not sign in the client “${clientId}” (${status}${says ? `, ${says}` : ''}).${todo}`,
    { status },
  )
}
