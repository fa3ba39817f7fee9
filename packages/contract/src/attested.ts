import { z } from 'zod'
import {
  ACQUISITIONS,
  CONTAINER_KINDS,
  DEPARTMENT_MODIFIERS,
  DISCARD_POLICIES,
  MODIFIERS_340B,
  SETTINGS,
  SETTINGS_LOOKED_UP,
  TREATMENT_OUTCOMES,
} from './enumerations.ts'
import type { Immutable } from './immutable.ts'
import { amountStated, decimalText, instant, recordReference, reference } from './texts.ts'

/** Facts a person states because the chart lacks them, kept apart from charted ones. Amounts are decimal text. */
export const Attested = z
  .strictObject({
    discardedMg: decimalText.optional(),
    openedMg: decimalText.optional(),
    discarded: amountStated.optional().describe('In the place of discardedMg, for a drug that is not counted by mass'),
    opened: amountStated.optional().describe('In the place of openedMg, for a drug that is not counted by mass'),
    containersOpened: z.int().min(0).max(1000).optional(),
    acquired: z.enum(ACQUISITIONS).optional().describe('How the drug came to be in the room'),
    setting: z
      .enum(SETTINGS)
      .optional()
      .describe('Where it was given, where the chart leaves it open; a place that is charted must agree'),
    notCharged: z
      .literal(true)
      .optional()
      .describe('Somebody looked in the billing system: this dose is not charged there'),
    wholeChart: z
      .literal(true)
      .optional()
      .describe('Somebody looked in the EHR: nothing that was left out of the chart bears on this dose'),
    dailyDoseReason: z
      .string()
      .trim()
      .min(3)
      .max(500)
      .optional()
      .describe('Why more was given on that day than is labeled, or why it was given twice'),
    coverage: reference
      .optional()
      .describe('The coverage that paid first on that day, where the chart leaves it open: Coverage/…'),
    payer: z
      .string()
      .min(2)
      .max(100)
      .optional()
      .describe(
        'Who pays by that coverage, by name or by id in the code book, where the coverage leaves it open; of a payer that no code book describes its own name, as the coverage has it',
      ),
    authorization: z
      .strictObject({
        number: z.string().min(1).max(50),
        from: z.iso.date().optional(),
        until: z.iso.date().optional(),
        units: z.int().min(1).max(1_000_000).optional().describe('Units it covers in all'),
        visits: z.int().min(1).max(1000).optional().describe('Doses it covers in all'),
      })
      .optional(),
    earlierTreatments: z
      .array(
        z.strictObject({
          name: z.string().min(2).max(100).describe('The drug, as it is called'),
          outcome: z.enum(TREATMENT_OUTCOMES),
        }),
      )
      .max(20)
      .optional()
      .describe('What was tried before this drug, and how it ended'),
    diagnoses: z
      .array(
        z.string().regex(/^[A-Z]\d[0-9A-Z](\.?[0-9A-Z]{1,4})?$/, 'This is not an ICD-10-CM code. Write it as "M81.0".'),
      )
      .min(1)
      .max(12)
      .optional()
      .describe(
        'The diagnoses chosen for this dose, ICD-10-CM, first first, those that support the drug before others; one that the chart lacks is stated by hand',
      ),
    dateOfService: z.iso
      .date()
      .optional()
      .describe('The day it was given, where the chart does not name one; a day that is charted must agree'),
    administeredMg: decimalText
      .optional()
      .describe('How much was given, where the chart states it in containers, in words or not at all'),
    administered: amountStated
      .optional()
      .describe('In the place of administeredMg, for a drug that is not counted by mass'),
    infusionMinutes: z
      .int()
      .min(1)
      .max(1440)
      .optional()
      .describe('How long the infusion ran, where its start or stop is not charted'),
    isInitialInfusion: z
      .boolean()
      .optional()
      .describe('Where the visit has several infusions: whether this one bills the initial service'),
    extraContainersReason: z
      .string()
      .min(3)
      .max(300)
      .optional()
      .describe('Why more containers were opened than hold the dose'),
    earlierDoses: z
      .array(
        z.strictObject({
          reference: reference.describe('What tells of it: a MedicationStatement, a dispense, a charge, a claim'),
          notGiven: z.literal(true).optional(),
          on: z.iso.date().optional().describe('The day it was given'),
        }),
      )
      .max(50)
      .optional()
      .describe('Of earlier doses that no administration of the chart records: that they were not given, or their day'),
    drugChangeReason: z
      .string()
      .min(3)
      .max(300)
      .optional()
      .describe(
        'Why a dose came before the interval of the last one was over: a few days early, or in another strength',
      ),
    effectiveCode: z
      .string()
      .regex(/^(?:[A-Z]\d{4}|\d{5})$/, 'This is not a HCPCS code. Write a letter and four digits, or five digits.')
      .optional()
      .describe(
        'The code that billed the product that day, looked up where the code book leaves it open; of a payer that no code book describes the code that its policy names for the drug',
      ),
    modifier340B: z
      .enum(MODIFIERS_340B)
      .optional()
      .describe('Which modifier reported a 340B drug, where that hangs on the hospital'),
    departmentModifier: z
      .enum(DEPARTMENT_MODIFIERS)
      .optional()
      .describe('Of an off-campus department of a hospital: PO where it is excepted, PN where it is not'),
    discardAsked: z
      .enum(DISCARD_POLICIES)
      .optional()
      .describe('What the payer asks about discarded drug, looked up where no source of the code book says it'),
    noAuthorizationNeeded: z
      .literal(true)
      .optional()
      .describe(
        'Somebody asked the payer, and it wants no authorization; counts where no source of the code book says it',
      ),
    reviewed: z
      .array(recordReference)
      .min(1)
      .max(50)
      .optional()
      .describe(
        'Records that somebody looked at, such as Task/…, or the administration itself for its notes: what the answer could not read in them does not bear on this dose',
      ),
    filingDays: z
      .int()
      .min(1)
      .max(3660)
      .optional()
      .describe('How many days after the date of service the payer takes a claim; counts where no source says it'),
    chargedAt: z
      .enum(SETTINGS_LOOKED_UP)
      .optional()
      .describe(
        'Somebody looked in the payer’s rules: a drug given in this kind of place is charged there by itself; counts for the place where the dose was given, where no source says how it is paid',
      ),
    policyMet: z
      .literal(true)
      .optional()
      .describe(
        'Somebody read the payer’s policy for the drug: the `diagnoses` stated, the amount, the time since the last dose and what was tried before meet it; counts for a drug or a payer of which no policy is loaded',
      ),
    container: z
      .enum(CONTAINER_KINDS)
      .optional()
      .describe(
        'Whether the container is for one dose or for several, as printed on it; counts where no source says it',
      ),
    by: z.string().min(1).max(200).describe('Who states it: a reference or a name'),
    at: instant.describe('When it was stated'),
  })
  .meta({ id: 'Attested' })

export type Attested = Immutable<z.infer<typeof Attested>>
