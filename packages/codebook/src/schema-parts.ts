import { CONFIDENCES } from '@doseline/contract'
import { calendarDate, exact, isPositive, ndc11 } from '@doseline/dose'
import { z } from 'zod'

/** A day, as every dated value is written. */
export const Day = z
  .string()
  .meta({ format: 'date', examples: ['2026-01-01'] })
  .refine((text) => calendarDate(text) !== undefined, 'is not a day (yyyy-mm-dd)')
  .transform((text) => text as NonNullable<ReturnType<typeof calendarDate>>)

/** Amounts are text, so that no float stands between the document and the exact number. */
export const Amount = z
  .string()
  .meta({ examples: ['60', '0.5'] })
  .transform((text, context) => {
    const amount = exact(text)
    if (amount && isPositive(amount)) return amount
    context.addIssue({ code: 'custom', message: `“${text}” is not a positive decimal` })
    return z.NEVER
  })

/** As {@link Amount}, where it may also be nothing or less: a T-score is. */
export const Decimal = z
  .string()
  .meta({ examples: ['-2.5', '35'] })
  .transform((text, context) => {
    const amount = exact(text)
    if (amount !== undefined) return amount
    context.addIssue({ code: 'custom', message: `“${text}” is not a decimal` })
    return z.NEVER
  })

export const Ndc = z
  .string()
  .meta({ examples: ['55513-710-01'] })
  .transform((text, context) => {
    const ndc = ndc11(text)
    if (ndc !== undefined) return ndc
    context.addIssue({ code: 'custom', message: `“${text}” is not a hyphenated 10-digit or an 11-digit NDC` })
    return z.NEVER
  })

export const Confidence = z.enum(CONFIDENCES)

/**
 * What every dated entry says beside its value. `from` is the day the source gives; where it gives none, `checkedOn` is
 * the day we looked, and the value applies from the code book's first day, unconfirmed. `through` is the last day the
 * source speaks for: later days keep the value, unconfirmed.
 */
export const dated = {
  from: Day.optional().describe('First day of service it holds for, as the source gives it.'),
  checkedOn: Day.optional().describe(
    'In place of `from` where the source gives no start: the day you read it. The value is then unconfirmed.',
  ),
  through: Day.optional().describe(
    'Last day the source speaks for. Later days keep the value, unconfirmed, until an entry that follows.',
  ),
  source: z.string().describe('A key of `sources`: the document that says so.'),
  confidence: Confidence.default('confirmed').describe('`unconfirmed` where no official document confirms the value.'),
  overrides: z
    .string()
    .min(10)
    .optional()
    .describe('In a policy of a site or tenant that departs from a confirmed value below it: why, in a sentence.'),
}
export const startsOnce = (entry: { from?: unknown; checkedOn?: unknown }) =>
  (entry.from === undefined) !== (entry.checkedOn === undefined)
/** Of the published JSON Schema: what {@link startsOnce} checks. */
export const STARTS_ONCE = { oneOf: [{ required: ['from'] }, { required: ['checkedOn'] }] }
export const NEEDS_START = 'needs either `from` (the source gives a start) or `checkedOn`'
export const datedEntry = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .strictObject({ ...dated, ...shape })
    .refine(startsOnce, NEEDS_START)
    .meta(STARTS_ONCE)

/** One value, or several of which only somebody who looks can say which it is. */
export const oneOrEither =
  (name: 'code' | 'value') =>
  (entry: { readonly code?: unknown; readonly value?: unknown; readonly either?: unknown; readonly why?: unknown }) =>
    (entry[name] === undefined) === (entry.either !== undefined) &&
    (entry.either === undefined) === (entry.why === undefined)

export const IcdStem = z
  .string()
  .regex(
    /^[A-Z](\d[0-9A-Z](\.[0-9A-Z]{1,4})?|\d[0-9A-Z]\.[0-9A-Z]{0,3}-|\d[0-9A-Z]?-|-)$/,
    'is no ICD-10-CM code or stem',
  )
  .meta({ examples: ['M81.0', 'M80.0-'] })

export const HcpcsCode = z.string().regex(/^[A-Z]\d{4}$/, 'is no HCPCS code')
export const Cpt = z.string().regex(/^\d{5}$/, 'is no CPT code')
export const Modifier = z.string().regex(/^[A-Z0-9]{2}$/, 'is no modifier')
