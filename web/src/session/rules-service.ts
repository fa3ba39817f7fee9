import type {
  AssessmentAnswer,
  AssessmentRequestInput,
  DoseHistory,
  PlansAnswer,
  PlansRequestInput,
  ProblemCode,
  SessionAnswer,
  SessionRequest,
  WriteBackReservation,
  WriteBackReservationRequestInput,
  WriteBackState,
  WriteBackStep,
} from '@doseline/contract'
import { Failure, type FailureKind, wasStopped } from '@doseline/ehr-client'

/** What goes with a question to the service. */
export interface Asking {
  readonly signal?: AbortSignal | undefined
  /** Token of the session, where the service wants a sign-in. */
  readonly token?: string | undefined
}

/** The rules service, which has the same origin as the app. */
export interface RulesService {
  assess(request: AssessmentRequestInput, asking?: Asking): Promise<AssessmentAnswer>
  /** What each act on a dose would write. */
  plan(request: PlansRequestInput, asking?: Asking): Promise<PlansAnswer>
  /** Reserves the visit for one write-back. `key` is new for each click; the same key is the same reservation. */
  reserve(request: WriteBackReservationRequestInput, key: string, asking?: Asking): Promise<WriteBackReservation>
  /** What happened to a dose (`MedicationAdministration/…`) of an EHR, newest first. */
  history(dose: string, server: string, asking?: Asking): Promise<DoseHistory>
  step(id: string, step: WriteBackStep, asking?: Asking): Promise<WriteBackState>
  /** Exchanges the id_token of a launch, once. */
  openSession(request: SessionRequest): Promise<SessionAnswer>
}

/** The service that served this page. */
export function rulesService(fetcher: typeof fetch = fetch): RulesService {
  async function send<T>(method: string, path: string, body: unknown, about: Asking & { key?: string }): Promise<T> {
    const { signal, token, key } = about
    const response = await fetcher(new URL(`../v1/${path}`, document.baseURI), {
      method,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(key !== undefined && { 'idempotency-key': `"${key}"` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      cache: 'no-store',
      ...(signal ? { signal } : {}),
    }).catch((thrown: unknown) => {
      if (wasStopped(thrown)) throw thrown
      throw new Failure('service-unreachable')
    })
    const answer: unknown = await response.json().catch(() => undefined)
    if (response.ok && typeof answer === 'object' && answer !== null) return answer as T
    throw refusal(response, answer)
  }
  return {
    assess: (request, asking = {}) => send('POST', 'assessments', request, asking),
    plan: (request, asking = {}) => send('POST', 'plans', request, asking),
    reserve: (request, key, asking = {}) => send('POST', 'write-backs', request, { ...asking, key }),
    history: (dose, server, asking = {}) => send('POST', 'doses/history', { dose, server }, asking),
    step: (id, step, asking = {}) => send('PATCH', `write-backs/${encodeURIComponent(id)}`, step, asking),
    openSession: (request) => send('POST', 'sessions', request, {}),
  }
}

/** Refusals with a screen of their own. */
const KINDS: Readonly<Partial<Record<ProblemCode, FailureKind>>> = {
  'not-signed-in': 'session-ended',
  'write-back-under-way': 'somebody-writes',
  'already-written': 'already-written',
  superseded: 'somebody-writes',
  'only-staff': 'only-staff',
  'focus-not-in-chart': 'chart-moved-on',
}

/** @see https://www.rfc-editor.org/rfc/rfc9457 */
function refusal(response: Response, body: unknown): Failure {
  const problem: { detail?: unknown; code?: unknown; title?: unknown; earlier?: unknown } =
    typeof body === 'object' && body !== null ? body : {}
  const [detail] = [problem.detail, problem.title].filter((text) => typeof text === 'string')
  const isRefusal = response.status >= 400 && response.status < 500
  const own = Object.entries(KINDS).find(([code]) => code === problem.code)?.[1]
  const kind = own ?? (isRefusal ? 'service-refused' : 'service-error')
  return new Failure(kind, {
    detail,
    status: response.status,
    requestId: response.headers.get('x-request-id') ?? undefined,
    retryAfterSeconds: Number.parseInt(response.headers.get('retry-after') ?? '', 10) || undefined,
    ...(Array.isArray(problem.earlier) && { earlier: problem.earlier.map(({ id }: { id: string }) => id) }),
  })
}
