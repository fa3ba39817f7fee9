import { AssessmentAnswer, AssessmentRequest } from '@doseline/contract'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { judged } from '../decide.ts'
import { HttpProblem } from '../middleware/problem.ts'
import { askerOf, maySee } from '../security/own.ts'
import { principalOf } from '../security/principal.ts'
import type { Env, Service } from '../service.ts'
import { exampleRequest } from './example.ts'
import { jsonAnswer, problemAnswer } from './openapi.ts'

const JUDGE = createRoute({
  method: 'post',
  path: '/v1/assessments',
  tags: ['Assessments'],
  summary: 'Judge the doses of a chart',
  description:
    'Takes FHIR R4 resources about one patient, in this contract or as a FHIR Bundle as it is, and answers, for each administered dose, whether it can be billed, why not, and with which lines. The decision is recorded before it is answered. With an Idempotency-Key a retry has the same answer.',
  request: {
    headers: z.object({ 'idempotency-key': z.string().optional().describe('A quoted string') }),
    body: {
      required: true,
      content: { 'application/json': { schema: AssessmentRequest, example: exampleRequest() } },
    },
  },
  responses: {
    200: jsonAnswer('Judged', AssessmentAnswer),
    400: problemAnswer('The body is not JSON, or not of this contract; each element is named'),
    401: problemAnswer('Not signed in'),
    403: problemAnswer('The code book is not allowed here'),
    406: problemAnswer('The caller takes no JSON'),
    413: problemAnswer(
      'The body is larger than 2 MB, the answer would be larger than is answered at once, or judging took too long; what to do is said',
    ),
    415: problemAnswer('The body is not JSON'),
    422: problemAnswer('The request names something that is not in the chart, or resources of another patient'),
    429: problemAnswer('Too many requests; see Retry-After'),
    503: problemAnswer('The decision could not be recorded, so none was made; see Retry-After'),
  },
})
const RECALL = createRoute({
  method: 'get',
  path: '/v1/assessments/{id}',
  tags: ['Assessments'],
  summary: 'An earlier answer, by its id',
  request: { params: z.object({ id: z.string() }) },
  responses: {
    200: jsonAnswer('The answer, as it was given', AssessmentAnswer),
    404: problemAnswer('There was no such assessment'),
    410: problemAnswer('The answer is kept no longer; the audit still knows of it'),
  },
})

/** Assessments: the contract as it is. */
export function restRoutes(service: Service): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>()
  // Routes are registered for their description; bodies are read by us, so that one reader serves every API.
  for (const route of [JUDGE, RECALL]) app.openAPIRegistry.registerPath(route)
  app.post('/v1/assessments', async (c) => {
    const { text, id } = await judged(service, c, { api: 'rest' })
    return c.body(text, 200, { 'content-type': 'application/json', location: `/v1/assessments/${id}` })
  })
  app.get('/v1/assessments/:id', async (c) => {
    const recalled = await service.ledger.recall(principalOf(c).tenant.key, c.req.param('id'))
    switch (recalled.kind) {
      case 'kept':
        if (c.get('reach') !== 'all' && !recalled.patients.every((patient) => maySee(askerOf(c), patient ?? undefined)))
          throw noSuch()
        return c.body(recalled.answer, 200, { 'content-type': 'application/json' })
      case 'no longer kept':
        throw new HttpProblem('no-longer-kept', 'The answer is kept no longer. Send the chart again to judge it again.')
      case 'unknown':
        throw noSuch()
    }
  })
  return app
}

const noSuch = (): HttpProblem => new HttpProblem('not-found', 'There was no such assessment.')
