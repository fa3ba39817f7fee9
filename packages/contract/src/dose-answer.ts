import { z } from 'zod'
import { BENEFITS, LINE_ROLES, MEASURES, NDC_UNITS, VERDICTS, WHO } from './enumerations.ts'
import { CitedSource, FactAnswer, FindingAnswer, SourceAnswer, StatedFact } from './finding-answer.ts'
import type { Immutable } from './immutable.ts'

export const LineAnswer = z
  .object({
    role: z.enum(LINE_ROLES),
    code: z.string(),
    units: z.int(),
    modifiers: z.array(z.string()),
    dateOfService: z.string(),
    ndc: z.object({ ndc: z.string(), quantity: z.string().optional(), unit: z.enum(NDC_UNITS).optional() }).optional(),
    narrative: z
      .string()
      .optional()
      .describe('Of an unclassified code: the drug, its strength, dose and route (item 19, SV101-7)'),
    authorization: z.string().optional().describe('Number of the authorization that covers it'),
    diagnoses: z.array(z.string()),
    working: z.string(),
    doses: z.array(z.string()),
    forSubmission: z.boolean(),
  })
  .meta({ id: 'ChargeLine' })

/** A coverage of the patient as it bears on the day of service. Days are absent where the chart gives none. */
export const CoverageAnswer = z
  .object({
    reference: z.string(),
    payer: z.string().optional().describe('Absent where the chart does not name it'),
    plan: z.string().optional().describe('Its type, plan or group, as charted'),
    benefit: z.enum(BENEFITS).optional().describe('Of the primary coverage'),
    status: z.string(),
    order: z.int().optional(),
    from: z.string().optional(),
    until: z.string().optional(),
    unreadablePeriod: z.string().optional(),
    active: z.boolean().optional().describe('On the day of service; absent where that is not known'),
    first: z.boolean().describe('Whether it is primary that day, or was the most recent coverage'),
  })
  .meta({ id: 'Coverage' })

const AMOUNT = 'in the measure of the dose, as decimal text to three places'

/** What became of the containers that were opened that day for this code. */
export const ContainersAnswer = z
  .object({
    each: z.string().optional().describe(`Labeled content of one, ${AMOUNT}; absent where they differ`),
    opened: z.string().optional().describe(`Labeled content of all, ${AMOUNT}; absent where that is not known`),
    administered: z.string().describe(AMOUNT),
    discarded: z.string().optional().describe(`As recorded, ${AMOUNT}; absent where nothing is`),
  })
  .meta({ id: 'Containers' })

const CLOCK = {
  minutes: z.int(),
  from: z.string().optional().describe('Such as 2026-03-02T10:00-05:00; absent where only the minutes are known'),
  until: z.string().optional(),
}

/** How the doses that share the lines ran, and how the time is billed. */
export const InfusionAnswer = z
  .object({
    bags: z.array(z.object({ dose: z.string(), ...CLOCK })).describe('Each administration of the lines'),
    intervals: z
      .array(z.object({ ...CLOCK, isPush: z.boolean() }))
      .describe(
        'Time as it counts: bags that touch or overlap are one interval; one too short for an infusion is a push',
      ),
    codes: z
      .array(z.object({ code: z.string(), units: z.int(), minutes: z.int().optional() }))
      .describe('What it is billed with, each with the minutes it bills; empty where that is not known'),
    others: z
      .array(
        z.object({
          dose: z.string(),
          name: z.string().optional(),
          ...CLOCK,
          minutes: z.int().optional().describe('Absent where it is not charted'),
        }),
      )
      .optional()
      .describe('What else went into a vein in the visit; absent where nothing did'),
  })
  .meta({ id: 'Infusion' })

export const DoseAnswer = z
  .object({
    focus: z.string(),
    patient: z.string().optional(),
    encounter: z.string().optional(),
    dateOfService: z.string().optional(),
    drug: z.string().optional().describe('What was given, as recognized or as charted'),
    dose: z.string().optional(),
    measure: z.enum(MEASURES).optional().describe('What its amounts are counted in; mg where it is absent'),
    payer: z.string().optional(),
    supported: z.boolean().describe('False for a drug outside the code book: no lines, no flag'),
    edition: z.string(),
    verdict: z.enum(VERDICTS),
    sentence: z.string(),
    findings: z.array(FindingAnswer),
    lines: z.array(LineAnswer).describe('What would be charged; written back only when ready or overridden'),
    stated: z
      .array(StatedFact)
      .optional()
      .describe('What a person stated and the chart does not say; absent where nothing was'),
    facts: z
      .array(FactAnswer)
      .optional()
      .describe('What a person checks against the chart; where evidence is included'),
    furtherFacts: z.array(FactAnswer).optional().describe('What else findings rest on; where evidence is included'),
    sources: z.array(CitedSource).optional().describe('What findings cite; where evidence is included'),
    containers: ContainersAnswer.optional().describe(
      'Only where the amount and the container are known, and evidence is included',
    ),
    infusion: InfusionAnswer.optional().describe(
      'Only of a drug that is infused, where it is known how long it ran, and evidence is included',
    ),
    atStake: z
      .object({
        dollars: z.string().describe('Dollars and cents, as decimal text'),
        working: z.string(),
        source: SourceAnswer,
      })
      .optional()
      .describe('What Medicare Part B pays at most for the drug lines; only where the limit is known'),
    interval: z
      .object({
        every: z.string().describe('Such as “6 months”'),
        previous: z.string().optional().describe('Day of the last dose of the kind; absent where the chart shows none'),
        perhaps: z.string().optional().describe('Why the previous dose may have been another drug'),
        due: z.string().optional().describe('The first day on which this dose was in time'),
        next: z.string().describe('The first day on which the dose after this one is in time'),
        source: SourceAnswer,
      })
      .optional()
      .describe('The labeled interval around this dose; only where it is known'),
    coverages: z
      .array(CoverageAnswer)
      .optional()
      .describe('Every coverage in the chart; absent where it is not known which there are'),
    wouldMakeReady: z.array(z.object({ rule: z.string(), remedy: z.string(), who: z.enum(WHO) })),
    unconfirmed: z
      .array(z.string())
      .describe(
        'Published values it rests on that no official document confirms: a footnote, never part of the verdict',
      ),
    text: z.string().optional().describe('The whole verdict as plain text, where it is included'),
  })
  .meta({ id: 'DoseAssessment' })

export type LineAnswer = Immutable<z.infer<typeof LineAnswer>>
export type CoverageAnswer = Immutable<z.infer<typeof CoverageAnswer>>
export type ContainersAnswer = Immutable<z.infer<typeof ContainersAnswer>>
export type InfusionAnswer = Immutable<z.infer<typeof InfusionAnswer>>
export type DoseAnswer = Immutable<z.infer<typeof DoseAnswer>>
