import { type Scenario, scenario, scenarios } from '@doseline/fhir-fixtures'
import type { FhirResource } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { openLedger } from '../src/ledger/ledger.ts'
import { aService, get, post, type TestedService } from './a-service.ts'

const service = await aService()
const KEY_OF: Readonly<Record<string, string>> = {
  Patient: 'patient',
  Encounter: 'encounter',
  MedicationAdministration: 'administrations',
  Medication: 'administrations',
  Condition: 'conditions',
  Coverage: 'coverage',
  Organization: 'coverage',
  MedicationRequest: 'orders',
  ClaimResponse: 'authorizations',
  ChargeItem: 'charges',
}

/** What an EHR prefetches of a scenario's chart, key by key; nothing found is null. */
function prefetchOf({ chart, focus }: Scenario): Record<string, unknown> {
  const keys = [...new Set(Object.values(KEY_OF))]
  const visit = encounterOf({ chart, focus })
  return Object.fromEntries(
    keys.map((key) => {
      const found = (chart.entry ?? []).filter(
        ({ resource }) =>
          resource &&
          KEY_OF[resource.resourceType] === key &&
          (resource.resourceType !== 'Encounter' || resource.id === visit),
      )
      if (found.length === 0) return [key, null]
      if (key === 'patient' || key === 'encounter') return [key, found[0]?.resource]
      return [key, { resourceType: 'Bundle', type: 'searchset', entry: found.map(({ resource }) => ({ resource })) }]
    }),
  )
}

function encounterOf({ chart, focus }: Pick<Scenario, 'chart' | 'focus'>): string | undefined {
  const dose = (chart.entry ?? []).find(
    ({ resource }) => `MedicationAdministration/${resource?.id}` === focus,
  )?.resource
  return dose?.resourceType === 'MedicationAdministration' ? dose.context?.reference?.split('/')[1] : undefined
}

const patientOf = ({ chart }: Scenario): string =>
  (chart.entry ?? []).find(({ resource }) => resource?.resourceType === 'Patient')?.resource?.id ?? ''

function hookOf(each: Scenario, hook: string, changes: object = {}) {
  return {
    hook,
    hookInstance: '6b2c0fd2-3ac4-4e6d-9a8a-c1b7e1e7a001',
    context: { patientId: patientOf(each), encounterId: encounterOf(each), userId: 'Practitioner/n1' },
    prefetch: prefetchOf(each),
    ...changes,
  }
}
const discharge = (each: Scenario, changes: object = {}) =>
  post(service, '/cds-services/infusion-readiness-discharge', hookOf(each, 'encounter-discharge', changes))
const view = (each: Scenario, changes: object = {}) =>
  post(service, '/cds-services/infusion-readiness-chart', hookOf(each, 'patient-view', changes))

describe('discovery', () => {
  test('names three services, each with its hook and root-level prefetch only', async () => {
    const { body } = await get(service, '/cds-services')
    expect(body.services.map(({ hook }: { hook: string }) => hook).toSorted()).toEqual([
      'encounter-discharge',
      'order-sign',
      'patient-view',
    ])
    for (const { id, title, description, prefetch } of body.services) {
      expect([id, title, description].every((text) => typeof text === 'string' && text.length > 5)).toBe(true)
      for (const query of Object.values(prefetch)) {
        expect([...String(query).matchAll(/\{\{([^}]*)\}\}/g)].map(([, token]) => token)).toSatisfy(
          (tokens: string[]) => tokens.every((token) => /^context\.\w+$/.test(token)),
        )
      }
    }
  })
})

