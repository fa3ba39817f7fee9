import { AssessmentAnswer, AssessmentRequest, type AssessmentRequestInput } from '@doseline/assessment'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Engine } from '../engine.ts'
import { jsonBody } from '../middleware/json-body.ts'
import { fromZodError } from '../middleware/problem.ts'
import { referenceFace } from './reference.ts'

const ProblemDetails = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string(), remedy: z.string().optional() })),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem' })

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemDetails } },
})

const assessments = createRoute({
  method: 'post',
  path: '/v1/assessments',
  summary: 'Judge the doses of a chart',
  description:
    'Takes FHIR R4 resources about one patient and answers, for each administered dose, whether it can be billed, why not, and with which lines. Nothing is stored.',
  request: { body: { required: true, content: { 'application/json': { schema: AssessmentRequest } } } },
  responses: {
    200: { description: 'Judged', content: { 'application/json': { schema: AssessmentAnswer } } },
    400: problem('The body is not JSON, or not of this contract; each element is named'),
    403: problem('The code book is not allowed here'),
    413: problem('The body is larger than 2 MB'),
    415: problem('The body is not JSON'),
    422: problem('The request names something that is not in the chart'),
  },
})

/** REST: the contract as it is. */
export function restFace(engine: Engine): OpenAPIHono {
  const app = new OpenAPIHono()
  // The route is registered for its description; the body is read by us, so that one reader serves every face.
  app.openAPIRegistry.registerPath(assessments)
  app.post('/v1/assessments', async (c) => {
    const request = AssessmentRequest.safeParse(await jsonBody(c))
    if (!request.success) throw fromZodError(request.error)
    return c.json(engine.assess(request.data))
  })
  const reference = referenceFace(engine)
  app.route('/', reference)
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Doseline rules service',
      version: engine.version,
      description: 'From an administered dose to a charge line a biller can stand behind.',
      license: { name: 'Apache-2.0' },
    },
  })
  return app
}

export type { AssessmentRequestInput }
