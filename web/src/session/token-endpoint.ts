import { EhrRefusal, Failure, RETRY_POLICY, type RetryPolicy, retryAfterMs, withRetries } from '@doseline/ehr-client'
import type { TokenAnswer } from './launch-state.ts'

/** The token endpoint’s own refusal, such as `invalid_grant`. @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
export class TokenRefusal extends Error {
  override readonly name = 'TokenRefusal'
  readonly code: string
  readonly description: string | undefined

  constructor(code: string, description: string | undefined) {
    super([code, description].filter(Boolean).join(': '))
    this.code = code
    this.description = description
  }
}

/** An answer, and of what kind each of its fields is: `{ patient: 'object' }`. The kinds are for IT, the values are secrets. */
export interface Answered {
  readonly answer: TokenAnswer
  readonly fields: Readonly<Record<string, string>>
}

/**
 * Asks for a token as a public client. Everything is form-encoded, so that a code with a `+` or `&` in it stays whole.
 * Asks again where the endpoint is busy or not reached. Throws {@link TokenRefusal}, or a Failure where there is no answer.
 */
export async function askForToken(
  endpoint: string,
  form: Readonly<Record<string, string>>,
  fetcher: typeof fetch = fetch,
  patience: RetryPolicy = RETRY_POLICY,
): Promise<Answered> {
  try {
    return await withRetries(() => once(endpoint, form, fetcher, patience), patience)
  } catch (thrown) {
    if (thrown instanceof EhrRefusal) throw new Failure('ehr-unreachable', { status: thrown.status })
    throw thrown
  }
}

async function once(
  endpoint: string,
  form: Readonly<Record<string, string>>,
  fetcher: typeof fetch,
  { timeoutMs, now }: RetryPolicy,
): Promise<Answered> {
  const signal = AbortSignal.timeout(timeoutMs)
  const response = await fetcher(endpoint, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    signal,
  }).catch(() => {
    throw new Failure('ehr-unreachable', { detail: signal.aborted ? 'no answer in time' : undefined })
  })
  const body: unknown = await response.json().catch(() => undefined)
  const answer: Readonly<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {}
  if (response.status === 429 || response.status >= 500) {
    throw new EhrRefusal(
      response.status,
      undefined,
      undefined,
      retryAfterMs(response.headers.get('retry-after'), now()),
    )
  }
  if (response.ok && typeof answer.access_token === 'string') {
    return { answer: withoutEmpty(answer), fields: kindsOf(answer) }
  }
  const code = typeof answer.error === 'string' ? answer.error : `the token endpoint answered ${response.status}`
  throw new TokenRefusal(code, typeof answer.error_description === 'string' ? answer.error_description : undefined)
}

const TEXTS = [
  'access_token',
  'refresh_token',
  'scope',
  'id_token',
  'patient',
  'encounter',
  'smart_style_url',
  'doseline_codebook',
] as const

/** Some servers send an id that is a number as one. */
const isNumbered = (name: string, value: unknown): boolean =>
  (name === 'patient' || name === 'encounter') && Number.isSafeInteger(value)

const kindsOf = (answer: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [
      name,
      value === null ? 'null' : value === '' ? 'empty' : Array.isArray(value) ? 'array' : typeof value,
    ]),
  )

/** What we read of the answer, each of its own kind: some servers send `"patient": ""` or a number as text. */
function withoutEmpty(answer: Readonly<Record<string, unknown>>): TokenAnswer {
  const texts = TEXTS.flatMap((name) => {
    const value = isNumbered(name, answer[name]) ? String(answer[name]) : answer[name]
    return typeof value === 'string' && value !== '' ? [[name, value] as const] : []
  })
  const seconds = Number(answer.expires_in)
  return {
    access_token: '',
    ...Object.fromEntries(texts),
    ...(seconds > 0 && { expires_in: seconds }),
    ...(answer.need_patient_banner === false && { need_patient_banner: false }),
  }
}
