import { z } from 'zod'
import { OUTBOX_STATES } from './enumerations.ts'
import type { Immutable } from './immutable.ts'

/** A message to a billing system, without what it says of a patient. */
export const OutboxMessage = z
  .object({
    id: z.string(),
    server: z.string().describe('Key of the EHR whose interface it goes through'),
    number: z.int().describe('Its turn: a message of an account waits for those before it'),
    controlId: z.string().describe('MSH-10'),
    writeBack: z.string(),
    state: z
      .enum(OUTBOX_STATES)
      .describe('sent: it was tried, and there is no answer yet; it is sent again. refused: it waits for a person'),
    attempts: z.int(),
    charges: z.int(),
    credits: z.int(),
    code: z.string().describe('MSA-1 of the answer; empty where there is none'),
    words: z.string().describe('What the receiver said, or why there was no answer; empty where there is nothing'),
    at: z.string().describe('When it was queued'),
    changed: z.string(),
  })
  .meta({ id: 'OutboxMessage' })

export const OutboxAnswer = z.object({ messages: z.array(OutboxMessage) }).meta({ id: 'Outbox' })

/** What a person decides of a message that was refused. */
export const OUTBOX_DECISIONS = ['retry', 'settle', 'withdraw'] as const
export type OutboxDecision = (typeof OUTBOX_DECISIONS)[number]

export const OutboxDecisionRequest = z
  .strictObject({
    decision: z
      .enum(OUTBOX_DECISIONS)
      .describe(
        'retry: send the same message again. settle: a person entered it in the billing system. withdraw: nothing of it is in the billing system, and its lines may be approved again',
      ),
    reason: z.string().min(3).max(500).describe('Kept in the audit'),
  })
  .meta({ id: 'OutboxDecision' })

export type OutboxAnswer = Immutable<z.infer<typeof OutboxAnswer>>
export type OutboxMessage = Immutable<z.infer<typeof OutboxMessage>>
export type OutboxDecisionRequest = Immutable<z.infer<typeof OutboxDecisionRequest>>
