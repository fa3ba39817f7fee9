import { z } from 'zod'
import { LineAnswer } from './dose-answer.ts'
import { OUTBOX_STATES, WRITE_ACTS, WRITE_BACK_ACTS, WRITTEN_TYPES } from './enumerations.ts'
import type { Immutable } from './immutable.ts'
import { Channel } from './write-back-request.ts'

/** One thing the plan would write, in a person's words. */
export const PlannedWrite = z
  .object({
    what: z.enum(WRITTEN_TYPES),
    act: z.enum(WRITE_ACTS),
    status: z.string().optional(),
    text: z.string(),
    identifier: z.object({ system: z.string(), value: z.string() }).optional(),
    charges: z
      .object({
        code: z.string(),
        units: z.int(),
        modifiers: z.array(z.string()),
        dateOfService: z.string(),
        doses: z.array(z.string()),
      })
      .optional()
      .describe('What a line that is created charges'),
    doses: z
      .array(z.string())
      .optional()
      .describe('The administrations that a line which is written or voided is about'),
    role: LineAnswer.shape.role
      .optional()
      .describe('What a line bills of its doses: of each dose no two lines bill the same'),
  })
  .meta({ id: 'PlannedWrite' })

/** One request of a write-back that goes step by step, in the order it is sent. */
export const ChannelRequest = z
  .object({
    method: z.enum(['POST', 'PUT']),
    url: z.string().describe('Relative to the FHIR base: ChargeItem, ChargeItem/12, ChargeItem/$create, …'),
    headers: z.record(z.string(), z.string()).describe('if-none-exist, if-match, prefer'),
    body: z.looseObject({ resourceType: z.string() }),
    says: z.string().describe('One line for the person'),
    identity: z.string().optional().describe('What the ledger knows it by; name it in written'),
    search: z
      .string()
      .optional()
      .describe('How to look whether it is there already, percent-encoded; absent where it cannot be found'),
    fullUrl: z
      .string()
      .optional()
      .describe('urn:uuid of what is created: later bodies refer to it by this until its id is known'),
  })
  .meta({ id: 'WriteBackChannelRequest' })

/** What one act of a write-back would write. */
export const PlanAnswer = z
  .object({
    act: z.enum(WRITE_BACK_ACTS),
    visit: z.string().optional().describe('Identity of the visit that is written for; absent where nothing is'),
    writes: z.array(PlannedWrite),
    warnings: z.array(z.string()),
    transaction: z
      .looseObject({ resourceType: z.literal('Bundle') })
      .optional()
      .describe('The whole plan in R4, whatever the channel; absent when nothing would change'),
    doses: z.array(z.string()).optional().describe('The administrations of the visit it speaks of'),
    postedCharges: z
      .array(
        z.object({
          identity: z.string(),
          text: z.string(),
          message: z
            .object({ state: z.enum(OUTBOX_STATES), words: z.string().optional() })
            .optional()
            .describe('Of what went to the billing system: where its message is, and the words of a refusal'),
        }),
      )
      .optional()
      .describe(
        'What the EHR took for the doses that are asked about, and does not show: it is neither given again nor changed',
      ),
    channel: Channel,
    lost: z.array(z.string()).describe('What this channel cannot carry; empty for transaction'),
    requests: z
      .array(ChannelRequest)
      .optional()
      .describe(
        'Absent for transaction (send the transaction), for hl7v2 (the service sends), for by-hand, and when nothing would change',
      ),
  })
  .meta({ id: 'WriteBackPlan' })

export type PlannedWrite = Immutable<z.infer<typeof PlannedWrite>>
export type ChannelRequest = Immutable<z.infer<typeof ChannelRequest>>
/** The plans alone: no decision is answered, and none is recorded. */
export const PlansAnswer = z
  .object({
    digest: z.string().describe('SHA-256 of what was judged'),
    patient: z.string().describe('Whose dose it is'),
    plans: z.array(PlanAnswer).describe('One for each act that was asked for, in that order'),
  })
  .meta({ id: 'WriteBackPlans' })

export type PlansAnswer = Immutable<z.infer<typeof PlansAnswer>>
export type PlanAnswer = Immutable<z.infer<typeof PlanAnswer>>
