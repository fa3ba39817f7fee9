import type { OperationOutcome } from 'fhir/r4'

/** A request to the EHR; `path` is relative to the FHIR base, or one of its own absolute addresses. */
export interface EhrRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
  /** A POST that only reads, such as a batch of searches: it may be sent again like a GET. */
  readonly reads?: boolean
  /** Asked right before the request leaves, whatever was waited for until then; where it throws, nothing is sent. */
  readonly mayLeave?: (() => Promise<void>) | undefined
  /** Told how long the EHR asked to be left alone, in milliseconds, and `undefined` when that is over. */
  readonly onPause?: ((ms: number | undefined) => void) | undefined
}

/** What the EHR answered, where it did what was asked. */
export interface EhrAnswer {
  readonly status: number
  /** Where what was created lies; undefined where the EHR does not say or the browser may not read it. */
  readonly location: string | undefined
  /** The version as the EHR writes it, such as `W/"3"`. */
  readonly etag: string | undefined
  /** Undefined where there is none, and where it could not be read: of a write that is success all the same. */
  readonly body: unknown
  readonly requestId: string | undefined
}

/** What the token endpoint said about this launch. */
export interface LaunchContext {
  readonly patient?: string
  readonly encounter?: string
  readonly scope: string
  readonly idToken?: string
  readonly needsBanner: boolean
  readonly codebook?: string
  /** Where the EHR describes how its apps should look (`smart_style_url`). */
  readonly styleUrl?: string
}

/** An open line to one FHIR server. */
export interface Connection {
  readonly base: string
  readonly context: LaunchContext
  /** The body of the answer; undefined where it has none. Throws {@link EhrRefusal}, or a `Failure` where there is no answer. */
  request(path: string, options?: EhrRequest): Promise<unknown>
  /** The whole answer, for writes: a 201 without a body is still a 201. Throws as `request` does. */
  send(path: string, options?: EhrRequest): Promise<EhrAnswer>
}

/** The EHR's refusal, with what it said. */
export class EhrRefusal extends Error {
  override readonly name = 'EhrRefusal'
  readonly status: number
  readonly outcome: OperationOutcome | undefined
  readonly requestId: string | undefined
  /** How long the EHR asks to be left alone, in milliseconds. */
  readonly retryAfterMs: number | undefined

  constructor(
    status: number,
    outcome: OperationOutcome | undefined,
    requestId: string | undefined,
    retryAfterMs?: number,
  ) {
    super(`the EHR answered ${status}`)
    this.status = status
    this.outcome = outcome
    this.requestId = requestId
    this.retryAfterMs = retryAfterMs
  }

  /** What the OperationOutcome says, sentence by sentence. */
  get says(): readonly string[] {
    return (this.outcome?.issue ?? []).map(
      ({ details, diagnostics, code }) => details?.text ?? diagnostics ?? details?.coding?.[0]?.display ?? code,
    )
  }
}

/** True for an OperationOutcome. */
export const isOutcome = (body: unknown): body is OperationOutcome =>
  typeof body === 'object' && body !== null && 'resourceType' in body && body.resourceType === 'OperationOutcome'
