import { randomBytes } from 'node:crypto'
import type { BulkOffer } from '../personalities/personality.ts'
import type { ExportContent, FileContent } from './export-content.ts'

/** How an EHR’s export goes wrong, or otherwise than usual. */
export interface BulkBehavior {
  /** So many looks at the status are answered 429 with Retry-After. */
  readonly tooManyLooks?: number
  /** Files need no token: their address is the secret. */
  readonly openFiles?: true
  /** Files are handed out by a redirect to another origin, which must not be shown the token. */
  readonly filesElsewhere?: true
  /** What a file of errors says, a line each. */
  readonly errors?: readonly string[]
  /** Milliseconds files are kept. */
  readonly keepMs?: number
}

/** One export, from its kick-off until it is forgotten. */
export interface ExportJob {
  readonly id: string
  /** The client that asked, which alone may look at it. */
  readonly client: string
  readonly request: string
  readonly transactionTime: string
  /** Milliseconds since 1970 from which it is done, and from which it is forgotten. */
  readonly doneFrom: number
  readonly keptUntil: number
  readonly files: ReadonlyMap<string, FileContent>
  readonly listed: Readonly<Record<'output' | 'deleted' | 'error', readonly ListedFile[]>>
  readonly behavior: BulkBehavior
  /** Looks at the status that are still refused. */
  refusals: number
  /** Opens the files at another origin, in the place of a token. */
  readonly key: string
}

interface ListedFile {
  readonly name: string
  readonly type: string
  readonly count: number
}

/** The exports of one EHR, in memory. */
export class ExportJobs {
  readonly #jobs = new Map<string, ExportJob>()
  readonly #offer: BulkOffer
  readonly #now: () => Date
  #behavior: BulkBehavior = {}

  constructor(offer: BulkOffer, now: () => Date) {
    this.#offer = offer
    this.#now = now
  }

  /** How exports that begin from now on behave; the usual way again after {@link ExportJobs.reset}. */
  behave(behavior: BulkBehavior): void {
    this.#behavior = behavior
  }

  reset(): void {
    this.#behavior = {}
    this.#jobs.clear()
  }

  begin(client: string, request: string, { output, deleted }: ExportContent, notes: readonly string[]): ExportJob {
    const at = this.#now().getTime()
    const behavior = this.#behavior
    const errors = [...(behavior.errors ?? []), ...notes]
    const groups = { output, deleted, error: errors.length > 0 ? [{ type: 'OperationOutcome', lines: errors }] : [] }
    const files = new Map<string, FileContent>()
    const listed = (kind: keyof typeof groups) =>
      groups[kind].map((content, index) => {
        const name = `${kind}-${index + 1}-${content.type}.ndjson`
        files.set(name, content)
        return { name, type: content.type, count: content.lines.length }
      })
    const job: ExportJob = {
      id: randomBytes(12).toString('hex'),
      client,
      request,
      transactionTime: new Date(at).toISOString(),
      doneFrom: at + this.#offer.workMs,
      keptUntil: at + this.#offer.workMs + (behavior.keepMs ?? this.#offer.keepMs),
      listed: { output: listed('output'), deleted: listed('deleted'), error: listed('error') },
      files,
      behavior,
      refusals: behavior.tooManyLooks ?? 0,
      key: randomBytes(18).toString('base64url'),
    }
    this.#jobs.set(job.id, job)
    return job
  }

  /** Undefined for a job that never was, was taken away, or is forgotten. */
  find(id: string): ExportJob | undefined {
    const job = this.#jobs.get(id)
    if (!job || job.keptUntil > this.#now().getTime()) return job
    this.#jobs.delete(id)
    return undefined
  }

  remove(id: string): void {
    this.#jobs.delete(id)
  }

  /** How far it is, in percent. */
  progress({ doneFrom }: ExportJob): number {
    const left = doneFrom - this.#now().getTime()
    return left <= 0 ? 100 : Math.max(0, Math.min(99, Math.round(100 * (1 - left / this.#offer.workMs))))
  }
}
