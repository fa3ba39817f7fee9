import { z } from 'zod'
import { AssessmentAnswer } from './assessment-answer.ts'
import { AssessmentRequest } from './assessment-request.ts'
import { WRITE_BACK_STEPS } from './enumerations.ts'
import type { Immutable } from './immutable.ts'
import { EarlierWriteBack } from './problem.ts'
import { WriteBackRequest } from './write-back-request.ts'

export const WriteBackState = z
  .object({
    id: z.string(),
    state: z.enum(WRITE_BACK_STEPS).describe('unconfirmed: the connection broke, and it is open what the EHR stored'),
    fencing: z.int().describe('Counts the claims of this visit; send it with every step'),
    until: z.string().describe('Until when the claim holds'),
    who: z.string(),
    assessment: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'WriteBack' })

/** A write-back to be claimed: what is to be judged again, and what of it is to be written. */
export const WriteBackClaimRequest = AssessmentRequest.safeExtend({
  writeBack: WriteBackRequest,
  despite: z
    .array(z.uuid())
    .max(50)
    .optional()
    .describe('Earlier write-backs whose lines are known to be gone from the EHR: they may be written again'),
}).meta({ id: 'WriteBackClaimRequest' })

export const WriteBackClaim = z
  .object({
    writeBack: WriteBackState.optional().describe('Absent where nothing would be written'),
    previous: EarlierWriteBack.optional().describe('The write-back of this visit before this one'),
    assessment: AssessmentAnswer.describe('Judged again, with the plan'),
  })
  .meta({ id: 'WriteBackClaim' })

export const WriteBackStep = z
  .strictObject({
    state: z.enum(WRITE_BACK_STEPS).exclude(['claimed']),
    fencing: z.int().min(1),
    reason: z.string().min(3).max(500).optional().describe('Why it is void, or what is open'),
    written: z
      .array(z.string().min(1).max(200))
      .max(500)
      .optional()
      .describe(
        'The identities known to be stored: with confirmed, where only part was (all of them when absent); with unconfirmed, where the rest is open',
      ),
  })
  .refine(({ state, reason }) => state !== 'void' || reason !== undefined, {
    message: 'say why nothing of it is in the EHR',
    path: ['reason'],
  })
  .refine(({ state, written }) => state === 'confirmed' || state === 'unconfirmed' || written === undefined, {
    message: 'say what was written when you confirm',
    path: ['written'],
  })
  .meta({ id: 'WriteBackStep' })

export type WriteBackState = Immutable<z.infer<typeof WriteBackState>>
export type WriteBackClaimRequest = Immutable<z.infer<typeof WriteBackClaimRequest>>
/** As a caller writes it: what has a default may be left out. */
export type WriteBackClaimRequestInput = Immutable<z.input<typeof WriteBackClaimRequest>>
export type WriteBackClaim = Immutable<z.infer<typeof WriteBackClaim>>
export type WriteBackStep = Immutable<z.infer<typeof WriteBackStep>>
