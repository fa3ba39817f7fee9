import { requestFor, scenario, scenarios } from '@doseline/fhir-fixtures'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { aService, post } from './a-service.ts'
import { hookFor } from './requests.ts'

const service = await aService({ appFolder: 'web' })
const CHART = '/cds-services/infusion-readiness-chart'
const cardsOf = (each: ReturnType<typeof scenario>) => post(service, CHART, hookFor(each, requestFor(each)))

const Coding = z.strictObject({ system: z.url(), code: z.string().min(1), display: z.string().min(1) })
const Action = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('create'),
    description: z.string().min(1),
    resource: z.looseObject({ resourceType: z.string(), id: z.undefined().optional() }),
  }),
])
const Link = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('absolute'), label: z.string().min(1), url: z.url() }),
  z.strictObject({
    type: z.literal('smart'),
    label: z.string().min(1),
    url: z.url(),
    appContext: z.string().optional(),
  }),
])
/** A card as the specification has it; what it does not name is an extension, and there is none. @see https://cds-hooks.hl7.org/2.0/#card-attributes */
const Card = z
  .strictObject({
    uuid: z.uuid(),
    summary: z.string().min(1).max(139),
    detail: z.string().optional(),
    indicator: z.enum(['info', 'warning', 'critical']),
    source: z.strictObject({ label: z.string().min(1), url: z.url().optional(), topic: Coding.optional() }),
    suggestions: z
      .array(z.strictObject({ label: z.string().min(1), uuid: z.uuid(), actions: z.array(Action) }))
      .optional(),
    selectionBehavior: z.enum(['at-most-one', 'any']).optional(),
    overrideReasons: z.array(Coding).optional(),
    links: z.array(Link).optional(),
  })
  .refine(({ suggestions, selectionBehavior }) => !suggestions || selectionBehavior !== undefined)

test('every card of every scenario has the shape that CDS Hooks 2.0 gives it', async () => {
  let seen = 0
  for (const each of scenarios()) {
    const { body } = await cardsOf(each)
    for (const card of body.cards) {
      seen += 1
      expect(Card.safeParse(card).error?.issues, each.name).toBeUndefined()
    }
  }
  expect(seen).toBeGreaterThan(40)
})

test('an answer is JSON with status 200, and an empty list where there is nothing to say', async () => {
  const each = scenario('medicare-prolia-in-order')
  const { prefetch, ...hook } = hookFor(each, requestFor(each))
  const { status, type, body } = await post(service, CHART, {
    ...hook,
    prefetch: { ...prefetch, administrations: null },
  })
  expect([status, type, body]).toEqual([200, 'application/json', { cards: [] }])
})
