import { z } from 'zod'
import type { Immutable } from './immutable.ts'

/** How often what a rule said on a card of CDS Hooks was accepted or set aside, for one reason. */
export const FeedbackSum = z
  .object({
    service: z.string(),
    rule: z.string(),
    outcome: z.string(),
    reason: z.string().describe('Code of the reason; empty where none was given'),
    count: z.int(),
  })
  .meta({ id: 'FeedbackSum' })

export type FeedbackSum = Immutable<z.infer<typeof FeedbackSum>>