describe('at discharge', () => {
  test('a dose that cannot be billed gets a card with what would mend it', async () => {
    const each = scenario('medicare-mepsevii-discard-not-recorded')
    const { status, body } = await discharge(each)
    expect(status).toBe(200)
    expect(body.cards).toHaveLength(1)
    const [card] = body.cards
    expect(card).toMatchObject({
      summary: 'Mepsevii of 2026-03-02: cannot be billed yet',
      indicator: 'warning',
      source: { label: 'Doseline' },
      selectionBehavior: 'any',
    })
    expect(card.detail).toContain('- Record the 2 mg discarded, if it was. *(nurse)*')
    expect(card.suggestions[0].actions[0]).toMatchObject({
      type: 'create',
      resource: { resourceType: 'Task', status: 'requested', focus: { reference: each.focus } },
    })
    const { body: reasons } = await get(service, '/fhir/CodeSystem/override-reason')
    expect(card.overrideReasons).toEqual(reasons.concept.map((each: object) => ({ system: reasons.url, ...each })))
    expect(card.overrideReasons.length).toBeGreaterThan(1)
  })

  test('a dose that is ready is no news', async () => {
    expect((await discharge(scenario('medicare-prolia-in-order'))).body).toEqual({ cards: [] })
  })

  test('a dose of another visit is not spoken of', async () => {
    const each = scenario('medicare-mepsevii-discard-not-recorded')
    const context = { patientId: patientOf(each), encounterId: 'another' }
    expect((await discharge(each, { context })).body).toEqual({ cards: [] })
  })

  test('what was not sent is named on the card, and what failed as well', async () => {
    const each = scenario('medicare-prolia-five-months-after-the-last')
    const { conditions: _, ...prefetch } = prefetchOf(each)
    const failed = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'processing' }] }
    const { body } = await discharge(each, { prefetch: { ...prefetch, authorizations: failed } })
    const [{ detail }] = body.cards
    expect(detail).toContain('- Condition: the EHR did not send the prefetch key conditions.')
    expect(detail).toContain(
      '- ClaimResponse: the EHR could not send the prefetch key authorizations: it gave no reason.',
    )
    expect(detail).not.toContain('Record the diagnosis')
  })

  test('without the administrations nothing can be said', async () => {
    const answer = await discharge(scenario('medicare-prolia-in-order'), { prefetch: {} })
    const { code, errors } = answer.body
    expect([answer.status, code, errors[0].pointer]).toEqual([412, 'prefetch-missing', '/prefetch/administrations'])
  })

  test('a patient without doses has no cards', async () => {
    const prefetch = { ...prefetchOf(scenario('medicare-prolia-in-order')), administrations: null }
    expect((await discharge(scenario('medicare-prolia-in-order'), { prefetch })).body).toEqual({ cards: [] })
  })
})

describe('on opening a chart', () => {
  test('one card counts what is open, and none where nothing is', async () => {
    const { body } = await view(scenario('medicare-xgeva-osteoporosis-only'))
    expect(body.cards).toHaveLength(1)
    expect(body.cards[0]).toMatchObject({ indicator: 'info', summary: expect.stringMatching(/cannot be billed yet$/) })
    expect((await view(scenario('medicare-ceftriaxone-not-covered'))).body).toEqual({ cards: [] })
  })
})

describe('when a drug is ordered', () => {
  const order = (changes: object) => ({
    resourceType: 'MedicationRequest',
    id: 'draft',
    status: 'draft',
    intent: 'order',
    medicationCodeableConcept: {
      coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '55513-710-01' }],
      text: 'Prolia',
    },
    ...changes,
  })
  const sign = async (each: Scenario, orders: object[], changes: object = {}) => {
    const context = {
      patientId: patientOf(each),
      draftOrders: { resourceType: 'Bundle', entry: orders.map((resource) => ({ resource })) },
    }
    const hook = hookOf(each, 'order-sign', { context, ...changes })
    return (await post(service, '/cds-services/infusion-coverage-order', hook)).body
  }

  test('what the payer will ask for is said before it is given', async () => {
    const each = scenario('blue-cross-nc-prolia-without-authorization')
    const { cards } = await sign(each, [order({ subject: { reference: `Patient/${patientOf(each)}` } })])
    expect(cards).toHaveLength(1)
    expect(cards[0].summary).toMatch(/^Before Prolia is given: \d to settle with the payer$/)
    expect(cards[0].detail).toContain('asks for a prior authorization of Prolia, and the chart holds none.')
    expect(cards[0].detail).not.toMatch(/discard|units|MUE/i)
  })

  test('a drug nobody here knows, and an order that is none, get no card', async () => {
    const each = scenario('medicare-prolia-in-order')
    const aspirin = order({ medicationCodeableConcept: { text: 'aspirin' } })
    expect(await sign(each, [aspirin, { resourceType: 'ServiceRequest' }])).toEqual({ cards: [] })
    expect(await sign(each, [])).toEqual({ cards: [] })
  })
})

