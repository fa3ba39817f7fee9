import { codeAnswer, productAnswer, RequestProblem, ruleAnswers } from '@doseline/assessment'
import { BookAnswer, CodeAnswer, ProductAnswer, RuleAnswer } from '@doseline/contract'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { fromRequestProblem } from '../middleware/problem.ts'
import type { Ctx, Env, Service } from '../service.ts'
import { jsonAnswer } from './openapi.ts'

const CODE = createRoute({
  method: 'get',
  path: '/v1/codes/{code}',
  tags: ['Reference'],
  summary: 'What a HCPCS code is, and bills, on a day',
  request: {
    params: z.object({ code: z.string() }),
    query: z.object({ on: z.string().optional().describe('A day, yyyy-mm-dd; today when absent') }),
  },
  responses: { 200: jsonAnswer('The code', CodeAnswer) },
})
const PRODUCTS = createRoute({
  method: 'get',
  path: '/v1/products',
  tags: ['Reference'],
  summary: 'Every product the code book holds',
  responses: { 200: jsonAnswer('Products', z.array(ProductAnswer)) },
})
const RULES = createRoute({
  method: 'get',
  path: '/v1/rules',
  tags: ['Reference'],
  summary: 'Every question asked of a dose, and all it can say',
  request: { query: z.object({ payer: z.string().optional().describe('A payer’s id: what each weighs for it') }) },
  responses: { 200: jsonAnswer('Rules', z.array(RuleAnswer)) },
})
const BOOKS = createRoute({
  method: 'get',
  path: '/v1/codebooks',
  tags: ['Reference'],
  summary: 'The code books, and which may be used here',
  responses: { 200: jsonAnswer('Code books', z.array(BookAnswer)) },
})

/** What the service knows by itself, without a chart: codes, products, rules and code books. */
export function referenceRoutes({ engine }: Service): OpenAPIHono<Env> {
  const { now } = engine
  const codebookFor = (c: Ctx) => engine.codebookOf(c.get('principal')?.tenant.key ?? '')
  const app = new OpenAPIHono<Env>()
  for (const route of [CODE, PRODUCTS, RULES, BOOKS]) app.openAPIRegistry.registerPath(route)
  app.get('/v1/codes/:code', (c) =>
    c.json(told(() => codeAnswer(codebookFor(c), c.req.param('code'), c.req.query('on') ?? now().slice(0, 10)))),
  )
  app.get('/v1/products', (c) => c.json(codebookFor(c).products().map(productAnswer)))
  app.get('/v1/rules', (c) => c.json(told(() => ruleAnswers(codebookFor(c), c.req.query('payer')))))
  app.get('/v1/codebooks', (c) =>
    c.json(
      codebookFor(c).books.map((book) => ({
        ...book,
        allowed: book.forSubmission || c.get('principal')?.tenant.allowArticle === true,
      })),
    ),
  )
  return app
}

/** The answer, or what the caller can mend. */
function told<T>(answer: () => T): T {
  try {
    return answer()
  } catch (error) {
    throw error instanceof RequestProblem ? fromRequestProblem(error) : error
  }
}
