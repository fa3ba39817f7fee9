import type { BookContents } from '@doseline/codebook'
import type { Posted } from '../ledger/posted.ts'
import type { PlainProblem } from '../middleware/problem.ts'
import type { Ask, Judgment, Task } from './task.ts'

/** What a worker is started with. */
export interface WorkerData {
  /** Of the service. */
  readonly version: string
  /** The code book that the main thread read: no worker judges by another, whatever is on the disk by now. */
  readonly contents: BookContents
  /** Those of tenants that have policies of their own, by key. */
  readonly tenantContents?: ReadonlyMap<string, BookContents>
}

/** To a worker, which has one task at a time. */
export type ToWorker =
  | { readonly kind: 'judge'; readonly task: Task }
  /** What the ledger said; nothing where it could not be asked. */
  | { readonly kind: 'given'; readonly given: Posted | undefined }

export type FromWorker =
  | { readonly kind: 'ready' }
  /** The ledger is to be asked. */
  | { readonly kind: 'ask'; readonly about: Parameters<Ask['posted']>[0] }
  | { readonly kind: 'judged'; readonly judgment: Judgment }
  /** The caller can fix it. */
  | { readonly kind: 'refused'; readonly problem: PlainProblem }
  /** A fault of ours. */
  | { readonly kind: 'failed'; readonly error: unknown }