describe('every card', () => {
  test('of every scenario keeps to the rules of CDS Hooks, and suggests no charge', async () => {
    let seen = 0
    for (const each of scenarios()) {
      for (const ask of encounterOf(each) ? [discharge, view] : [view]) {
        const { status, body } = await ask(each)
        expect(status, each.name).toBe(200)
        for (const card of body.cards) {
          seen += 1
          expect(card.summary.length, each.name).toBeLessThan(140)
          expect(['info', 'warning'], each.name).toContain(card.indicator)
          expect(card.uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
          expect(card.detail).not.toMatch(/[<>]/)
          expect(JSON.stringify(card)).not.toContain('ChargeItem"')
          for (const { actions } of card.suggestions ?? [])
            expect(actions.map(({ resource }: { resource: FhirResource }) => resource.resourceType)).toEqual(['Task'])
        }
      }
    }
    expect(seen).toBeGreaterThan(60)
  })

  test('is the same for the same chart, so that feedback can be put together', async () => {
    const each = scenario('medicare-mepsevii-discard-not-recorded')
    expect((await discharge(each)).body).toEqual((await discharge(each)).body)
  })
})

test.each([
  [
    'a service that is not there',
    '/cds-services/nothing',
    { hook: 'patient-view', hookInstance: 'x', context: { patientId: 'p' } },
    404,
  ],
  [
    'another hook',
    '/cds-services/infusion-readiness-chart',
    { hook: 'order-sign', hookInstance: 'x', context: { patientId: 'p' } },
    400,
  ],
  [
    'a discharge from no visit',
    '/cds-services/infusion-readiness-discharge',
    {
      hook: 'encounter-discharge',
      hookInstance: 'x',
      context: { patientId: 'p' },
      prefetch: { administrations: null },
    },
    400,
  ],
  [
    'no patient',
    '/cds-services/infusion-readiness-chart',
    { hook: 'patient-view', hookInstance: 'x', context: {} },
    400,
  ],
])('%s is refused by name', async (_, path, body, status) => {
  const answer = await post(service, path, body)
  expect([answer.status, typeof answer.body.detail]).toEqual([status, 'string'])
})

describe('feedback', () => {
  const FEEDBACK = '/cds-services/infusion-readiness-discharge/feedback'
  const at = '2026-03-03T11:00:00Z'
  const sums = async (of: TestedService) => (await get(of, '/v1/feedback')).body

  test('is stored once and summed for each rule a card spoke of', async () => {
    const fresh = await aService({ ledger: await openLedger({ kind: 'memory' }) })
    const each = scenario('medicare-mepsevii-discard-not-recorded')
    const { body } = await post(
      fresh,
      '/cds-services/infusion-readiness-discharge',
      hookOf(each, 'encounter-discharge'),
    )
    const [{ uuid: card, suggestions }] = body.cards
    const accepted = {
      card,
      outcome: 'accepted',
      acceptedSuggestions: [{ id: suggestions[0].uuid }],
      outcomeTimestamp: at,
    }
    const overridden = {
      card,
      outcome: 'overridden',
      overrideReason: { reason: { code: 'documented-elsewhere' }, userComment: 'Mrs Halvorsen told me' },
      outcomeTimestamp: at,
    }
    for (let time = 0; time < 2; time++) {
      expect(await post(fresh, FEEDBACK, { feedback: [accepted, overridden] })).toMatchObject({ status: 200, body: {} })
    }
    const service = 'infusion-readiness-discharge'
    const rule = 'amount/discard-is-documented'
    expect(await sums(fresh)).toEqual([
      { service, rule, outcome: 'accepted', reason: '', count: 1 },
      { service, rule, outcome: 'overridden', reason: 'documented-elsewhere', count: 1 },
    ])
  })

  test.each([
    ['an outcome that does not exist', { card: 'c', outcome: 'ignored', outcomeTimestamp: at }, '/feedback/0/outcome'],
    ['no card', { outcome: 'accepted', outcomeTimestamp: at }, '/feedback/0/card'],
    ['no time', { card: 'c', outcome: 'accepted' }, '/feedback/0/outcomeTimestamp'],
  ])('%s is refused by its element', async (_, feedback, pointer) => {
    const { status, body } = await post(service, FEEDBACK, { feedback: [feedback] })
    expect([status, body.errors[0].pointer]).toEqual([400, pointer])
  })

  test('of a service that does not exist is refused', async () => {
    expect((await post(service, '/cds-services/nothing/feedback', { feedback: [] })).status).toBe(404)
  })
})
