import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
import type { LaunchContext, Launches } from './launches.ts'
import type { SandboxUser } from './provider-configuration.ts'
import { resourceScopes } from './scopes.ts'
import { errorPage, type PatientChoice, patientPicker } from './sign-in-page.ts'

export interface SignInOptions {
  readonly provider: Provider
  readonly launches: Launches
  readonly users: readonly SandboxUser[]
  readonly patients: () => readonly PatientChoice[]
  /** Remembers what was granted, for the token response and for every later check. */
  readonly remember: (grantId: string, context: LaunchContext) => void
  readonly contentSecurityPolicy: string
}

/**
 * The step between /authorize and the redirect. A launch from the EHR has said everything already and passes without a
 * question; a standalone launch that wants a patient is asked which.
 */
export async function signIn(req: IncomingMessage, res: ServerResponse, options: SignInOptions): Promise<void> {
  const { provider, launches, users } = options
  const { params } = await provider.interactionDetails(req, res)
  const scopes = String(params.scope ?? '').split(' ')
  const user = users[0]
  if (!user) throw new Error('The sandbox has no users')
  let context = typeof params.launch === 'string' ? launches.find(params.launch) : undefined
  if (!context && scopes.includes('launch/patient')) {
    const answer = req.method === 'POST' ? await form(req) : undefined
    if (answer?.has('cancel')) {
      const refused = { error: 'access_denied', error_description: 'No patient was chosen' }
      return provider.interactionFinished(req, res, refused)
    }
    const app = (await provider.Client.find(String(params.client_id)))?.clientName ?? String(params.client_id)
    const patient = options.patients().find((one) => one.id === answer?.get('patient'))?.id
    if (patient === undefined) return show(res, 200, patientPicker(app, user.name, options.patients()), options)
    context = { user: user.id, patient, needPatientBanner: true }
  }
  context ??= { user: user.id }
  const grant = new provider.Grant({ accountId: context.user, clientId: String(params.client_id) })
  const { yes = [], no = [] } = Object.groupBy(scopes, (scope) =>
    isGrantable(scope, context, params.launch !== undefined) ? 'yes' : 'no',
  )
  grant.addOIDCScope(yes.join(' '))
  // Scopes that are merely left out would be asked for again and again; these are answered with no.
  grant.rejectOIDCScope(no.join(' '))
  const grantId = await grant.save()
  options.remember(grantId, context)
  const login = { accountId: context.user, remember: false }
  return provider.interactionFinished(req, res, { login, consent: { grantId } })
}

/** Answers a sign-in that went wrong, for example one opened from a bookmark. */
export function signInFailed(res: ServerResponse, options: Pick<SignInOptions, 'contentSecurityPolicy'>): void {
  show(res, 400, errorPage('This sign-in is no longer open. Start again from the app.'), options)
}

/** A scope is granted where it means something: `launch` in a launch, `patient/` with a patient in context. */
function isGrantable(scope: string, { patient }: LaunchContext, isLaunch: boolean): boolean {
  if (scope === 'launch') return isLaunch
  const context = resourceScopes(scope)[0]?.context
  // A person who signs in is no system.
  if (context === 'system') return false
  return patient !== undefined || context !== 'patient'
}

function show(
  res: ServerResponse,
  status: number,
  page: { text: string },
  options: Pick<SignInOptions, 'contentSecurityPolicy'>,
) {
  res.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': options.contentSecurityPolicy,
  })
  res.end(page.text)
}

/** A small form; the limit keeps a stranger from filling the memory. */
export async function form(req: IncomingMessage, limit = 20_000): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of req) {
    text += String(chunk)
    if (text.length > limit) throw new Error('The form is too large')
  }
  return new URLSearchParams(text)
}
