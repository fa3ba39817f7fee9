import { z } from '@hono/zod-openapi'

const ProblemDetails = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    errors: z.array(
      z.object({
        pointer: z.string().describe('JSON pointer into the request'),
        expression: z.string().optional().describe('FHIRPath of the element'),
        detail: z.string(),
        remedy: z.string().optional(),
      }),
    ),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem' })

/** A refusal, for the description of the API. */
export const problemAnswer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemDetails } },
})

/** An answer, for the description of the API. */
export const jsonAnswer = <Shape extends z.ZodType>(description: string, schema: Shape) => ({
  description,
  content: { 'application/json': { schema } },
})
