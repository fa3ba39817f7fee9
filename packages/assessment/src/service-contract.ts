import { z } from 'zod'
import { AssessmentAnswer, Form, reference } from './contract.ts'

/** What the service says beside assessments: who may write now, and who is signed in. */

export const WriteBackState = z
  .object({
    id: z.string(),
    state: z
      .enum(['claimed', 'sent', 'unconfirmed', 'confirmed', 'void'])
      .describe('unconfirmed: the connection broke, and it is open what the EHR stored'),
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
    state: z.enum(['sent', 'unconfirmed', 'confirmed', 'void']),
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

/** One thing that happened to a dose. */
export const HistoryEvent = z
  .object({
    at: z.string(),
    who: z.string(),
    act: z.enum(['assessed', 'write-back claimed', 'sent', 'unconfirmed', 'confirmed', 'void']),
    since: z.string().optional().describe('Of equal assessments in a row, when the first was'),
    times: z.int().optional().describe('How many equal assessments in a row this stands for, where it is several'),
    verdict: z.string().optional(),
    edition: z.string().optional(),
    codebook: z.string().optional(),
    lines: z.array(z.string()).optional().describe('Code, modifiers and units of each line'),
    form: Form.optional(),
    writeBack: z.string().optional().describe('Id of the write-back this is a step of'),
    does: z.enum(['suggest', 'approve', 'retire']).optional().describe('What the write-back was asked for'),
    focus: z.string().optional().describe('The dose it was asked for; absent where it was the whole visit'),
    by: z.string().optional().describe('Who is named as its author, where that is not who signed in to the service'),
    overrides: z
      .array(z.object({ rule: z.string(), asks: z.string(), reason: z.string() }))
      .optional()
      .describe('Why it was charged although these questions were open'),
    stated: z
      .array(z.object({ fact: z.string(), shows: z.string(), by: z.string() }))
      .optional()
      .describe('What a person stated beside the chart'),
    written: z.array(z.string()).optional().describe('The identities known to be stored, where only part was'),
    reason: z.string().optional(),
    writes: z
      .array(
        z.object({
          what: z.string(),
          act: z.string(),
          status: z.string().optional(),
          text: z.string().optional(),
          identity: z.string(),
          content: z.string().optional().describe('Of a message: what names its content'),
        }),
      )
      .optional(),
  })
  .meta({ id: 'HistoryEvent' })

export const HistoryRequest = z
  .strictObject({
    dose: reference.describe('The MedicationAdministration'),
    server: z.string().max(200).optional().describe('Key of the FHIR server; a session of an EHR need not say it'),
  })
  .meta({ id: 'HistoryRequest' })

export const DoseHistory = z
  .object({
    dose: z.string(),
    server: z.string().describe('Key of the FHIR server the dose is of'),
    events: z.array(HistoryEvent).describe('Newest first'),
  })
  .meta({ id: 'DoseHistory' })

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
export type HistoryEvent = z.infer<typeof HistoryEvent>
export type HistoryRequest = z.infer<typeof HistoryRequest>
export type DoseHistory = z.infer<typeof DoseHistory>
export type SessionRequest = z.infer<typeof SessionRequest>
export type SessionAnswer = z.infer<typeof SessionAnswer>
