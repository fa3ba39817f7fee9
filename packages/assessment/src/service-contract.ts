import { z } from 'zod'
import { AssessmentAnswer } from './contract.ts'

/** What the service says beside assessments: who may write now, and who is signed in. */

export const WriteBackState = z
  .object({
    id: z.string(),
    state: z.enum(['claimed', 'sent', 'confirmed', 'void']),
    fencing: z.int().describe('Counts the claims of this visit; send it with every step'),
    until: z.string().describe('Until when the claim holds'),
    who: z.string(),
    assessment: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'WriteBack' })

export const WriteBackClaim = z
  .object({
    writeBack: WriteBackState.optional().describe('Absent where nothing would be written'),
    previous: z
      .object({ id: z.string(), state: z.string(), who: z.string(), changed: z.string() })
      .optional()
      .describe('The write-back of this visit before this one'),
    assessment: AssessmentAnswer.describe('Judged again, with the plan'),
  })
  .meta({ id: 'WriteBackClaim' })

export const WriteBackStep = z
  .strictObject({
    state: z.enum(['sent', 'confirmed', 'void']),
    fencing: z.int().min(1),
    reason: z.string().min(3).max(500).optional().describe('Why it is void'),
  })
  .refine(({ state, reason }) => state !== 'void' || reason !== undefined, {
    message: 'say why nothing of it is in the EHR',
    path: ['reason'],
  })
  .meta({ id: 'WriteBackStep' })

export const SessionRequest = z
  .strictObject({
    issuer: z.string().max(60).describe('Key of the registered EHR the app was launched from'),
    idToken: z.string().max(8192).describe('The id_token of the launch; good for one session'),
  })
  .meta({ id: 'SessionRequest' })

export const SessionAnswer = z
  .object({ token: z.string(), until: z.string(), tenant: z.string(), who: z.string() })
  .meta({ id: 'Session' })

export type WriteBackState = z.infer<typeof WriteBackState>
export type WriteBackClaim = z.infer<typeof WriteBackClaim>
export type WriteBackStep = z.infer<typeof WriteBackStep>
export type SessionRequest = z.infer<typeof SessionRequest>
export type SessionAnswer = z.infer<typeof SessionAnswer>
