import { z } from 'zod'
import { SEVERITIES } from './enumerations.ts'
import { SourceAnswer } from './finding-answer.ts'
import type { Immutable } from './immutable.ts'

/** What is known without a chart, as any API answers it. */

const Value = z.object({ says: z.string(), source: SourceAnswer.optional() })
export const CodeAnswer = z
  .object({
    code: z.string(),
    descriptor: z.string(),
    generic: z.string(),
    on: z.string(),
    bills: z.array(z.object({ product: z.string(), brand: z.string(), unit: z.string() })),
    mue: Value,
    paymentLimit: Value,
    source: SourceAnswer,
  })
  .meta({ id: 'Code' })
export const ProductAnswer = z
  .object({
    id: z.string(),
    brand: z.string(),
    generic: z.string(),
    container: z.string(),
    singleDose: z.boolean().optional(),
    mgPerContainer: z.string().optional().describe('Decimal text'),
    mlPerContainer: z.string().optional().describe('Decimal text'),
    ndcs: z.array(z.string()).describe('11 digits'),
    source: SourceAnswer,
  })
  .meta({ id: 'Product' })
export const RuleAnswer = z
  .object({
    id: z.string(),
    asks: z.string(),
    needs: z.array(z.string()),
    reads: z.array(z.string()),
    published: z.array(z.string()),
    severity: z.enum(SEVERITIES),
    why: z.string(),
    messages: z.array(z.object({ key: z.string(), says: z.string(), remedy: z.string().optional() })),
  })
  .meta({ id: 'Rule' })
export const BookAnswer = z
  .object({ id: z.string(), label: z.string(), forSubmission: z.boolean(), note: z.string(), allowed: z.boolean() })
  .meta({ id: 'Codebook' })

export type CodeAnswer = Immutable<z.infer<typeof CodeAnswer>>
export type ProductAnswer = Immutable<z.infer<typeof ProductAnswer>>
export type RuleAnswer = Immutable<z.infer<typeof RuleAnswer>>
export type BookAnswer = Immutable<z.infer<typeof BookAnswer>>
