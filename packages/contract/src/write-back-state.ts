import { z } from 'zod'
import { AssessmentAnswer } from './assessment-answer.ts'
import { WRITE_BACK_STEPS } from './enumerations.ts'
import type { Immutable } from './immutable.ts'
import { EarlierWriteBack } from './problem.ts'

export const WriteBackState = z
  .object({
    id: z.string(),
    state: z.enum(WRITE_BACK_STEPS).describe('unconfirmed: the connection broke, and it is open what the EHR stored'),
    fencing: z.int().describe('Counts the reservations of this visit; send it with every step'),
    until: z.string().describe('Until when the reservation holds'),
    who: z.string(),
    assessment: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'WriteBack' })

export const WriteBackReservation = z
  .object({
    writeBack: WriteBackState.optional().describe('Absent where nothing would be written'),
    previous: EarlierWriteBack.optional().describe('The write-back of this visit before this one'),
    assessment: AssessmentAnswer.describe('Judged again, with the one plan of the act'),
  })
  .meta({ id: 'WriteBackReservation' })

export const WriteBackStep = z
  .strictObject({
    state: z.enum(WRITE_BACK_STEPS).exclude(['reserved']),
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
    message: 'The reason is missing. Say why nothing of it is in the EHR.',
    path: ['reason'],
  })
  .refine(({ state, written }) => state === 'confirmed' || state === 'unconfirmed' || written === undefined, {
    message: 'This belongs to confirmed and unconfirmed only. Say what was written when you confirm.',
    path: ['written'],
  })
  .meta({ id: 'WriteBackStep' })

export type WriteBackState = Immutable<z.infer<typeof WriteBackState>>
export type WriteBackReservation = Immutable<z.infer<typeof WriteBackReservation>>
export type WriteBackStep = Immutable<z.infer<typeof WriteBackStep>>
