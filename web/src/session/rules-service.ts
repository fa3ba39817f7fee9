import type { AssessmentAnswer, AssessmentRequestInput } from '@doseline/assessment'
import { Failure, wasStopped } from './failure.ts'

/** The rules service, which has the same origin as the app. */
export interface RulesService {
  assess(request: AssessmentRequestInput, signal?: AbortSignal): Promise<AssessmentAnswer>
}

/** The service that served this page. */
export function rulesService(fetcher: typeof fetch = fetch): RulesService {
  return {
    async assess(request, signal) {
      const response = await fetcher(new URL('../v1/assessments', document.baseURI), {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(request),
        cache: 'no-store',
        ...(signal ? { signal } : {}),
      }).catch((thrown: unknown) => {
        if (wasStopped(thrown)) throw thrown
        throw new Failure('service-unreachable')
      })
      const body: unknown = await response.json().catch(() => undefined)
      if (response.ok && isAnswer(body)) return body
      throw refusal(response, body)
    },
  }
}

const isAnswer = (body: unknown): body is AssessmentAnswer =>
  typeof body === 'object' && body !== null && 'assessments' in body && Array.isArray(body.assessments)

/** @see https://www.rfc-editor.org/rfc/rfc9457 */
function refusal(response: Response, body: unknown): Failure {
  const problem: { detail?: unknown; code?: unknown; title?: unknown; type?: unknown } =
    typeof body === 'object' && body !== null ? body : {}
  const [detail] = [problem.detail, problem.title].filter((text) => typeof text === 'string')
  const isRefusal = response.status >= 400 && response.status < 500
  return new Failure(isRefusal ? 'service-refused' : 'service-error', {
    detail,
    status: response.status,
    requestId: response.headers.get('x-request-id') ?? undefined,
  })
}
