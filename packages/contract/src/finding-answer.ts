import { z } from 'zod'
import { CONFIDENCES, MISSING_BECAUSE, OUTCOMES, POLICY_LAYERS, SEVERITIES, WHO } from './enumerations.ts'
import type { Immutable } from './immutable.ts'

export const PlaceAnswer = z
  .object({ resource: z.string(), element: z.string(), shows: z.string().optional() })
  .meta({ id: 'Place' })

export const SourceAnswer = z
  .object({
    id: z.string(),
    title: z.string(),
    address: z.string().optional(),
    from: z.string().optional(),
    value: z.string().optional(),
    confidence: z.enum(CONFIDENCES),
    layer: z
      .enum(POLICY_LAYERS)
      .optional()
      .describe('Whose policy file gives the value; absent for one that is shipped'),
  })
  .meta({ id: 'Source' })

/** A source beside others of an answer, each once. */
export const CitedSource = SourceAnswer.extend({
  key: z.string().describe('What the findings call it: its id, numbered where it gives several values'),
}).meta({ id: 'CitedSource' })

export const FindingAnswer = z
  .object({
    id: z.string().describe('Rule id, such as amount/discard-is-documented'),
    asks: z.string().optional().describe('The question; where evidence is included'),
    outcome: z.enum(OUTCOMES),
    severity: z.enum(SEVERITIES),
    text: z.string(),
    remedy: z.string().optional(),
    who: z.enum(WHO).optional().describe('Who can fix it'),
    evidence: z
      .array(z.string())
      .optional()
      .describe('Names of the facts it rests on, each of which the dose states once; where evidence is included'),
    sources: z
      .array(z.string())
      .optional()
      .describe('Keys of the sources it rests on, each of which the dose states once; where evidence is included'),
    confidence: z.enum(CONFIDENCES).optional().describe('Of the sources it rests on; where evidence is included'),
    denial: z
      .object({
        reason: z.string(),
        group: z.string().describe('Claim adjustment group code'),
        carc: z.array(z.string()),
        rarc: z.array(z.string()),
        confidence: z.enum(CONFIDENCES),
      })
      .optional()
      .describe('What a claim would be denied with as it is'),
  })
  .meta({ id: 'Finding' })

/** What a person stated in addition to the chart. */
export const StatedFact = z
  .object({ fact: z.string(), shows: z.string(), by: z.string(), at: z.string() })
  .meta({ id: 'StatedFact' })

export const FactAnswer = z
  .object({
    fact: z.string(),
    known: z.boolean(),
    shows: z.string(),
    because: z.enum(MISSING_BECAUSE).optional().describe('Why it is missing'),
    attestedBy: z.string().optional(),
    attestedAt: z.string().optional(),
    places: z.array(PlaceAnswer),
  })
  .meta({ id: 'Fact' })

export type PlaceAnswer = Immutable<z.infer<typeof PlaceAnswer>>
export type CitedSource = Immutable<z.infer<typeof CitedSource>>
export type SourceAnswer = Immutable<z.infer<typeof SourceAnswer>>
export type FindingAnswer = Immutable<z.infer<typeof FindingAnswer>>
export type StatedFact = Immutable<z.infer<typeof StatedFact>>
export type FactAnswer = Immutable<z.infer<typeof FactAnswer>>
