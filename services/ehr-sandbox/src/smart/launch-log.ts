import { decodeJwt, decodeProtectedHeader } from 'jose'

type Fields = Readonly<Record<string, unknown>>

/** What an app and the authorization server said to each other in a launch, as far as it has come. */
export interface LoggedLaunch {
  readonly authorization: Fields
  readonly tokenRequest?: Fields
  readonly tokenResponse?: Fields
  /** Header and claims of the id_token, decoded. */
  readonly idToken?: { readonly header: object; readonly claims: object }
  /** Grows with each message of any launch: what is shown of one is old where it differs. */
  readonly change: number
}

/** The last launch of each patient, to see how SMART works. Of a secret only its length is kept. */
export interface LaunchLog {
  authorized(patient: string, parameters: Fields): void
  answered(patient: string, request: Fields, response: Fields): void
  last(patient: string): LoggedLaunch | undefined
  /** As at the start. */
  clear(): void
}

/** An empty log. */
export function launchLog(): LaunchLog {
  const launches = new Map<string, LoggedLaunch>()
  let changes = 0
  return {
    authorized: (patient, parameters) => {
      launches.set(patient, { authorization: withoutSecrets(parameters), change: ++changes })
    },
    answered(patient, request, response) {
      const launch = launches.get(patient)
      if (!launch) return
      const idToken = typeof response.id_token === 'string' ? decoded(response.id_token) : launch.idToken
      launches.set(patient, {
        ...launch,
        tokenRequest: withoutSecrets(request),
        tokenResponse: withoutSecrets(response),
        ...(idToken && { idToken }),
        change: ++changes,
      })
    },
    last: (patient) => launches.get(patient),
    clear: () => launches.clear(),
  }
}

/** Whoever holds one of these can go on in the place of the app. */
const SECRETS: ReadonlySet<string> = new Set([
  'launch',
  'code',
  'code_verifier',
  'client_secret',
  'client_assertion',
  'access_token',
  'refresh_token',
  'id_token',
])

const withoutSecrets = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, SECRETS.has(name) ? `… ${String(value).length} characters` : value]),
  )

const decoded = (token: string) => ({ header: decodeProtectedHeader(token), claims: decodeJwt(token) })
