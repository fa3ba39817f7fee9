import { z } from 'zod'
import { CHANNELS, WRITE_BACK_ACTS } from './enumerations.ts'
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
})

/** What is to be written back. Lines reach `billable` only by a person's `approve`. */
export const WriteBackRequest = WriteBackAbout.extend({ act: z.enum(WRITE_BACK_ACTS) }).meta({ id: 'WriteBackRequest' })

/** The acts that a person can choose from, each of which is planned. Nothing is reserved by it. */
export const ActsRequest = WriteBackAbout.extend({
  acts: z
    .array(z.enum(WRITE_BACK_ACTS))
    .min(1)
    .max(WRITE_BACK_ACTS.length)
    .refine((acts) => new Set(acts).size === acts.length, { message: 'name each act once' })
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
export type PostedCharge = Immutable<z.infer<typeof PostedCharge>>
export type SentMessage = Immutable<z.infer<typeof SentMessage>>
