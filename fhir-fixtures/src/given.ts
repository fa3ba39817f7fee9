import { z } from 'zod'

/**
 * What is given in a scenario, in a biller's words. `chart-from.ts` turns them into FHIR; nothing here is FHIR yet. A word
 * such as `not recorded` is said, never left out, so that a scenario shows what its chart lacks.
 */

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'is not a day such as 2026-03-02')
const time = z.string().regex(/^\d{2}:\d{2}[+-]\d{2}:\d{2}$/, 'is not a time with its offset such as 09:30-05:00')
const amount = z.string().regex(/^\d+(\.\d+)? \S+$/, 'is not an amount with its unit such as 88 mg')
const notRecorded = z.literal('not recorded')

export const Patient = z.strictObject({
  family: z.string(),
  given: z.string(),
  birthDate: day,
  gender: z.enum(['female', 'male', 'other', 'unknown']),
})

/** Which names of the drug the chart carries; all of them unless a scenario says less. */
export const DrugName = z.enum(['ndc', 'rxnorm', 'text'])

export const Dose = z.strictObject({
  product: z.string(),
  amount: z.union([amount, notRecorded]),
  rate: z
    .string()
    .regex(/^\d+(\.\d+)? \S+\/\S+$/, 'is not a rate such as 22 mg/h')
    .optional(),
  route: z.enum(['subcutaneous', 'intravenous']).optional().describe('As charted, where it is not the product’s'),
  says: z.string().optional().describe('The words of the dosage, where they are not those of the amount'),
  on: day,
  at: time,
  /** End of an infusion; an injection has none. */
  until: z.union([time, notRecorded]).optional(),
  status: z
    .enum(['completed', 'stopped', 'not-done', 'entered-in-error', 'in-progress', 'on-hold', 'unknown'])
    .default('completed'),
  why: z.string().optional().describe('Why it was not done or was stopped'),
  opened: z.union([amount, notRecorded]).default('not recorded').describe('Containers, such as 9 vials'),
  discarded: z.union([amount, notRecorded]).default('not recorded'),
  note: z.string().optional(),
  as: z.enum(['reference', 'contained', 'codeable concept']).default('reference'),
  names: z.array(DrugName).default(['ndc', 'rxnorm', 'text']),
  called: z.string().optional().describe('The words the chart uses, where they are not the product’s own'),
})

export const Condition = z.strictObject({
  icd10cm: z.string(),
  text: z.string(),
  since: day.optional(),
  status: z.enum(['active', 'inactive', 'resolved', 'remission']).default('active'),
  verification: z.enum(['confirmed', 'provisional', 'differential', 'refuted']).default('confirmed'),
})

export const Coverage = z.strictObject({
  payer: z.string().describe('One of `scenarios/payers.yaml`'),
  from: day,
  until: day.optional(),
  status: z.enum(['active', 'cancelled', 'draft', 'entered-in-error']).default('active'),
})

export const Authorization = z.strictObject({
  number: z.string(),
  codes: z.array(z.string()).default([]),
  from: day,
  until: day,
  says: z.string().default('Certified in total'),
})

export const EarlierDose = z.strictObject({ on: day, amount: amount.optional(), product: z.string().optional() })

/** A result of the laboratory or of a scan. */
export const Result = z.strictObject({
  of: z.enum(['T-score', 'calcium', 'kidney function']),
  value: z.string().regex(/^-?\d+(\.\d+)?( \S+)?$/, 'is not a value such as 9.1 mg/dL or -2.8'),
  on: day,
  low: z.literal(true).optional(),
})

/** A drug the patient had before: ordered here, as the patient tells, or not tolerated. */
export const Before = z.strictObject({
  drug: z.string(),
  from: day.optional(),
  until: day.optional(),
  as: z.enum(['order', 'statement', 'intolerance']).default('order'),
})

/** Kinds of places whose claims differ. */
export const Setting = z.enum([
  'outpatient',
  'inpatient',
  'hospital department',
  'rural health clinic',
  'home',
  'nursing facility',
  'skilled nursing facility',
])

export const Charge = z.strictObject({
  code: z.string(),
  units: z.int(),
  status: z.enum(['planned', 'billable', 'billed', 'not-billable', 'aborted', 'entered-in-error']),
})

export const Given = z.strictObject({
  patient: Patient,
  dose: Dose,
  weight: amount.optional(),
  /** Where it was not measured on the day of the dose. */
  weighedOn: day.optional(),
  results: z.array(Result).default([]),
  before: z.array(Before).default([]),
  setting: Setting.default('outpatient'),
  acquired: z.enum(['bought', 'supplied', 'free', '340B']).optional(),
  /** The ICD-10-CM code of the condition that the administration names as its reason. */
  reason: z.union([z.string(), z.literal('not recorded')]).default('not recorded'),
  conditions: z.array(Condition).default([]),
  coverage: z.union([Coverage, z.literal('none')]),
  /** What pays after the first coverage. */
  second: Coverage.optional(),
  authorization: z.union([Authorization, z.literal('none')]).default('none'),
  earlierDoses: z.array(EarlierDose).default([]),
  charges: z.array(Charge).default([]),
})

export type Given = z.infer<typeof Given>
export type Dose = z.infer<typeof Dose>
export type DrugName = z.infer<typeof DrugName>
export type Coverage = z.infer<typeof Coverage>
export type Authorization = z.infer<typeof Authorization>
export type Setting = z.infer<typeof Setting>
