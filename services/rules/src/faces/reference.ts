import type { Codebook, Product } from '@doseline/codebook'
import { calendarDate, exactText } from '@doseline/dose'
import { RULEBOOK } from '@doseline/rules'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { HttpProblem } from '../middleware/problem.ts'

const Source = z.object({
  id: z.string(),
  title: z.string(),
  address: z.string().optional(),
  from: z.string().optional(),
  value: z.string().optional(),
  confidence: z.enum(['confirmed', 'unconfirmed']),
})
const Value = z.object({ says: z.string(), source: Source.optional() })
const CodeAnswer = z
  .object({
    code: z.string(),
    descriptor: z.string(),
    generic: z.string(),
    on: z.string(),
    bills: z.array(z.object({ product: z.string(), brand: z.string(), unit: z.string() })),
    mue: Value,
    paymentLimit: Value,
    source: Source,
  })
  .meta({ id: 'Code' })
const ProductAnswer = z
  .object({
    id: z.string(),
    brand: z.string(),
    generic: z.string(),
    container: z.string(),
    singleDose: z.boolean(),
    mgPerContainer: z.string().describe('Decimal text'),
    mlPerContainer: z.string().describe('Decimal text'),
    ndcs: z.array(z.string()).describe('11 digits'),
    source: Source,
  })
  .meta({ id: 'Product' })
const RuleAnswer = z
  .object({
    id: z.string(),
    asks: z.string(),
    needs: z.array(z.string()),
    reads: z.array(z.string()),
    inForce: z.array(z.string()),
    weight: z.enum(['required', 'advice']),
    why: z.string(),
    messages: z.array(z.object({ key: z.string(), says: z.string(), remedy: z.string().optional() })),
  })
  .meta({ id: 'Rule' })
const BookAnswer = z
  .object({ id: z.string(), label: z.string(), forSubmission: z.boolean(), note: z.string(), allowed: z.boolean() })
  .meta({ id: 'Codebook' })

const json = <Shape extends z.ZodType>(description: string, schema: Shape) => ({
  description,
  content: { 'application/json': { schema } },
})
const CODE = createRoute({
  method: 'get',
  path: '/v1/codes/{code}',
  summary: 'What a HCPCS code is, and bills, on a day',
  request: {
    params: z.object({ code: z.string() }),
    query: z.object({ on: z.string().optional().describe('A day, yyyy-mm-dd; today when absent') }),
  },
  responses: { 200: json('The code', CodeAnswer) },
})
const PRODUCTS = createRoute({
  method: 'get',
  path: '/v1/products',
  summary: 'Every product the code book holds',
  responses: { 200: json('Products', z.array(ProductAnswer)) },
})
const RULES = createRoute({
  method: 'get',
  path: '/v1/rules',
  summary: 'Every question asked of a dose, and all it can say',
  request: { query: z.object({ payer: z.string().optional().describe('A payer’s id: what each weighs for it') }) },
  responses: { 200: json('Rules', z.array(RuleAnswer)) },
})
const BOOKS = createRoute({
  method: 'get',
  path: '/v1/codebooks',
  summary: 'The code books, and which may be used here',
  responses: { 200: json('Code books', z.array(BookAnswer)) },
})

/** What the service knows by itself, without a chart: codes, products, rules and code books. */
export function referenceFace(about: {
  readonly codebook: Codebook
  readonly allowArticle: boolean
  readonly now: () => string
}): OpenAPIHono {
  const { codebook, allowArticle, now } = about
  const app = new OpenAPIHono()
  for (const route of [CODE, PRODUCTS, RULES, BOOKS]) app.openAPIRegistry.registerPath(route)
  app.get('/v1/codes/:code', (c) =>
    c.json(codeAnswer(codebook, c.req.param('code'), c.req.query('on') ?? now().slice(0, 10))),
  )
  app.get('/v1/products', (c) => c.json(codebook.products().map(productAnswer)))
  app.get('/v1/rules', (c) => c.json(ruleAnswers(codebook, c.req.query('payer'))))
  app.get('/v1/codebooks', (c) =>
    c.json(codebook.books.map((book) => ({ ...book, allowed: book.forSubmission || allowArticle }))),
  )
  return app
}

function codeAnswer(codebook: Codebook, written: string, on: string) {
  const day = calendarDate(on)
  if (!day) {
    throw new HttpProblem(400, 'day-unknown', `“${on.slice(0, 40)}” is not a day.`, [
      { pointer: '', detail: 'The parameter on is no day.', remedy: 'Write it as 2026-03-02.' },
    ])
  }
  const meaning = codebook.meaningOf(written)
  if (!meaning) {
    throw new HttpProblem(404, 'code-unknown', `The code book does not hold ${written.slice(0, 20)}.`, [
      { pointer: '', detail: 'Unknown code.', remedy: 'See /v1/products for what the code book holds.' },
    ])
  }
  const { code, descriptor, generic, source } = meaning
  const edition = codebook.inForce(day, undefined, BY_HCPCS)
  const billed = codebook.products().flatMap((product) => {
    const values = edition.values(product)
    return values.hcpcs.known && values.hcpcs.value.code === code
      ? [{ product, values, unit: values.hcpcs.value.unitText }]
      : []
  })
  const [first] = billed
  const shown = (name: 'mue' | 'paymentLimit') => {
    const value = first?.values[name]
    if (!value) return { says: `${code} bills no product of the code book on ${day}.` }
    return value.known ? { says: value.source.value ?? '', source: value.source } : { says: value.says }
  }
  return {
    code,
    descriptor,
    generic,
    on: day,
    bills: billed.map(({ product, unit }) => ({ product: product.id, brand: product.brand, unit })),
    mue: shown('mue'),
    paymentLimit: shown('paymentLimit'),
    source,
  }
}

/** What a code is by HCPCS, whatever another book makes of it. */
const BY_HCPCS = 'cms'

const productAnswer = (product: Product) => {
  const { id, brand, generic, container, singleDose, mgPerContainer, mlPerContainer, ndcs, source } = product
  const amounts = { mgPerContainer: exactText(mgPerContainer), mlPerContainer: exactText(mlPerContainer) }
  return { id, brand, generic, container, singleDose, ...amounts, ndcs, source }
}

function ruleAnswers(codebook: Codebook, payer: string | undefined) {
  if (payer !== undefined && !codebook.payers.some(({ id }) => id === payer)) {
    const known = codebook.payers.map(({ id }) => id).join(', ')
    throw new HttpProblem(404, 'payer-unknown', `The code book holds no payer “${payer.slice(0, 60)}”.`, [
      { pointer: '', detail: 'Unknown payer.', remedy: `Name one of: ${known}.` },
    ])
  }
  const edition = codebook.inForce(undefined, payer, BY_HCPCS)
  return RULEBOOK.map(({ id, asks, needs, reads, inForce, messages }) => ({
    id,
    asks,
    needs,
    reads,
    inForce,
    ...edition.weightOf(id),
    messages: Object.entries(messages).map(([key, { says, remedy }]) => ({ key, says, ...(remedy && { remedy }) })),
  }))
}
