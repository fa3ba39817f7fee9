import { createHash, randomBytes } from 'node:crypto'
import {
  createSandbox,
  type LaunchContext,
  type PersonalityKey,
  type Sandbox,
  type SandboxEhr,
  type SandboxOptions,
} from '../../src/index.ts'
import { charts } from './charts.ts'

export const CLIENT = 'doseline'
/** Nobody listens there: the dance ends when the redirect names it. */
export const REDIRECT = 'http://localhost:9/app/index.html'
export const ALL = 'launch openid fhirUser online_access patient/*.cruds'

/** A listening sandbox with two patients. */
export async function startedSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = createSandbox({
    scenarios: charts,
    clients: [{ clientId: CLIENT, redirectUris: [REDIRECT] }],
    launchUrl: 'http://localhost:9/app/launch.html',
    ...options,
  })
  await sandbox.listen(0)
  return sandbox
}

export interface TokenResponse {
  access_token: string
  refresh_token?: string
  id_token?: string
  scope: string
  expires_in: number
  [field: string]: unknown
}

/** Changes to an otherwise proper authorization request; undefined leaves a parameter out. */
export type Tampering = Record<string, string | undefined>

/** What a launch needs to know of a sandbox, or of one EHR of it. */
export type Place = Pick<Sandbox, 'origin' | 'fhirBase' | 'launch'> & {
  /** Where it authorizes, where that is not beside its FHIR base. */
  readonly auth?: string
}

/** One EHR of a sandbox, to be launched like the sandbox itself. */
export function at(sandbox: Sandbox, key: PersonalityKey): Place & SandboxEhr {
  const ehr = sandbox.ehr(key)
  return { ...ehr, origin: sandbox.origin }
}

/** Where an EHR authorizes. */
export const authOf = ({ auth, fhirBase }: Place): string => auth ?? fhirBase.replace(/fhir$/, 'auth')

/** A browser with a cookie jar that follows redirects within the sandbox and stops at the app. */
export function browser(sandbox: Place) {
  const jar = new Map<string, string>()
  async function open(url: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } })
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const location = response.headers.get('location')
    if (!location) return Object.defineProperty(response, 'url', { value: url })
    const next = new URL(location, url)
    if (next.origin !== sandbox.origin) return Object.defineProperty(response, 'url', { value: next.href })
    return open(next.href)
  }
  return { open }
}

/** The authorization request of a well-behaved app, and the verifier that goes with it. */
export function authorizationRequest(sandbox: Place, scope: string, tampering: Tampering = {}) {
  const verifier = randomBytes(32).toString('base64url')
  const parameters: Tampering = {
    response_type: 'code',
    client_id: CLIENT,
    redirect_uri: REDIRECT,
    scope,
    state: 'state-1',
    aud: sandbox.fhirBase,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...tampering,
  }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value)
  return { url: `${authOf(sandbox)}/authorize?${query}`, query, verifier }
}

/** Where the authorization ended: the parameters the app's redirect received, or the page that was shown instead. */
export async function authorize(sandbox: Place, scope: string, tampering: Tampering = {}) {
  const request = authorizationRequest(sandbox, scope, tampering)
  const response = await browser(sandbox).open(request.url)
  const end = new URL(response.url)
  const atApp = end.origin !== sandbox.origin
  // The implicit flow, which is refused, answers in the fragment.
  const answer = end.hash ? end.hash.slice(1) : end.search
  return { ...request, response, atApp, params: new URLSearchParams(atApp ? answer : '') }
}

/** POST /auth/token */
export async function tokenRequest(sandbox: Place, parameters: Record<string, string>) {
  const response = await fetch(`${authOf(sandbox)}/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: CLIENT, ...parameters }),
  })
  return { status: response.status, body: (await response.json()) as TokenResponse & { error?: string } }
}

/** Exchanges a code. */
export function exchange(sandbox: Place, code: string, verifier: string) {
  return tokenRequest(sandbox, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: REDIRECT,
    code_verifier: verifier,
  })
}

/** The whole launch from the EHR, down to the token response. */
export async function launched(
  sandbox: Place,
  scope = ALL,
  context: Omit<LaunchContext, 'user'> = { patient: 'ana', encounter: 'ana-visit' },
): Promise<TokenResponse> {
  const { params, verifier } = await authorize(sandbox, scope, { launch: sandbox.launch(context) })
  const code = params.get('code')
  if (!code) throw new Error(`No code: ${params}`)
  const { status, body } = await exchange(sandbox, code, verifier)
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body
}
