import type { Bundle, FhirResource } from 'fhir/r4'
import { z } from 'zod'

/** A text a finding must have, or null where any will do. */
const findings = z.record(z.string(), z.string().nullable()).default({})

/** What is expected: a required rule that is not named passes or does not apply; advice is named where it is the story. */
export const Expected = z.strictObject({
  verdict: z.enum(['ready', 'not-ready', 'needs-information', 'not-billable']),
  /** Every required rule that fails, and the advice this scenario is about. */
  fails: findings,
  'cannot tell': findings,
  /** `J3397 × 88`, `J3397-JW × 2`: what would be charged, whatever the verdict. */
  lines: z
    .array(
      z
        .string()
        .regex(/^[A-Z]\d{4}(-[A-Z0-9]{2})* × \d+$/, 'is not a code, its modifiers and units, such as J3397-JW × 2'),
    )
    .describe('What would be charged, whatever the verdict: [J0897-JZ × 60].'),
  /** `96372 × 1`: what giving it would be charged with; said where it is the story. */
  administration: z.array(z.string().regex(/^\d{5} × \d+$/, 'is not a code and units, such as 96372 × 1')).optional(),
  /** What an approval puts into the chart, without administration codes. `none` where Doseline does not cover the drug and stays silent. */
  'written back': z
    .strictObject({
      flag: z.enum(['ready', 'not-ready', 'needs-information', 'not-billable', 'article-demonstration', 'none']),
      charges: z.array(
        z
          .string()
          .regex(
            /^[A-Z]\d{4}(-[A-Z0-9]{2})* × \d+ (billable|not-billable)$/,
            'is not a line and its status, such as J3397-JW × 2 billable',
          ),
      ),
    })
    .describe('What an approval puts into the chart: { flag: ready, charges: [J0897-JZ × 60 billable] }.'),
})

/** In the measure of a drug that is not counted by mass. */
const Amount = z.strictObject({ value: z.string(), unit: z.string() })

/** What a person states beside the chart, about the scenario’s dose. */
export const Attested = z.strictObject({
  discardedMg: z.string().optional(),
  openedMg: z.string().optional(),
  containersOpened: z.int().optional(),
  acquired: z.enum(['bought', 'supplied', 'free', '340B']).optional(),
  dateOfService: z.string().optional(),
  administeredMg: z.string().optional(),
  discarded: Amount.optional(),
  opened: Amount.optional(),
  administered: Amount.optional(),
  infusionMinutes: z.int().optional(),
  isInitialInfusion: z.boolean().optional(),
  extraContainersReason: z.string().optional(),
  policyMet: z.literal(true).optional(),
  reviewed: z.array(z.string()).optional(),
  diagnoses: z.array(z.string()).optional(),
  container: z.enum(['single-dose', 'multi-dose']).optional(),
  noAuthorizationNeeded: z.literal(true).optional(),
  authorization: z
    .strictObject({
      number: z.string(),
      from: z.string().optional(),
      until: z.string().optional(),
      units: z.int().optional(),
      visits: z.int().optional(),
    })
    .optional(),
  earlierTreatments: z
    .array(z.strictObject({ name: z.string(), outcome: z.enum(['tried', 'not tolerated', 'ruled out']) }))
    .optional(),
  effectiveCode: z.string().optional(),
  payer: z.string().optional(),
  discardAsked: z.enum(['JW or JZ', 'JW when discarded', 'not asked']).optional(),
  filingDays: z.int().optional(),
  chargedAt: z.enum(['home', 'nursing facility', 'residential facility']).optional(),
  by: z.string(),
  at: z.string(),
})

/** What the caller would charge for the scenario’s dose. */
export const Proposed = z.strictObject({ code: z.string().optional(), modifiers: z.array(z.string()).default([]) })

const reads = z.record(z.string(), z.enum(['complete', 'partial', 'refused', 'not-offered', 'failed']))

/** `scenario.yaml` with what it is `like` merged in. `given` is checked by the chart’s maker. */
export const ScenarioFile = z.strictObject({
  title: z.string().max(120),
  shape: z.string().optional(),
  book: z.enum(['cms', 'article']).default('cms'),
  given: z.record(z.string(), z.unknown()).optional(),
  focus: z.string().optional(),
  attested: Attested.optional(),
  proposed: Proposed.optional(),
  timeZone: z.string().optional(),
  reads: reads.optional(),
  asOf: z.iso.datetime({ offset: true }),
  // biome-ignore lint/suspicious/noThenProperty: given / then / because are the words of a scenario; nothing awaits one.
  then: Expected,
  because: z.string().min(40),
})

export type Expected = z.infer<typeof Expected>
export type Attested = z.infer<typeof Attested>
export type Proposed = z.infer<typeof Proposed>
export type Reads = z.infer<typeof reads>
export type ScenarioFile = z.infer<typeof ScenarioFile>

/** One story of one dose: the chart, what is asked, and what must be answered. */
export interface Scenario {
  /** The folder’s name: `medicare-mepsevii-discard-recorded`. */
  readonly name: string
  /** One line saying what happened. */
  readonly title: string
  readonly book: 'cms' | 'article'
  /** A collection as a FHIR server holds it: relative references, every resource with its id, one Patient. */
  readonly chart: Bundle<FhirResource>
  /** The same chart as it was sent; another shape only where it was written by hand. Both must be answered alike. */
  readonly sent: Bundle<FhirResource>
  /** `MedicationAdministration/…` */
  readonly focus: string
  readonly attested?: Attested
  readonly proposed?: Proposed
  readonly timeZone?: string
  readonly reads?: Reads
  /** The moment of judging. */
  readonly asOf: string
  readonly then: Expected
  readonly because: string
  /** True where the chart was written in the shape of another server, and not made by our generator. */
  readonly handWritten: boolean
  /** Whose shape a hand-written chart has: `Epic`. */
  readonly shape?: string
  /** Where the scenario stands on disk. */
  readonly folder: string
}
