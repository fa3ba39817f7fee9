import { z } from 'zod'
import { CHANNELS, OUTBOX_STATES, WRITE_BACK_ACTS } from './enumerations.ts'
import type { Immutable } from './immutable.ts'
import { personElsewhere, reference } from './texts.ts'

/** The channels a write-back can take, best first. */
export const Channel = z.enum(CHANNELS).meta({ id: 'WriteBackChannel' })

/** The code system of an EHR’s own bill codes, and the bill code schedule they belong to. */
const BillCodeSystem = z.strictObject({
  system: z.string().min(1).max(300),
  schedule: z.strictObject({ system: z.string().min(1).max(300), code: z.string().min(1).max(100) }),
})

/** How an EHR names its own bill codes: Oracle Health takes a charge in no other. */
export const BillCodes = z.strictObject({
  hcpcs: BillCodeSystem.optional(),
  cpt: BillCodeSystem.optional(),
  modifier: BillCodeSystem.optional(),
})

/** An identifier of the chart, as a receiver elsewhere knows it. */
const ChartIdentifier = z.strictObject({
  system: z.string().min(1).max(300).optional(),
  type: z.string().min(1).max(20).optional().describe('Code of its type, such as MR'),
  value: z.string().min(1).max(200),
})

/** Whom a message to a billing system is about: no rule reads it, and no answer says it. */
export const BilledPatient = z
  .strictObject({
    identifiers: z.array(ChartIdentifier).max(50),
    family: z.string().min(1).max(200).optional(),
    given: z.array(z.string().min(1).max(200)).max(10).optional(),
    birthDate: z.iso.date().optional(),
    sex: z.enum(['male', 'female', 'other', 'unknown']).optional(),
    visit: z.array(ChartIdentifier).max(50).optional(),
    account: z.array(ChartIdentifier).max(50).optional(),
  })
  .meta({ id: 'BilledPatient' })

/** What every plan of a write-back is made for: by whom, for which EHR, and what that takes. */
const WriteBackAbout = z.strictObject({
  by: z.strictObject({
    reference: reference.optional(),
    identifier: personElsewhere
      .optional()
      .describe('Instead of a reference, where this EHR holds no record of the person: they are named, not linked'),
    display: z.string().min(1).max(200).optional(),
  }),
  server: z.string().min(1).max(200).describe('The caller’s own stable key for the FHIR server, not its URL'),
  overrides: z
    .array(z.strictObject({ rule: z.string().max(100), reason: z.string().min(3).max(500) }))
    .max(100)
    .default([]),
  channels: z
    .array(Channel)
    .min(1)
    .max(CHANNELS.length)
    .default(['transaction'])
    .describe('What this EHR takes, best first: the plan is made in the first channel that can carry it'),
  reversedCharges: z
    .array(z.string().min(1).max(200))
    .max(100)
    .optional()
    .describe('Identities of given charges that were taken back in the EHR: they may be given again'),
  billCodes: BillCodes.optional().describe(
    'For oracle-create, which takes no others: how this EHR names its own bill codes; those of the registered EHR when absent',
  ),
  billedPatient: BilledPatient.optional().describe(
    'For hl7v2: what the message says of the patient. It is kept in the message alone',
  ),
})

/** What is to be written back. Lines reach `billable` only by a person's `approve`. */
export const WriteBackRequest = WriteBackAbout.extend({
  act: z.enum(WRITE_BACK_ACTS),
  shown: z
    .array(z.string().max(500))
    .max(500)
    .optional()
    .describe(
      'For hl7v2, where the reservation itself queues the message: what the person saw, “act text” of each write of the plan. Where the plan is another one by now, nothing is reserved, and the answer has the plan without a writeBack',
    ),
}).meta({ id: 'WriteBackRequest' })

/** The acts that a person can choose from, each of which is planned. Nothing is reserved by it. */
export const ActsRequest = WriteBackAbout.extend({
  acts: z
    .array(z.enum(WRITE_BACK_ACTS))
    .min(1)
    .max(WRITE_BACK_ACTS.length)
    .refine((acts) => new Set(acts).size === acts.length, { message: 'An act is named twice. Name each act once.' })
    .describe('One plan is answered for each, in this order'),
  focus: reference
    .optional()
    .describe(
      'The MedicationAdministration whose lines are planned, where the answer is about others too; the focus of the request when absent',
    ),
}).meta({ id: 'WriteBackActs' })

/** A charge that Doseline gave to an EHR which does not say for which dose. */
export const PostedCharge = z
  .strictObject({
    identity: z.string().max(100),
    code: z.string().max(20),
    units: z.int(),
    modifiers: z.array(z.string().max(10)).max(10),
    dateOfService: z.iso.date(),
    doses: z.array(reference).max(500),
    billing: z
      .strictObject({
        number: z.string().max(50),
        diagnoses: z.array(z.string().max(20)).max(50),
        ndc: z
          .strictObject({
            code: z.string().max(20),
            quantity: z.string().max(20).optional(),
            unit: z.string().max(10).optional(),
          })
          .optional(),
        state: z.enum(OUTBOX_STATES).optional(),
        words: z.string().max(1000).optional(),
      })
      .optional()
      .describe(
        'Of a charge that went to the billing system by HL7 v2: its number there, and what became of its message',
      ),
  })
  .meta({ id: 'PostedCharge' })

/** A message that told of a visit: what it is known by, and what names its content. */
export const SentMessage = z
  .strictObject({ identity: z.string().max(100), content: z.string().max(200) })
  .meta({ id: 'SentMessage' })

export type Channel = z.infer<typeof Channel>
export type BillCodeSystem = Immutable<z.infer<typeof BillCodeSystem>>
export type BillCodes = Immutable<z.infer<typeof BillCodes>>
export type WriteBackRequest = Immutable<z.infer<typeof WriteBackRequest>>
/** As a caller writes it: what has a default may be left out. */
export type WriteBackRequestInput = Immutable<z.input<typeof WriteBackRequest>>
export type ActsRequest = Immutable<z.infer<typeof ActsRequest>>
/** As a caller writes it: what has a default may be left out. */
export type ActsRequestInput = Immutable<z.input<typeof ActsRequest>>
export type BilledPatient = Immutable<z.infer<typeof BilledPatient>>
export type PostedCharge = Immutable<z.infer<typeof PostedCharge>>
export type SentMessage = Immutable<z.infer<typeof SentMessage>>
