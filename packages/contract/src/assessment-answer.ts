import { z } from 'zod'
import { ReadOutcome } from './assessment-request.ts'
import { DoseAnswer } from './dose-answer.ts'
import type { Immutable } from './immutable.ts'
import { PlanAnswer } from './write-back-answer.ts'

/** How a resource type was read, and how much of it was in the chart. */
export const ReadAnswer = z
  .object({ type: z.string(), outcome: ReadOutcome, resources: z.int() })
  .meta({ id: 'ReadAnswer' })

/** A data set of the code book: which edition of it is loaded, and how many values. */
export const DataSetAnswer = z
  .object({
    set: z.string(),
    edition: z.string().optional().describe('The document most of its values are from'),
    day: z.string().optional().describe('When that document was last read, or the day it begins'),
    values: z.int().describe('How many are loaded; 0 where a hospital loads its own and has not'),
  })
  .meta({ id: 'DataSet' })

export const AssessmentAnswer = z
  .object({
    id: z.string(),
    digest: z.string().describe('SHA-256 of what was judged: equal input, equal digest, equal answer'),
    codebook: z.object({ id: z.string(), label: z.string(), forSubmission: z.boolean(), note: z.string() }),
    forSubmission: z.boolean(),
    asOf: z.string(),
    assessments: z.array(DoseAnswer),
    warnings: z.array(z.string()),
    reads: z
      .array(ReadAnswer)
      .describe('Each resource type that facts are read from, and what the caller named in addition'),
    data: z.array(DataSetAnswer).describe('What the code book holds'),
    claims: z
      .array(z.looseObject({ resourceType: z.literal('Claim') }))
      .optional()
      .describe('Draft Claims of what is ready, where they were asked for'),
    plans: z
      .array(PlanAnswer)
      .optional()
      .describe('One for each act of writeBack, in that order; absent where writeBack was not sent'),
  })
  .meta({ id: 'AssessmentAnswer' })

export type ReadAnswer = Immutable<z.infer<typeof ReadAnswer>>
export type DataSetAnswer = Immutable<z.infer<typeof DataSetAnswer>>
export type AssessmentAnswer = Immutable<z.infer<typeof AssessmentAnswer>>
