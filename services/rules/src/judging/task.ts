import type { Decision, Idempotency } from '../ledger/answers.ts'
import type { CardRule } from '../ledger/feedback.ts'
import type { Posted, PostedFor } from '../ledger/posted.ts'
import type { ReservationRequest } from '../ledger/reservation.ts'
import type { SentBody } from '../middleware/json-body.ts'
import type { Asker } from '../security/who.ts'

/** Which API a chart is judged for. */
export type Api = 'rest' | 'fhir' | 'cds-hooks' | 'write-back' | 'plans'

/** A request that wants a chart judged: plain data, so that another thread can be told. */
export interface Task {
  readonly api: Api
  readonly body: SentBody
  readonly asker: Asker
  /** The moment, as an ISO instant. */
  readonly now: string
  /** The Idempotency-Key, and what came under it before. */
  readonly idempotency?: { readonly key: string; readonly earlier?: Omit<Idempotency, 'key'> | undefined }
  /** Of CDS Hooks: the service that was called, and where its cards may lead to. */
  readonly hook?: { readonly service: string; readonly launchUrl?: string | undefined }
}

/** What a decision leaves to be recorded; who decided, and the request’s id, the main thread knows. */
export interface ToRecord extends Pick<Decision, 'id' | 'answer' | 'idempotency' | 'worklist'> {
  readonly subject: string
  readonly about: Readonly<Record<string, unknown>>
  readonly dosesOf?: NonNullable<Decision['entry']['dosesOf']>
  readonly cards: readonly CardRule[]
  /** For the metrics. */
  readonly codebook: string
  readonly verdicts: readonly string[]
}

/** What came of a task. */
export interface Judgment {
  /** The answer as UTF-8, as its API gives it. */
  readonly text: Uint8Array<ArrayBuffer>
  /** Absent where nothing was decided, or the same decision was recorded before. */
  readonly record?: ToRecord
  /** Of a write-back: what is reserved; absent where nothing would be written. */
  readonly reservation?: Omit<ReservationRequest, 'entry'>
  /** Of a write-back: names its request, so that a retry under its key is known. */
  readonly fingerprint?: string
  /** Id of the assessment. */
  readonly id?: string
  /** Cards that were issued. */
  readonly cards?: number
}

/** What judging asks the ledger of, about the tenant of the asker. */
export interface Ask {
  posted(about: Omit<PostedFor, 'tenant'>): Promise<Posted>
}

/** Judges a task. Throws HttpProblem for what the caller can fix. */
export interface Judging {
  /** `signal` says that nobody waits for the answer any more. */
  judge(task: Task, ask: Ask, signal?: AbortSignal): Promise<Judgment>
  close(): Promise<void>
}
