import { z } from 'zod'
import type { PatientResult } from '../results/patient-result.ts'

/** What every chart of a part is judged by. */
export const PartContext = z.strictObject({
  /** Name of the part: a bucket, or a partition of Spark. */
  part: z.string(),
  codebook: z.string(),
  asOf: z.string(),
  timeZone: z.string().optional(),
  server: z.string(),
  /** `all`, or the types that were exported: of others it is not known what there is. */
  types: z.union([z.literal('all'), z.array(z.string()).readonly()]),
  /** What is not wholly read of everybody, by type. */
  notes: z.record(z.string(), z.string()),
  /** Whether results hold the whole answer. */
  answers: z.boolean(),
})
export type PartContext = Readonly<z.infer<typeof PartContext>>

/**
 * What the worker reads, a JSON line each: a part is opened, the lines of its patients come, those of one patient together,
 * and it is closed with the counts of who sent them. `unread` and `left` say what of a patient did not come.
 */
export const ToWorker = z.union([
  z.strictObject({ open: PartContext }),
  z.strictObject({ patient: z.string(), line: z.string() }),
  z.strictObject({ patient: z.string(), unread: z.strictObject({ type: z.string().optional(), says: z.string() }) }),
  z.strictObject({ patient: z.string(), left: z.int() }),
  z.strictObject({ close: z.strictObject({ lines: z.int(), patients: z.int() }) }),
])
export type ToWorker = z.infer<typeof ToWorker>

/** What a part came to: added up against counts that were taken apart from the worker. */
export interface Closing {
  readonly part: string
  readonly lines: number
  readonly patients: number
  readonly doses: number
  /** SHA-256 of its results, each with a line end. */
  readonly digest: string
}

/** What a worker says when it has read the code book. */
export interface Ready {
  readonly version: string
  /** Ids of the code books there are. */
  readonly books: readonly string[]
}

/** What the worker writes, a JSON line each: that it is ready, the result of each patient, and of each part a closing record. */
export type FromWorker = { readonly ready: Ready } | PatientResult | { readonly closed: Closing }
