import { z } from 'zod'
import { WRITE_BACK_ACTS, WRITE_BACK_STEPS } from './enumerations.ts'
import type { Immutable } from './immutable.ts'
import { reference } from './texts.ts'
import { Channel } from './write-back-request.ts'

/** One thing that happened to a dose. */
export const HistoryEvent = z
  .object({
    at: z.string(),
    who: z.string(),
    act: z.enum(['assessed', 'write-back reserved', ...WRITE_BACK_STEPS]).exclude(['reserved']),
    since: z.string().optional().describe('Of equal assessments in a row, when the first was'),
    times: z.int().optional().describe('How many equal assessments in a row this is, where it is several'),
    verdict: z.string().optional(),
    edition: z.string().optional(),
    codebook: z.string().optional(),
    lines: z.array(z.string()).optional().describe('Code, modifiers and units of each line'),
    channel: Channel.optional(),
    writeBack: z.string().optional().describe('Id of the write-back this is a step of'),
    does: z.enum(WRITE_BACK_ACTS).optional().describe('What the write-back was asked for'),
    focus: z.string().optional().describe('The dose it was asked for; absent where it was the whole visit'),
    by: z.string().optional().describe('Who is named as its author, where that is not who signed in to the service'),
    overrides: z
      .array(z.object({ rule: z.string(), asks: z.string(), reason: z.string() }))
      .optional()
      .describe('Why it was charged although these questions were open'),
    stated: z
      .array(z.object({ fact: z.string(), shows: z.string(), by: z.string() }))
      .optional()
      .describe('What a person stated in addition to the chart'),
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

/** A write of a dose that is on its way, or ended so lately that a chart may not show it yet. */
export const WriteUnderWay = z
  .object({
    writeBack: z.string(),
    who: z.string(),
    state: z.enum(WRITE_BACK_STEPS).exclude(['void']),
    since: z.string().describe('When it came to this state'),
    until: z.string().describe('Until when what was sent may arrive, or not be found yet'),
    seconds: z.int().describe('Until then'),
  })
  .meta({ id: 'WriteUnderWay' })

export const DoseHistory = z
  .object({
    dose: z.string(),
    server: z.string().describe('Key of the FHIR server the dose is of'),
    events: z.array(HistoryEvent).describe('Newest first'),
    underWay: WriteUnderWay.optional().describe(
      'A write of its lines that is on its way or has just ended, for whatever visit: nothing is missing from the chart until that time is over',
    ),
  })
  .meta({ id: 'DoseHistory' })

export type HistoryEvent = Immutable<z.infer<typeof HistoryEvent>>
export type HistoryRequest = Immutable<z.infer<typeof HistoryRequest>>
export type WriteUnderWay = Immutable<z.infer<typeof WriteUnderWay>>
export type DoseHistory = Immutable<z.infer<typeof DoseHistory>>
