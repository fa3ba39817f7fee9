import { z } from 'zod'
import type { CardFeedback } from '../../ledger/feedback.ts'
import { parsed } from '../../middleware/problem.ts'

const id = z.string().min(1).max(100)

/**
 * What somebody did with cards. A comment in free text is not kept: it may name anybody.
 * @see https://cds-hooks.hl7.org/2.0/#feedback
 */
const Feedback = z.looseObject({
  feedback: z
    .array(
      z.looseObject({
        card: id,
        outcome: z.enum(['accepted', 'overridden']),
        acceptedSuggestions: z.array(z.looseObject({ id })).max(100).default([]),
        overrideReason: z.looseObject({ reason: z.looseObject({ code: z.string().max(100) }).optional() }).optional(),
        outcomeTimestamp: z.iso.datetime({ offset: true }),
      }),
    )
    .min(1)
    .max(200),
})

/** Reads a feedback request. Throws 400 naming each element that is wrong. */
export function feedbackIn(body: unknown): CardFeedback[] {
  return parsed(Feedback, body).feedback.map(
    ({ card, outcome, acceptedSuggestions, overrideReason, outcomeTimestamp }) => ({
      card,
      outcome,
      suggestions: acceptedSuggestions.map((suggestion) => suggestion.id),
      reason: overrideReason?.reason?.code ?? '',
      outcomeAt: outcomeTimestamp,
    }),
  )
}
