import { loadCodebook } from '@doseline/codebook'
import { AssessmentAnswer, AssessmentRequest } from '@doseline/contract'
import { requestFor, type Scenario, scenario, scenarios } from '@doseline/fhir-fixtures'
import fc from 'fast-check'
import type { Bundle, FhirResource } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { assess } from './assess.ts'

const codebook = loadCodebook()
const NOW = '2026-03-03T10:00:00Z'
const by = { reference: 'Practitioner/biller', display: 'Biller' }

const judged = (of: Scenario, more: object = {}) =>
  assess(AssessmentRequest.parse({ ...requestFor(of), ...more }), codebook, NOW)
const chargesIn = ({ plans: [plan] = [] }: AssessmentAnswer) =>
  ((plan?.transaction as Bundle<FhirResource> | undefined)?.entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === 'ChargeItem' ? [resource] : [],
  )
const anyScenario = fc.constantFrom(...scenarios())

describe('one pure way through', () => {
  test('the same request, moment and code book give the same answer, byte for byte', () => {
    for (const each of scenarios()) expect(JSON.stringify(judged(each))).toBe(JSON.stringify(judged(each)))
  })

  test('the order in which an EHR sends its resources changes no verdict, no line and no identity', () => {
    fc.assert(
      fc.property(anyScenario, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (each, random) => {
        const entry = (each.chart.entry ?? [])
          .map((one) => ({ one, at: random.next().value ?? 0 }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ one }) => one)
        const shuffled = judged(each, { bundle: { ...each.chart, entry } })
        const held = judged(each)
        expect(shuffled.assessments.map(({ verdict, lines }) => ({ verdict, lines }))).toEqual(
          held.assessments.map(({ verdict, lines }) => ({ verdict, lines })),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('every answer is of the published contract', () => {
    for (const each of scenarios()) {
      const answer = judged(each, { writeBack: { acts: ['approve'], by, server: 'test' } })
      expect(AssessmentAnswer.safeParse(answer).error).toBeUndefined()
    }
  })

  test('a change of the chart, of the code book or of the day changes the digest; the time of day does not', () => {
    const prolia = scenario('medicare-prolia-in-order')
    const { digest } = judged(prolia)
    expect(judged(prolia, { asOf: prolia.asOf.replace(/T\d\d/, 'T03') }).digest).toBe(digest)
    expect(judged(prolia, { asOf: '2027-03-09T10:00:00Z' }).digest).not.toBe(digest)
    expect(judged(prolia, { codebook: 'article' }).digest).not.toBe(digest)
    const entry = (prolia.chart.entry ?? []).filter(({ resource }) => resource?.resourceType !== 'Condition')
    expect(judged(prolia, { bundle: { ...prolia.chart, entry } }).digest).not.toBe(digest)
  })
})

describe('what must never happen', () => {
  const ACTS = ['suggest', 'approve', 'void'] as const
  const allRules = judged(scenario('medicare-prolia-in-order')).assessments[0]?.findings.map(({ id }) => id) ?? []
  const overrides = allRules.map((rule) => ({ rule, reason: 'a person insists on it' }))

  test.each(ACTS)('under the article’s book nothing is ever billable, whoever overrides what (%s)', (act) => {
    for (const each of scenarios()) {
      const answer = judged(each, { codebook: 'article', writeBack: { acts: [act], by, server: 'test', overrides } })
      expect(answer.forSubmission).toBe(false)
      for (const charge of chargesIn(answer)) {
        expect(charge.status).toBe('not-billable')
        expect(charge.code.text).toMatch(/^NOT FOR SUBMISSION/)
        expect(charge.note?.[0]?.text).toMatch(/^NOT FOR SUBMISSION/)
      }
    }
  })

  test('under cms no denosumab line carries J3397, whatever the chart or the caller names', () => {
    for (const each of scenarios()) {
      const proposed = { [each.focus]: { code: 'J3397' } }
      for (const dose of judged(each, { codebook: 'cms', proposed }).assessments) {
        if (dose.drug === 'Mepsevii') continue
        expect(dose.lines.map(({ code }) => code)).not.toContain('J3397')
      }
    }
  })

  test.each(['prolia-in-order', 'xgeva-bone-metastasis'])(
    'a proposed J3397 makes denosumab (%s) not ready and names J0897',
    (name) => {
      const each = scenario(`medicare-${name}`)
      const [dose] = judged(each, { proposed: { [each.focus]: { code: 'J3397' } } }).assessments
      expect(dose?.verdict).toBe('not-ready')
      expect(dose?.findings.find(({ id }) => id === 'code/fits-the-product')?.text).toContain('billed with J0897')
    },
  )

  test('a proposed J0897 makes Mepsevii not ready: the question has two directions', () => {
    const each = scenario('medicare-mepsevii-discard-recorded')
    const [dose] = judged(each, { proposed: { [each.focus]: { code: 'J0897' } } }).assessments
    expect(dose?.findings.find(({ id }) => id === 'code/fits-the-product')).toMatchObject({
      outcome: 'fails',
      text: expect.stringContaining('billed with J3397'),
    })
  })

  test('a reason given for one dose charges no other dose of the visit', () => {
    const each = scenario('medicare-mepsevii-discard-recorded')
    const twice = (each.chart.entry ?? []).flatMap(({ resource }): FhirResource[] => {
      if (!resource || resource.resourceType === 'Condition') return []
      if (resource.resourceType !== 'MedicationAdministration') return [resource]
      const other = { ...resource, id: 'the-day-before', effectiveDateTime: '2026-03-01T10:00:00-05:00' }
      delete other.effectivePeriod
      return [resource, other]
    })
    const about = { resources: twice, bundle: undefined, focus: each.focus }
    const chargedWith = (given: object[]) => {
      const answer = judged(each, { ...about, writeBack: { acts: ['approve'], by, server: 'test', overrides: given } })
      return chargesIn(answer).flatMap(({ service = [] }) => service.map(({ reference }) => reference))
    }
    expect(judged(each, about).assessments[0]?.verdict).not.toBe('ready')
    expect(chargedWith([])).toEqual([])
    expect(new Set(chargedWith(overrides))).toEqual(new Set([each.focus]))
  })

  test('a suggestion is planned, and only a person’s approval is billable', () => {
    const each = scenario('medicare-mepsevii-discard-recorded')
    const statuses = (act: string) =>
      chargesIn(judged(each, { writeBack: { acts: [act], by, server: 'test' } })).map(({ status }) => status)
    expect(statuses('suggest')).toEqual(['planned', 'planned', 'planned', 'planned'])
    expect(statuses('approve')).toEqual(['billable', 'billable', 'billable', 'billable'])
  })

  test('taking any one resource away never makes a dose ready that was not, unless it was the reason', () => {
    const reasons = new Set(['ChargeItem', 'MedicationAdministration', 'Coverage', 'Condition', 'ClaimResponse'])
    const places = new Set(['Encounter', 'Location'])
    const hasItsPlaceAsReason = ({ then: { 'cannot tell': open, fails } }: Scenario) =>
      'administration/setting-is-billable' in open ||
      ['administration/is-within-its-visit', 'administration/visit-took-place'].some((rule) => rule in fails)
    for (const each of scenarios()) {
      const before = judged(each).assessments[0]?.verdict
      if (before === 'ready') continue
      for (const gone of each.chart.entry ?? []) {
        const type = gone.resource?.resourceType ?? ''
        if (reasons.has(type) || (hasItsPlaceAsReason(each) && places.has(type))) continue
        const entry = (each.chart.entry ?? []).filter((one) => one !== gone)
        const after = judged(each, { bundle: { ...each.chart, entry } }).assessments[0]?.verdict
        expect([each.name, gone.resource?.resourceType, after]).not.toContain('ready')
      }
    }
  })

  test('a product that only one source lists is recognized, and marked unconfirmed', () => {
    const each = scenario('medicare-prolia-in-order')
    const text = JSON.stringify(each.chart)
      .replaceAll('55513-0710-01', '72606-0037-01')
      .replaceAll('55513-710-01', '72606-037-01')
    const stoboclo = JSON.parse(
      text.replaceAll('Prolia', 'Stoboclo').replaceAll('993456', '1').replaceAll('993452', '1'),
    )
    const [dose] = judged(each, { bundle: stoboclo, include: ['evidence'] }).assessments
    expect(dose?.drug).toBe('Stoboclo')
    expect(dose?.findings.find(({ id }) => id === 'code/product-is-recognised')).toMatchObject({
      outcome: 'passes',
      confidence: 'unconfirmed',
    })
    expect(dose?.lines.map(({ code }) => code)).toEqual(['Q5157', '96372'])
  })

  test('what is at stake is the payment limit of the day, to the cent, and nothing where no limit is known', () => {
    const stake = (name: string, more = {}) => judged(scenario(name), more).assessments[0]?.atStake
    expect(stake('medicare-prolia-in-order')).toMatchObject({
      dollars: '1767.42',
      working: '60 units × $29.457, the Part B payment limit',
      source: { id: 'cms-part-b-drug-files', from: '2026-01-01', confidence: 'confirmed' },
    })
    expect(stake('medicare-mepsevii-discard-recorded')).toBeUndefined()
    expect(stake('medicare-prolia-in-order', { codebook: 'article' })).toBeUndefined()
  })

  test('a limit that ended before the day of service says so beside the sum', () => {
    const each = scenario('medicare-prolia-in-order')
    const later = JSON.parse(JSON.stringify(each.chart).replaceAll('2026-03-02', '2026-04-02')) as typeof each.chart
    expect(judged(each, { bundle: later }).assessments[0]?.atStake).toMatchObject({
      working: '60 units × $29.457, the Part B payment limit (payment limits end 2026-03-31)',
      source: { confidence: 'unconfirmed' },
    })
  })

  test('attested facts stand apart from charted ones, with who and when', () => {
    const each = scenario('medicare-mepsevii-discard-attested')
    const [dose] = judged(each, { include: ['evidence'] }).assessments
    const fact = dose?.facts?.find(({ fact: name }) => name === 'discardedAmount')
    expect(dose?.stated?.map(({ fact: name }) => name)).toContain('discardedAmount')
    expect(fact).toMatchObject({ known: true, attestedBy: expect.any(String) })
    expect(fact?.places.every(({ resource }) => resource === 'request')).toBe(true)
  })
})
