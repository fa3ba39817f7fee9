import type { EarlierWriteBack, ProblemPart } from '@doseline/contract'
import { PROBLEMS, type ProblemCode, type ProblemKind, type Retry } from '@doseline/contract/problems'

/** Where the service said nothing itself: it could not be reached, or something before it answered. */
export type ClientProblemCode = 'service-unreachable' | 'no-problem-details'

interface About {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly page?: string | undefined
  readonly errors?: readonly ProblemPart[]
  readonly earlier?: readonly EarlierWriteBack[]
  readonly underWay?: EarlierWriteBack | undefined
  readonly requestId?: string | undefined
  readonly retryAfterSeconds?: number | undefined
  readonly cause?: unknown
}

/**
 * What the service refused, or why it could not answer: RFC 9457 problem details. `message` says it in a sentence.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 * @example
 * try {
 *   await doseline.assess({ resources: chart, focus: 'MedicationAdministration/nowhere' })
 * } catch (problem) {
 *   if (!(problem instanceof DoselineProblem)) throw problem
 *   console.log(problem.code, problem.retry, problem.errors[0]?.remedy) // focus-not-in-chart no Send the …
 * }
 */
export class DoselineProblem extends Error {
  override readonly name = 'DoselineProblem'
  /** HTTP status; 0 where the service could not be reached. */
  readonly status: number
  /** Stable; texts may change. A later service may know codes that are not among {@link PROBLEMS}. */
  readonly code: ProblemCode | ClientProblemCode | (string & {})
  /** Where the code is explained. */
  readonly page: string | undefined
  readonly errors: readonly ProblemPart[]
  /** With `already-written`: by which write-backs, the last first. */
  readonly earlier: readonly EarlierWriteBack[]
  /** With `write-back-under-way`: which one. */
  readonly underWay: EarlierWriteBack | undefined
  readonly requestId: string | undefined
  /** How long the service asks to wait. */
  readonly retryAfterSeconds: number | undefined

  constructor(about: About) {
    super(about.detail, { cause: about.cause })
    this.status = about.status
    this.code = about.code
    this.page = about.page
    this.errors = about.errors ?? []
    this.earlier = about.earlier ?? []
    this.underWay = about.underWay
    this.requestId = about.requestId
    this.retryAfterSeconds = about.retryAfterSeconds
  }

  /** Whether the same request may be sent again. */
  get retry(): Retry {
    const known = (PROBLEMS as Readonly<Record<string, ProblemKind>>)[this.code]
    return known?.retry ?? (isBusy(this.status) ? 'later' : 'perhaps')
  }
}

/** Statuses of a service that is busy or cannot be reached: the same request may succeed in a while. */
export const isBusy = (status: number): boolean => [0, 429, 502, 503, 504].includes(status)

/** The problem of a response, whatever its body holds. `base`: the address of the service. */
export async function problemOf(response: Response, base: URL): Promise<DoselineProblem> {
  const body: unknown = await response.json().catch(() => undefined)
  const written = isRecord(body) ? body : {}
  return new DoselineProblem({
    status: response.status,
    code: text(written.code) ?? 'no-problem-details',
    detail: text(written.detail) ?? text(written.title) ?? `The service answered ${response.status}.`,
    page: pageAt(text(written.type), base),
    errors: Array.isArray(written.errors) ? written.errors.filter(isPart) : [],
    earlier: Array.isArray(written.earlier) ? written.earlier.filter(isEarlier) : [],
    underWay: isEarlier(written.underWay) ? written.underWay : undefined,
    requestId: text(written.requestId) ?? response.headers.get('x-request-id') ?? undefined,
    retryAfterSeconds: secondsToWait(response),
  })
}

/** Retry-After, where it counts seconds. */
function secondsToWait(response: Response): number | undefined {
  const asked = response.headers.get('retry-after') ?? ''
  return /^\d{1,9}$/.test(asked) ? Number(asked) : undefined
}

const pageAt = (type: string | undefined, base: URL): string | undefined =>
  type !== undefined && URL.canParse(type, base.href) ? new URL(type, base).href : undefined
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isPart = (value: unknown): value is ProblemPart =>
  isRecord(value) && typeof value.pointer === 'string' && typeof value.detail === 'string'
const isEarlier = (value: unknown): value is EarlierWriteBack =>
  isRecord(value) && ['id', 'state', 'who', 'changed'].every((name) => typeof value[name] === 'string')
