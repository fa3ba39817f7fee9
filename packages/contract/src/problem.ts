import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { PROBLEM_CODES } from './problems.ts'

/** One thing wrong with a request: where, and what to do. */
export const ProblemPart = z.object({
  pointer: z.string().describe('JSON pointer (RFC 6901) into the request body; empty for the body itself'),
  expression: z.string().optional().describe('FHIRPath of the element, where it lies in a resource'),
  detail: z.string(),
  remedy: z.string().optional(),
})

/** A write-back that was before, or is under way. */
export const EarlierWriteBack = z.object({
  id: z.string(),
  state: z.string(),
  who: z.string(),
  changed: z.string().describe('ISO instant'),
})

/** RFC 9457 problem details. `code` is stable; texts may change. */
export const Problem = z
  .object({
    type: z.string().describe('Where the code is explained, relative to the service'),
    title: z.string().describe('The standard phrase of the status'),
    status: z.int(),
    code: z.enum(PROBLEM_CODES),
    detail: z.string(),
    errors: z.array(ProblemPart),
    requestId: z.string().optional(),
    earlier: z
      .array(EarlierWriteBack)
      .optional()
      .describe('With already-written: by which write-backs, the last first'),
    underWay: EarlierWriteBack.optional().describe('With write-back-under-way: which one'),
  })
  .meta({ id: 'Problem' })

export type Problem = Immutable<z.infer<typeof Problem>>
export type ProblemPart = Immutable<z.infer<typeof ProblemPart>>
export type EarlierWriteBack = Immutable<z.infer<typeof EarlierWriteBack>>
