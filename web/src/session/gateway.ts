import type { OperationOutcome } from 'fhir/r4'
import FHIR from 'fhirclient'
import type Client from 'fhirclient/lib/Client'
import { Failure, wasStopped } from './failure.ts'
import { withoutSlash } from './registry.ts'

/*
 * The one file that knows fhirclient. It does the authorization dance and holds the token; FHIR requests are made here,
 * because the library follows addresses of other servers with the token, and reads only the first page.
 */

const { settings } = FHIR.oauth2
// Two launches in two frames of one tab share the session storage: each finds its own session by the state in its address.
settings.fullSessionStorageSupport = false
// Without this a public client refreshes with no client_id, and a strict server answers 400.
settings.refreshTokenWithClientId = true

/** A request to the EHR; `path` is relative to the FHIR base, or one of its own absolute addresses. */
export interface EhrRequest {
  readonly method?: 'GET' | 'POST' | 'PUT'
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

/** What the token endpoint said about this launch. */
export interface LaunchContext {
  readonly patient?: string
  readonly encounter?: string
  readonly scope: string
  readonly idToken?: string
  readonly needsBanner: boolean
  readonly codebook?: string
}

/** An open line to one FHIR server. */
export interface Connection {
  readonly base: string
  readonly context: LaunchContext
  request(path: string, options?: EhrRequest): Promise<unknown>
}

/** The EHR's refusal, with what it said. */
export class EhrRefusal extends Error {
  override readonly name = 'EhrRefusal'
  readonly status: number
  readonly outcome: OperationOutcome | undefined
  readonly requestId: string | undefined

  constructor(status: number, outcome: OperationOutcome | undefined, requestId: string | undefined) {
    super(`the EHR answered ${status}`)
    this.status = status
    this.outcome = outcome
    this.requestId = requestId
  }

  /** What the OperationOutcome says, sentence by sentence. */
  get says(): readonly string[] {
    return (this.outcome?.issue ?? []).map(
      ({ details, diagnostics, code }) => details?.text ?? diagnostics ?? details?.coding?.[0]?.display ?? code,
    )
  }
}

/** 256 bits, for the state that ties the answer of the authorization server to this launch, and for its nonce. */
export function newState(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

export interface Authorization {
  readonly iss: string
  readonly clientId: string
  readonly scope: string
  readonly state: string
  /** Ties the id_token to this launch, and makes each one different. */
  readonly nonce: string
  readonly redirect: string
}

/** The list form, which the library's types do not show: only it insists that the address names the server we mean. */
const authorizeOneOf = FHIR.oauth2.authorize as (configurations: object) => Promise<unknown>

/** Leaves for the authorization server. The page's address must be harmless already (`launch-parameters.ts`). */
export async function leaveToAuthorize({ iss, clientId, scope, state, nonce, redirect }: Authorization): Promise<void> {
  const configuration = {
    issMatch: (url: string): boolean => url === iss,
    iss,
    clientId,
    scope,
    redirectUri: redirect,
    stateKey: state,
    pkceMode: 'required',
    noRedirect: true,
  }
  // The library knows no nonce, so it only makes the address, and we go there.
  const address = new URL(String(await authorizeOneOf([configuration])))
  address.searchParams.set('nonce', nonce)
  location.assign(address)
}

/** Comes back from the authorization server, or from a reload. */
export async function resumeConnection(iss: string): Promise<Connection> {
  protectCode()
  const client = await FHIR.oauth2.ready()
  const base = withoutSlash(client.state.serverUrl)
  if (base !== withoutSlash(iss)) throw new Failure('launch-refused', { detail: 'the session belongs to another EHR' })
  const answer: Readonly<Record<string, unknown>> = { ...client.state.tokenResponse }
  const text = (name: string): string | undefined => {
    const value = answer[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const [patient, encounter, idToken, codebook] = ['patient', 'encounter', 'id_token', 'doseline_codebook'].map(text)
  const scope = text('scope') ?? client.state.scope ?? ''
  // Servers that leave the scope out of their answer granted what was asked; the library refreshes only where it is said.
  if (client.state.tokenResponse) client.state.tokenResponse.scope ??= client.state.scope ?? ''
  return connection(base, client, {
    scope,
    needsBanner: answer.need_patient_banner !== false,
    ...(patient && { patient }),
    ...(encounter && { encounter }),
    ...(idToken && { idToken }),
    ...(codebook && { codebook }),
  })
}

/** A line to a registered server without authorization. */
export function openConnection(iss: string, patient: string): Connection {
  const base = withoutSlash(iss)
  return connection(base, undefined, { patient, scope: '', needsBanner: true })
}

/** fhirclient puts the code into a form body as it is: a `+` or `&` in it would be lost. */
function protectCode(): void {
  const address = new URL(location.href)
  const code = address.searchParams.get('code')
  if (code === null || encodeURIComponent(code) === code) return
  address.searchParams.set('code', encodeURIComponent(code))
  history.replaceState(null, '', address)
}

function connection(base: string, client: Client | undefined, context: LaunchContext): Connection {
  return {
    base,
    context,
    async request(path, { method = 'GET', body, headers = {}, signal } = {}) {
      const address = addressWithin(base, path)
      const authorization = await authorizationOf(client)
      const response = await fetch(address, {
        method,
        headers: {
          accept: 'application/fhir+json, application/json;q=0.9',
          ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
          ...(authorization ? { authorization } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        ...(signal ? { signal } : {}),
      }).catch((thrown: unknown) => {
        if (wasStopped(thrown)) throw thrown
        throw new Failure('ehr-unreachable')
      })
      return answerOf(response)
    },
  }
}

/** The token goes to the FHIR base and what lies below it, and nowhere else. */
export function addressWithin(base: string, path: string): string {
  const address = path === '' ? base : new URL(path, `${base}/`).href
  if (address !== base && !address.startsWith(`${base}/`) && !address.startsWith(`${base}?`)) {
    throw new Failure('ehr-error', { detail: 'an address outside the EHR was refused' })
  }
  return address
}

async function authorizationOf(client: Client | undefined): Promise<string | undefined> {
  if (!client) return undefined
  await client.refreshIfNeeded().catch(() => undefined)
  const header = client.getAuthorizationHeader()
  if (!header) throw new Failure('session-ended')
  return header
}

async function answerOf(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok) return body
  const requestId = response.headers.get('x-request-id') ?? undefined
  if (response.status === 401) throw new Failure('session-ended', { status: 401, requestId })
  throw new EhrRefusal(response.status, isOutcome(body) ? body : undefined, requestId)
}

const isOutcome = (body: unknown): body is OperationOutcome =>
  typeof body === 'object' && body !== null && 'resourceType' in body && body.resourceType === 'OperationOutcome'
