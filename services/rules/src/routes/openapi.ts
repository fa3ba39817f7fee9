import { Problem } from '@doseline/contract'
import type { z } from 'zod'

/** A refusal, for the description of the API. */
export const problemAnswer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
})

/** An answer, for the description of the API. */
export const jsonAnswer = <Shape extends z.ZodType>(description: string, schema: Shape) => ({
  description,
  content: { 'application/json': { schema } },
})
