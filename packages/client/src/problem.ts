/** One thing wrong with a request: where (JSON pointer), and what to do. */
export interface ProblemPart {
  readonly pointer: string
  readonly detail: string
  readonly remedy?: string
}

/** A write-back that may have left what a claim would create; name its id in `despite` where its lines are known to be gone. */
export interface EarlierWriteBack {
  readonly id: string
  readonly state: string
  readonly who: string
  /** ISO instant. */
  readonly changed: string
}

/** What the service refused, or why it could not answer: RFC 9457 problem details. @see https://www.rfc-editor.org/rfc/rfc9457 */
export class DoselineProblem extends Error {
  override readonly name = 'DoselineProblem'
  /** HTTP status; 0 where the service could not be reached. */
  readonly status: number
  /** Stable; texts may change. */
  readonly code: string
  readonly errors: readonly ProblemPart[]
  /** With `already-written`: by which write-backs, the last first. */
  readonly earlier: readonly EarlierWriteBack[]
  readonly requestId: string | undefined

  constructor(about: {
    readonly status: number
    readonly code: string
    readonly detail: string
    readonly errors?: readonly ProblemPart[]
    readonly earlier?: readonly EarlierWriteBack[]
    readonly requestId?: string | undefined
    readonly cause?: unknown
  }) {
    super(about.detail, { cause: about.cause })
    this.status = about.status
    this.code = about.code
    this.errors = about.errors ?? []
    this.earlier = about.earlier ?? []
    this.requestId = about.requestId
  }
}

/** The problem of a response, whatever stands in its body. */
export async function problemOf(response: Response): Promise<DoselineProblem> {
  const body: unknown = await response.json().catch(() => undefined)
  const written = isRecord(body) ? body : {}
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
  return new DoselineProblem({
    status: response.status,
    code: text(written.code) ?? 'no-problem-details',
    detail: text(written.detail) ?? text(written.title) ?? `The service answered ${response.status}.`,
    errors: Array.isArray(written.errors) ? written.errors.filter(isPart) : [],
    earlier: Array.isArray(written.earlier) ? written.earlier.filter(isEarlier) : [],
    requestId: text(written.requestId) ?? response.headers.get('x-request-id') ?? undefined,
  })
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isPart = (value: unknown): value is ProblemPart =>
  isRecord(value) && typeof value.pointer === 'string' && typeof value.detail === 'string'
const isEarlier = (value: unknown): value is EarlierWriteBack =>
  isRecord(value) && ['id', 'state', 'who', 'changed'].every((name) => typeof value[name] === 'string')
