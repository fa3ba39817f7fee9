import { z } from 'zod'
import { Attested } from './attested.ts'
import { CHARGED_ON, INCLUDES, READ_OUTCOMES } from './enumerations.ts'
import type { Immutable } from './immutable.ts'
import { instant, reference } from './texts.ts'
import { ActsRequest, PostedCharge, SentMessage, WriteBackRequest } from './write-back-request.ts'

/** What the caller would charge; judged against the chart. Modifiers that are allowed on the lines are put there, the code is never taken over. */
export const Proposed = z
  .strictObject({ code: z.string().max(10).optional(), modifiers: z.array(z.string().max(2)).max(10).default([]) })
  .meta({ id: 'Proposed' })

/** How well a resource type could be read: {@link READ_OUTCOMES}. */
export const ReadOutcome = z.enum(READ_OUTCOMES).meta({ id: 'ReadOutcome' })

/** How a site charges: from the tenants file of the service, where that says it. */
export const Charging = z
  .strictObject({
    chargesOn: z
      .enum(CHARGED_ON)
      .optional()
      .describe('When a drug is charged; on dispense, each dispense counts as a charge that may not be seen'),
    chargeCodes: z
      .record(
        z.string().min(1).max(100),
        z
          .string()
          .regex(
            /^([A-V]\d{4}|\d{4}[0-9FTU])$/,
            'This is not a HCPCS or CPT code. Write a letter and four digits, or five digits.',
          ),
      )
      .optional()
      .describe('The site’s own charge codes (CDM), each with the HCPCS or CPT code it charges'),
  })
  .meta({ id: 'Charging' })

/** A chart, and what is to be judged of it. */
const ChartRequest = z.strictObject({
  bundle: z.looseObject({ resourceType: z.literal('Bundle') }).optional(),
  resources: z
    .array(z.looseObject({ resourceType: z.string() }))
    .max(50_000)
    .optional(),
  focus: reference
    .optional()
    .describe('The MedicationAdministration to judge, and whose lines are written; every one in the chart when absent'),
  codebook: z.string().max(40).default('cms'),
  asOf: instant.optional().describe('The moment of judging; the service’s own clock when absent'),
  dateOfService: z.iso.date().optional().describe('Only the doses of this day; every day when absent'),
  edition: z
    .string()
    .max(100)
    .optional()
    .describe('The edition of an earlier answer: refused where another one is in force for a dose by now'),
  timeZone: z.string().max(64).optional().describe('IANA time zone of the place of care, for charts that send UTC'),
  attested: z.record(reference, Attested).default({}),
  proposed: z.record(reference, Proposed).default({}),
  reads: z.record(z.string().max(64), ReadOutcome).default({}),
  readNotes: z
    .record(z.string().max(64), z.string().min(1).max(300))
    .optional()
    .describe('Why a type was not read to the end, by type, as part of a sentence: “12 of 40 came”'),
  server: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'The caller’s own stable key for the FHIR server the chart is of: the history of a dose is kept under it',
    ),
  postedCharges: z
    .array(PostedCharge)
    .max(500)
    .optional()
    .describe(
      'Charges that went to the EHR before in a channel that names no dose (oracle-create); the service adds those of its ledger',
    ),
  sentMessages: z
    .array(SentMessage)
    .max(500)
    .optional()
    .describe('Messages that were sent about these visits before; the service adds those of its ledger'),
  charging: Charging.optional().describe(
    'How the site charges; what the tenants file of the service says counts first',
  ),
  include: z
    .array(z.enum(INCLUDES))
    .max(INCLUDES.length)
    .default([])
    .describe(
      'What the answer is to hold in addition to verdict, findings and lines: evidence (the question, the facts and the sources of each finding), text (the whole verdict as plain text)',
    ),
  draftClaims: z.boolean().default(false).describe('Whether to answer the lines as draft Claims too'),
})

const hasOneChart = (request: { readonly bundle?: unknown; readonly resources?: unknown }): boolean =>
  (request.bundle === undefined) !== (request.resources === undefined)
const ONE_CHART = {
  message:
    'There is no chart, or there are two. Send either “resources”, a list of resources, or “bundle”, a FHIR Bundle.',
  path: ['bundle'],
}

export const AssessmentRequest = ChartRequest.extend({ writeBack: ActsRequest.optional() })
  .refine(hasOneChart, ONE_CHART)
  .meta({ id: 'AssessmentRequest' })

/** What the acts on a dose would write is asked for, without the decision itself. */
export const PlansRequest = ChartRequest.extend({ writeBack: ActsRequest })
  .refine(hasOneChart, ONE_CHART)
  .meta({ id: 'WriteBackPlansRequest' })

/** A write-back to be reserved: what is to be judged again, and what of it is to be written. */
export const WriteBackReservationRequest = ChartRequest.extend({
  writeBack: WriteBackRequest,
  overrideEarlier: z
    .array(z.uuid())
    .max(50)
    .optional()
    .describe('Earlier write-backs whose lines are known to be gone from the EHR: they may be written again'),
})
  .refine(hasOneChart, ONE_CHART)
  .meta({ id: 'WriteBackReservationRequest' })

export type Proposed = Immutable<z.infer<typeof Proposed>>
export type ProposedInput = Immutable<z.input<typeof Proposed>>
export type ReadOutcome = z.infer<typeof ReadOutcome>
export type Charging = Immutable<z.infer<typeof Charging>>
export type AssessmentRequest = Immutable<z.infer<typeof AssessmentRequest>>
/** As a caller writes it: what has a default may be left out. */
export type AssessmentRequestInput = Immutable<z.input<typeof AssessmentRequest>>
export type PlansRequest = Immutable<z.infer<typeof PlansRequest>>
/** As a caller writes it: what has a default may be left out. */
export type PlansRequestInput = Immutable<z.input<typeof PlansRequest>>
export type WriteBackReservationRequest = Immutable<z.infer<typeof WriteBackReservationRequest>>
/** As a caller writes it: what has a default may be left out. */
export type WriteBackReservationRequestInput = Immutable<z.input<typeof WriteBackReservationRequest>>
